// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/flag_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "heddle/command_line/help.h"
#include "heddle/exit_status.h"

namespace heddle::program {
namespace {

constexpr std::array<std::string_view, 14> kFlagWords = {
    "true", "yes", "on", "enable", "t", "y", "1", "false", "no", "off", "disable", "f", "n", "0"};

bool HasFlag(const CLI::App& command, const std::string& name) {
  return std::ranges::any_of(command.get_options({}), [&name](const CLI::Option* option) {
    return option->check_lname(name) && IsFlag(*option);
  });
}

void RequireFlagWordIn(const std::string& argument, const CLI::App& command) {
  const std::size_t equals = argument.find('=');
  if (!argument.starts_with("--") || equals == std::string::npos ||
      !HasFlag(command, argument.substr(2, equals - 2))) {
    return;
  }
  try {
    RequireFlagWord(argument.substr(equals + 1));
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}; see {} --help", argument.substr(0, equals), error.what(),
                                 CallOf(command)));
  }
}

}  // namespace

bool IsFlag(const CLI::Option& option) { return option.get_expected_min() == 0; }

void RequireFlagWord(const std::string& value) {
  const std::string word = CLI::detail::to_lower(value);
  if (!word.empty() && std::ranges::find(kFlagWords, word) == kFlagWords.end()) {
    throw UsageError(fmt::format("expected true or false, found '{}'", value));
  }
}

void RequireFlagWords(const CLI::App& app, std::span<const char* const> arguments) {
  const std::vector<const CLI::App*> commands = app.get_subcommands({});
  const CLI::App* command = &app;
  for (const char* const argument : arguments) {
    if (std::string_view(argument) == "--") {
      return;  // what comes after it is no option
    }
    const auto named = std::ranges::find(commands, argument, &CLI::App::get_name);
    if (command == &app && named != commands.end()) {
      command = *named;
    }
    RequireFlagWordIn(argument, *command);
  }
}

}  // namespace heddle::program
