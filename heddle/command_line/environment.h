// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_ENVIRONMENT_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_ENVIRONMENT_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace heddle::program {

inline constexpr char kTwinPrefix[] = "HEDDLE_";

// The environment variable that stands in for the option where a command line does not have it:
// HEDDLE_TRACE_DIR for --trace-dir. Empty if there is none: for what says which one thing a command
// is about, and which file it reads or writes.
std::string TwinOf(const CLI::Option& option);

// A variable that took the place of an option.
struct ReadTwin {
  std::string name;    // "HEDDLE_JOBS"
  std::string option;  // "--jobs"
  std::string value;
};

// Has what is set in the environment take the place of options that the command line, which has
// been parsed, does not give. What does not apply to what it gives is not read. Throws UsageError,
// which names the variable.
std::vector<ReadTwin> ReadEnvironment(CLI::App& command);

// What a shell would read before the command to set the same: "HEDDLE_JOBS=2 ".
std::string ShellText(const std::vector<ReadTwin>& variables);

// A message about options, where nobody has typed these: "HEDDLE_JOBS needs ..." for "--jobs needs
// ...".
std::string NamingVariables(std::string message, const std::vector<ReadTwin>& variables);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_ENVIRONMENT_H_
