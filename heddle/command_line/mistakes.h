// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_MISTAKES_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_MISTAKES_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace heddle::program {

// The names of the commands.
std::vector<std::string> CommandsOf(const CLI::App& app);

// "COMMAND --help" for "help COMMAND"; other arguments as they are. Throws UsageError.
std::vector<std::string> WithoutHelpCommand(std::vector<std::string> arguments,
                                            const CLI::App& app);

// Why `app` could not make anything of its arguments, in one line: a command or an option that
// there is not, with those that may have been meant, or what was expected of one that there is, and
// where help is.
std::string MistakeIn(const CLI::App& app, const CLI::ParseError& error,
                      const std::vector<std::string>& arguments);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_MISTAKES_H_
