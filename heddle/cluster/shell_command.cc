// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/cluster/shell_command.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <memory>

#include "checker/process/shell_quoted.h"
#include "heddle/exit_status.h"

namespace heddle::program {

CommandOutcome RunCommand(const std::string& folder, const std::string& command) {
  constexpr int kNotStarted = 127;
  const std::string line = fmt::format("cd {} && {}", checker::ShellQuotedPath(folder), command);
  FILE* const pipe = popen(line.c_str(), "re");
  if (pipe == nullptr) {
    return {.status = kNotStarted, .output = {}};
  }
  CommandOutcome outcome;
  std::array<char, 4096> some = {};
  for (std::size_t count = 0; (count = std::fread(some.data(), 1, some.size(), pipe)) > 0;) {
    outcome.output.append(some.data(), count);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : kNotStarted;
  return outcome;
}

void RequireInstalled(const std::string& program, const std::string& package) {
  if (RunCommand(".", "command -v " + program + " >/dev/null 2>&1").status != 0) {
    throw UsageError(
        fmt::format("cannot find '{}'; expected {} to be installed", program, package));
  }
}

}  // namespace heddle::program
