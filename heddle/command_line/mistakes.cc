// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/mistakes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "heddle/command_line/help.h"
#include "heddle/near_names.h"

namespace heddle::program {
namespace {

std::vector<std::string> OptionsOf(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* const option : command.get_options({})) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

bool IsOption(const std::string& argument) { return argument.size() > 1 && argument[0] == '-'; }

// Of what is left over.
std::optional<std::string> FirstOption(const CLI::App& command) {
  const std::vector<std::string> left = command.remaining();
  const auto first = std::ranges::find_if(left, IsOption);
  if (first == left.end()) {
    return {};
  }
  return first->substr(0, first->find('='));
}

std::string UnknownOption(const std::string& name, const CLI::App& command) {
  const std::vector<std::string> near = NearNames(name, OptionsOf(command));
  return near.empty()
             ? fmt::format("unknown option '{}'; see {} --help", name, CallOf(command))
             : fmt::format("unknown option '{}'; did you mean {}?", name, fmt::join(near, " or "));
}

// Before a command, there is little that can be said.
std::string EarlyOption(const std::string& name, const CLI::App& app, const CLI::App& command) {
  const std::vector<std::string> options = OptionsOf(command);
  return std::ranges::find(options, name) == options.end()
             ? UnknownOption(name, app)
             : fmt::format("expected {} after the command: {} {}", name, CallOf(command), name);
}

}  // namespace

std::string MistakeIn(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::optional<std::string> early = FirstOption(app);
  if (early) {
    return EarlyOption(*early, app, command);
  }
  if (const auto option = FirstOption(command)) {
    return UnknownOption(*option, command);
  }
  const std::vector<std::string> left = command.remaining();
  if (chosen.empty() && !left.empty()) {
    std::vector<std::string> names;
    for (const CLI::App* const known : app.get_subcommands({})) {
      names.push_back(known->get_name());
    }
    return UnknownName("command", left.front(), names);
  }
  if (!left.empty()) {
    return fmt::format("unexpected argument '{}'; see {} --help", left.front(), CallOf(command));
  }
  return fmt::format("{}; see {} --help", error.what(), CallOf(command));
}

}  // namespace heddle::program
