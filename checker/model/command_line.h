// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_MODEL_COMMAND_LINE_H_
#define HEDDLE_CHECKER_MODEL_COMMAND_LINE_H_

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/check.h"

namespace heddle::checker {

// What a program with models of one's own is asked to do.
struct ModelCommand {
  enum class Kind : std::uint8_t { kHelp, kList, kCheck, kReplay };

  Kind kind = Kind::kCheck;
  std::vector<std::string> models;  // to check; empty: all
  std::string trace;                // to replay
  std::string trace_folder = "heddle-traces";
  CheckOptions check = {};
};

// Wrong usage or input. The message is one line that names the thing and what was expected.
class ModelUsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// From the arguments after the program's name; the names of its models may have been meant for a
// command. Throws ModelUsageError.
ModelCommand ParseModelCommand(std::span<const char* const> arguments,
                               const std::vector<std::string>& models = {});

// What --help prints.
std::string ModelUsage(std::string_view program);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_MODEL_COMMAND_LINE_H_
