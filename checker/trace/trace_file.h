// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_TRACE_FILE_H_
#define HEDDLE_CHECKER_TRACE_TRACE_FILE_H_

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "checker/relacy/simulation.h"
#include "checker/search/strategy_name.h"
#include "checker/search/violation.h"

namespace heddle::checker {

// A violation and all that it takes to have it again, as heddle-trace/1 (docs/formats.md).
struct TraceFile {
  // What was explored, in the words of whoever can make it again.
  struct Subject {
    std::string file;      // that the program was read from; empty: a model of the build
    std::string name;      // of the model or the program
    std::string fault;     // that was put in; empty: none
    std::string revision;  // of the design; empty: there is only one
    std::string layout;    // of the heap; empty: none
    std::vector<std::string> without;  // oracles that were off
    std::vector<std::string> repairs;  // that were put in, each by what it repairs
    int threads = 0;

    friend bool operator==(const Subject&, const Subject&) = default;
  };

  std::string build;  // BuildId() of what wrote it
  Subject subject;
  SimulationOptions simulation;
  StrategyName strategy;              // that found it
  std::optional<std::uint64_t> seed;  // of that strategy
  // Read from a file, its location and counterexample are left empty: a replay makes them again.
  Violation violation;
};

// The text is no trace file of this format. The message is one line that says what was expected.
class TraceFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// With a newline at its end.
std::string ToJson(const TraceFile& trace);
// Throws TraceFileError.
TraceFile ParseTraceFile(std::string_view json);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_TRACE_FILE_H_
