// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/mistakes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
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

std::string NameIn(const std::string& option) { return option.substr(0, option.find('=')); }

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* const command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  return names;
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
  const std::vector<std::string> early = app.remaining();  // before a command, if there is one
  if (!early.empty()) {
    return IsOption(early.front()) ? EarlyOption(NameIn(early.front()), app, command)
                                   : UnknownName("command", early.front(), CommandsOf(app));
  }
  const std::vector<std::string> left = command.remaining();
  const auto option = std::ranges::find_if(left, IsOption);
  if (option != left.end()) {
    return UnknownOption(NameIn(*option), command);
  }
  if (!left.empty()) {
    return fmt::format("unexpected argument '{}'; see {} --help", left.front(), CallOf(command));
  }
  return fmt::format("{}; see {} --help", error.what(), CallOf(command));
}

}  // namespace heddle::program
