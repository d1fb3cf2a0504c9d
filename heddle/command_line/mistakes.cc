// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/mistakes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "heddle/command_line/help.h"
#include "heddle/exit_status.h"
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

// The option or argument whose name the message has.
const CLI::Option* OptionIn(const std::string& message, const CLI::App& command) {
  const CLI::Option* found = nullptr;
  std::istringstream words(message);
  for (std::string word; words >> word && found == nullptr;) {
    if (word.ends_with(':') && word != "convert:") {
      word.pop_back();
    }
    for (const CLI::Option* const option : command.get_options({})) {
      found = option->get_name() == word ? option : found;
    }
  }
  return found;
}

// What CLI11 says of an option or an argument, in this program's words.
std::string ExpectedOf(const CLI::ParseError& error, const CLI::App& command) {
  std::string message = error.what();
  if (command.get_parent() == nullptr && error.get_name() == "RequiredError") {
    return "expected a command, found none";
  }
  const CLI::Option* const option = OptionIn(message, command);
  if (option == nullptr) {
    return message;
  }
  const std::string type = option->get_type_name();
  if (error.get_name() == "RequiredError") {
    return option->get_positional()
               ? fmt::format("{}: expected {}, found none", type,
                             option->get_expected_max() > 1 ? "one or more" : "one")
               : fmt::format("{}: expected {}, found nothing", option->get_name(), type);
  }
  if (error.get_name() == "ArgumentMismatch") {
    const bool is_missing = message.ends_with(" missing");
    return fmt::format("{}: expected {}, found {}", option->get_name(),
                       is_missing ? type : "one " + type,
                       is_missing ? "nothing" : message.substr(message.rfind(' ') + 1));
  }
  if (error.get_name() == "ConversionError" && option->get_expected_min() == 0) {
    return fmt::format("{}: expected true or false, found '{}'", option->get_name(),
                       message.substr(message.find(" = ") + 3));
  }
  return message;
}

// Whether it stands after "--", where nothing is an option.
bool IsAfterTheEnd(const std::string& argument, const std::vector<std::string>& arguments) {
  const auto end = std::ranges::find(arguments, "--");
  return std::find(end, arguments.end(), argument) != arguments.end() &&
         std::find(arguments.begin(), end, argument) == end;
}

}  // namespace

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* const command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> WithoutHelpCommand(std::vector<std::string> arguments,
                                            const CLI::App& app) {
  if (arguments.empty() || arguments.front() != "help") {
    return arguments;
  }
  const std::vector<std::string> commands = CommandsOf(app);
  if (arguments.size() > 1 && std::ranges::find(commands, arguments[1]) == commands.end()) {
    throw UsageError(UnknownName("command", arguments[1], commands));
  }
  std::ranges::rotate(arguments, arguments.begin() + 1);
  arguments.back() = "--help";
  return arguments;
}

std::string MistakeIn(const CLI::App& app, const CLI::ParseError& error,
                      const std::vector<std::string>& arguments) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::vector<std::string> early = app.remaining();  // before a command, if there is one
  const auto is_after = [&](const std::string& argument) {
    return IsAfterTheEnd(argument, arguments);
  };
  if (const auto after = std::ranges::find_if(early, is_after); after != early.end()) {
    return fmt::format("unexpected argument '{}'; see {} --help", *after, CallOf(command));
  }
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
  return fmt::format("{}; see {} --help", ExpectedOf(error, command), CallOf(command));
}

}  // namespace heddle::program
