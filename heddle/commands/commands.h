// SPDX-License-Identifier: BSD-3-Clause
//
// The commands of the program. Each prints its results to standard output and returns the exit
// status; each throws UsageError for input that is wrong.

#ifndef HEDDLE_HEDDLE_COMMANDS_COMMANDS_H_
#define HEDDLE_HEDDLE_COMMANDS_COMMANDS_H_

#include <string>
#include <vector>

#include "heddle/exit_status.h"
#include "heddle/run_options.h"

namespace heddle::program {

// `what` is models, workloads, faults, strategies, or empty for all of them.
ExitStatus List(const std::string& what);

// `fault` may be empty.
ExitStatus CheckModels(const std::vector<std::string>& models, const std::string& fault,
                       const RunOptions& options);

ExitStatus Reproduce(const std::string& fault, const RunOptions& options);

// The execution of a trace file once more. One of another build is refused unless `any_build`.
ExitStatus ReplayTrace(const std::string& file, bool any_build, const RunOptions& options);

ExitStatus Verify(const RunOptions& options);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMANDS_COMMANDS_H_
