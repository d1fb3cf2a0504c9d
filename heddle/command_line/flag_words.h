// SPDX-License-Identifier: BSD-3-Clause
//
// --FLAG=VALUE. CLI11 takes any number for a value, and throws what is no mistake of the command
// line at one that is too large.

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_FLAG_WORDS_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_FLAG_WORDS_H_

#include <CLI/CLI.hpp>
#include <span>
#include <string>

namespace heddle::program {

bool IsFlag(const CLI::Option& option);

// Throws UsageError unless it says yes or no.
void RequireFlagWord(const std::string& value);

// The same of each flag of the command line that has a value.
void RequireFlagWords(const CLI::App& app, std::span<const char* const> arguments);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_FLAG_WORDS_H_
