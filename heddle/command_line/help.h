// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_HELP_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_HELP_H_

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace heddle::program {

std::string CallOf(const CLI::App& command);  // "heddle check"

// Options in their groups, in the order in which they were added, what is not named by a dash
// first. Those of a group without a name are left out: they have no lines of their own.
using OptionGroup = std::pair<std::string, std::vector<const CLI::Option*>>;
std::vector<OptionGroup> OptionGroupsOf(const CLI::App& command);

// Commands in theirs.
using CommandGroup = std::pair<std::string, std::vector<const CLI::App*>>;
std::vector<CommandGroup> CommandGroupsOf(const CLI::App& app);

// "-o, --output DIR", "MODEL..."
std::string SpellingOf(const CLI::Option& option);
// "heddle check [OPTION...] MODEL..."
std::string UsageOf(const CLI::App& command);

// The words of the text, where `column` characters are on the first line already: no line longer
// than 100, the others beginning there too. With a newline at the end.
std::string WrappedAt(std::size_t column, const std::string& text);

// What --help prints: usage, description, groups of options or commands, and the footer, as
// wide as the terminal, but at least 60 and at most 100 columns; 100 if it is none.
class Help : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_HELP_H_
