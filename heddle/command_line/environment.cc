// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "checker/process/shell_quoted.h"
#include "heddle/command_line/flag_words.h"
#include "heddle/command_line/help.h"
#include "heddle/exit_status.h"

namespace heddle::program {
namespace {

// What may hold for all runs of somebody. An option that is not here has no variable.
constexpr std::array<std::string_view, 25> kWithTwin = {
    "all",   "budget",    "color",   "count-traces",   "deep",   "depth",    "executions",
    "full",  "jobs",      "longest", "max-steps",      "memory", "mutators", "perturb",
    "prune", "progress",  "quiet",   "revision",       "round",  "seed",     "strategy",
    "time",  "trace-dir", "without", "without-oracles"};

// What CLI11 says after the name of the option.
std::string WithoutName(const std::string& message, const CLI::Option& option) {
  const std::string name = option.get_name() + ": ";
  return message.starts_with(name) ? message.substr(name.size()) : message;
}

void Set(CLI::Option& option, const std::string& value) {
  if (IsFlag(option)) {
    RequireFlagWord(value);
    option.add_result(option.get_flag_value(option.get_lnames().front(), value));
  } else {
    option.add_result(value);
  }
  option.run_callback();
  option.clear();  // as if it had not been given
}

bool IsGiven(const CLI::App& command, const char* option) {
  const CLI::Option* const found = command.get_option_no_throw(option);
  return found != nullptr && found->count() > 0;
}

// Whether it means something beside what the command line gives.
bool Applies(const CLI::App& command, const CLI::Option& option) {
  const std::string& name = option.get_lnames().front();
  const bool is_excluded = std::ranges::any_of(
      option.get_excludes(), [](const CLI::Option* other) { return other->count() > 0; });
  const bool is_needless = std::ranges::any_of(
      option.get_needs(), [](const CLI::Option* other) { return other->count() == 0; });
  return option.count() == 0 && !is_excluded && !is_needless &&
         (!IsGiven(command, "--real") || name == "time" || name == "seed");
}

// --no-color says what --color does: the command line has the last word there, too.
void RepeatGiven(CLI::App& command) {
  for (CLI::Option* const option : command.get_options({})) {
    if (option->count() > 0) {
      option->run_callback();
    }
  }
}

}  // namespace

std::string TwinOf(const CLI::Option& option) {
  if (option.get_lnames().empty()) {
    return {};
  }
  const std::string& name = option.get_lnames().front();
  // HEDDLE_BUDGET is of executions.
  const bool is_other_budget = name == "budget" && option.get_type_name() == "TIME";
  if (is_other_budget || std::ranges::find(kWithTwin, name) == kWithTwin.end()) {
    return {};
  }
  std::string twin = kTwinPrefix;
  for (const char letter : name) {
    twin += letter == '-' ? '_' : static_cast<char>(std::toupper(letter));
  }
  return twin;
}

std::vector<ReadTwin> ReadEnvironment(CLI::App& command) {
  std::vector<ReadTwin> read;
  for (CLI::Option* const option : command.get_options({})) {
    const std::string twin = TwinOf(*option);
    const char* const value = twin.empty() ? nullptr : std::getenv(twin.c_str());
    if (value == nullptr || *value == '\0' || !Applies(command, *option)) {
      continue;
    }
    try {
      Set(*option, value);
    } catch (const CLI::Error& error) {
      throw UsageError(fmt::format("{}: {}; see {} --help", twin,
                                   WithoutName(error.what(), *option), CallOf(command)));
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("{}: {}; see {} --help", twin, error.what(), CallOf(command)));
    }
    read.push_back({twin, "--" + option->get_lnames().front(), value});
  }
  RepeatGiven(command);
  return read;
}

std::string ShellText(const std::vector<ReadTwin>& variables) {
  std::string text;
  for (const ReadTwin& variable : variables) {
    text += fmt::format("{}={} ", variable.name, checker::ShellQuoted(variable.value));
  }
  return text;
}

std::string NamingVariables(std::string message, const std::vector<ReadTwin>& variables) {
  for (const ReadTwin& variable : variables) {
    std::size_t at = 0;
    while ((at = message.find(variable.option, at)) != std::string::npos) {
      const std::size_t end = at + variable.option.size();
      const bool is_whole =
          end == message.size() || (message[end] != '-' && std::isalnum(message[end]) == 0);
      if (is_whole) {
        message.replace(at, variable.option.size(), variable.name);
      }
      ++at;
    }
  }
  return message;
}

}  // namespace heddle::program
