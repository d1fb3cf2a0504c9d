// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_HTML_TRACE_PAGE_H_
#define HEDDLE_HEDDLE_HTML_TRACE_PAGE_H_

#include <string>

#include "checker/trace/trace_file.h"

namespace heddle::program {

// The page of a counterexample, as one self-contained file. `again` is the command that leads to
// it.
std::string TracePage(const checker::TraceFile& trace, const std::string& again);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_HTML_TRACE_PAGE_H_
