// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <sstream>

#include "heddle/color.h"
#include "heddle/command_line/environment.h"

namespace heddle::program {
namespace {

constexpr std::size_t kMostColumns = 100;  // longer lines are hard to read
constexpr std::size_t kFewestColumns = 60;
constexpr std::size_t kColumn = 24;  // where descriptions begin

// Of what is printed on standard output.
std::size_t Width() {
  static const std::size_t kWidth =
      StreamOf(STDOUT_FILENO).is_terminal
          ? std::clamp(ColumnsOf(STDOUT_FILENO), kFewestColumns, kMostColumns)
          : kMostColumns;
  return kWidth;
}

template <class Groups, class Entry>
void AddTo(Groups& groups, const std::string& name, Entry entry) {
  auto group = std::ranges::find(groups, name, &Groups::value_type::first);
  if (group == groups.end()) {
    group = groups.insert(groups.end(), {name, {}});
  }
  group->second.push_back(entry);
}

std::string Line(const std::string& names, const std::string& description) {
  std::string line = "  " + names;
  if (line.size() + 2 > kColumn) {
    line += "\n";
    line.append(kColumn, ' ');
  } else {
    line.resize(kColumn, ' ');
  }
  return line + WrappedAt(kColumn, description);
}

std::string TwinsOf(const CLI::App& command) {
  std::vector<std::string> twins;
  for (const CLI::Option* const option : command.get_options({})) {
    if (const std::string twin = TwinOf(*option); !twin.empty()) {
      twins.push_back(twin.substr(sizeof(kTwinPrefix) - 1));
    }
  }
  return twins.empty()
             ? std::string()
             : "Environment: " +
                   WrappedAt(13, fmt::format("{}{{{}}}", kTwinPrefix, fmt::join(twins, ", ")));
}

}  // namespace

std::string WrappedAt(std::size_t column, const std::string& text) {
  std::istringstream words(text);
  std::string wrapped;
  std::size_t at = column;
  for (std::string word; words >> word;) {
    if (at > column && at + 1 + word.size() > Width()) {
      wrapped += "\n" + std::string(column, ' ');
      at = column;
    } else if (at > column) {
      wrapped += " ";
      ++at;
    }
    wrapped += word;
    at += word.size();
  }
  return wrapped + "\n";
}

std::string CallOf(const CLI::App& command) {
  return command.get_parent() == nullptr ? "heddle" : "heddle " + command.get_name();
}

std::vector<OptionGroup> OptionGroupsOf(const CLI::App& command) {
  std::vector<OptionGroup> groups;
  for (const CLI::Option* const option : command.get_options({})) {
    if (!option->get_group().empty()) {
      AddTo(groups, option->get_group(), option);
    }
  }
  return groups;
}

std::vector<CommandGroup> CommandGroupsOf(const CLI::App& app) {
  std::vector<CommandGroup> groups;
  for (const CLI::App* const command : app.get_subcommands({})) {
    AddTo(groups, command->get_group(), command);
  }
  return groups;
}

std::string SpellingOf(const CLI::Option& option) {
  if (option.get_positional()) {
    return option.get_type_name() + (option.get_expected_max() > 1 ? "..." : "");
  }
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) {
    names.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    names.push_back("--" + name);
  }
  const std::string value =
      option.get_expected_min() == 0 ? std::string() : " " + option.get_type_name();
  return fmt::format("{}{}", fmt::join(names, ", "), value);
}

std::string UsageOf(const CLI::App& command) {
  if (command.get_parent() == nullptr) {
    return "heddle COMMAND [OPTION...] ...";
  }
  std::string usage = CallOf(command);
  const std::vector<const CLI::Option*> options = command.get_options({});
  if (std::ranges::any_of(options, [](const CLI::Option* option) {
        return option->nonpositional() && !option->get_group().empty();
      })) {
    usage += " [OPTION...]";
  }
  for (const CLI::Option* const option : options) {
    if (option->get_positional()) {
      const std::string spelling = SpellingOf(*option);
      usage += option->get_required() ? " " + spelling : " [" + spelling + "]";
    } else if (option->get_required()) {
      usage += fmt::format(" --{} {}", option->get_lnames().front(), option->get_type_name());
    }
  }
  return usage;
}

std::string Help::make_help(const CLI::App* app, std::string /*name*/,
                            CLI::AppFormatMode /*mode*/) const {
  std::string help =
      "Usage: " + WrappedAt(7, UsageOf(*app)) + WrappedAt(0, app->get_description() + ".");
  help += "\n";
  for (const auto& [group, commands] : CommandGroupsOf(*app)) {
    help += group + ":\n";
    for (const CLI::App* const command : commands) {
      help += Line(command->get_name(), command->get_description());
    }
  }
  for (const auto& [group, options] : OptionGroupsOf(*app)) {
    help += group + ":\n";
    for (const CLI::Option* const option : options) {
      help += Line(SpellingOf(*option), option->get_description());
    }
  }
  return help + "\n" + app->get_footer() + TwinsOf(*app);
}

}  // namespace heddle::program
