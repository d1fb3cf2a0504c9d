// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "checker/process/shell_quoted.h"
#include "heddle/command_line/flag_words.h"
#include "heddle/command_line/help.h"
#include "heddle/exit_status.h"

namespace heddle::program {
namespace {

// What is said of one run, and not of all.
constexpr std::array<std::string_view, 23> kWithoutTwin = {
    "help",      "version",    "no-color",  // --color says that, too
    "fault",     "faults",     "models",   "repair", "change", "around",      "at",
    "any-build", "shards",     "output",   "json",   "html",   "file",        "table",
    "real",      "checkpoint", "resume",   "quick",  "ways",   "demand-paths"};

// What CLI11 says after the name of the option.
std::string WithoutName(const std::string& message, const CLI::Option& option) {
  const std::string name = option.get_name() + ": ";
  return message.starts_with(name) ? message.substr(name.size()) : message;
}

void SetByDefault(CLI::Option& option, const std::string& value) {
  if (IsFlag(option)) {
    RequireFlagWord(value);
    option.add_result(option.get_flag_value(option.get_lnames().front(), value));
  } else {
    option.add_result(value);
  }
  option.run_callback();
  option.clear();  // as if it had not been given
}

}  // namespace

std::string TwinOf(const CLI::Option& option) {
  if (option.get_lnames().empty()) {
    return {};
  }
  const std::string& name = option.get_lnames().front();
  if (std::ranges::find(kWithoutTwin, name) != kWithoutTwin.end()) {
    return {};
  }
  std::string twin = kTwinPrefix;
  for (const char letter : name) {
    twin += letter == '-' ? '_' : static_cast<char>(std::toupper(letter));
  }
  return twin;
}

std::string ReadEnvironment(CLI::App& command) {
  std::string read;
  for (CLI::Option* const option : command.get_options({})) {
    const std::string twin = TwinOf(*option);
    const char* const value = twin.empty() ? nullptr : std::getenv(twin.c_str());
    if (value == nullptr || *value == '\0') {
      continue;
    }
    try {
      SetByDefault(*option, value);
    } catch (const CLI::Error& error) {
      throw UsageError(fmt::format("{}: {}; see {} --help", twin,
                                   WithoutName(error.what(), *option), CallOf(command)));
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("{}: {}; see {} --help", twin, error.what(), CallOf(command)));
    }
    read += fmt::format("{}={} ", twin, checker::ShellQuoted(value));
  }
  return read;
}

}  // namespace heddle::program
