// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_CLUSTER_SHELL_COMMAND_H_
#define HEDDLE_HEDDLE_CLUSTER_SHELL_COMMAND_H_

#include <string>

namespace heddle::program {

// What a command of another program has come to.
struct CommandOutcome {
  int status = 0;      // of its exit; 127: it is not installed
  std::string output;  // on standard output, and standard error if the command says so
};

// As a shell reads it, in that folder.
CommandOutcome RunCommand(const std::string& folder, const std::string& command);

// Throws UsageError unless there is a program of that name.
void RequireInstalled(const std::string& program, const std::string& package);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_CLUSTER_SHELL_COMMAND_H_
