// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_ENVIRONMENT_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_ENVIRONMENT_H_

#include <CLI/CLI.hpp>
#include <string>

namespace heddle::program {

inline constexpr char kTwinPrefix[] = "HEDDLE_";

// The environment variable that stands in for the option where a command line does not have it:
// HEDDLE_TRACE_DIR for --trace-dir. Empty if there is none: for what says which one thing a command
// is about, and which file it reads or writes.
std::string TwinOf(const CLI::Option& option);

// Has what is set in the environment take the place of what the command's options are by default.
// Before the command line is read, so that it has the last word. Returns what a shell would read
// before the command to set the same: "HEDDLE_JOBS=2 ". Throws UsageError, which names the
// variable.
std::string ReadEnvironment(CLI::App& command);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_ENVIRONMENT_H_
