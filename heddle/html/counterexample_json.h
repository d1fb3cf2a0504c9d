// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_HTML_COUNTEREXAMPLE_JSON_H_
#define HEDDLE_HEDDLE_HTML_COUNTEREXAMPLE_JSON_H_

#include <string>
#include <vector>

#include "checker/trace/trace_file.h"

namespace heddle::program {

// A counterexample as the page of it shows it: the trace, and what can be said of each step
// besides.
struct CounterexampleReport {
  const checker::TraceFile& trace;
  std::vector<std::string> about;  // sentences on what was explored; may be empty
  std::string again;               // the command that leads here
};

// heddle-report/1 (docs/formats.md).
std::string ToJson(const CounterexampleReport& report);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_HTML_COUNTEREXAMPLE_JSON_H_
