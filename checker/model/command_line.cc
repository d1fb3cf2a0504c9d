// SPDX-License-Identifier: BSD-3-Clause

#include "checker/model/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include "checker/process/shell_quoted.h"
#include "checker/report/near_names.h"
#include "checker/search/strategy_name.h"

namespace heddle::checker {
namespace {

constexpr std::array<std::string_view, 5> kOptions = {"--strategy", "--executions", "--time",
                                                      "--seed", "--trace-dir"};

std::uint64_t WholeNumberIn(std::string_view option, std::string_view text,
                            std::uint64_t least = 0) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) {
    throw ModelUsageError(fmt::format("{}: expected a whole number, found '{}'", option, text));
  }
  if (number < least) {
    throw ModelUsageError(fmt::format("{}: expected at least {}, found '{}'", option, least, text));
  }
  return number;
}

// "30s", "2m", "1h", or a number of seconds.
double SecondsIn(std::string_view option, std::string_view text) {
  struct Unit {
    char letter;
    double seconds;
  };
  static constexpr std::array kUnits = {Unit{'s', 1}, Unit{'m', 60}, Unit{'h', 3600}};
  double seconds = 0;
  const char* const end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  if (error == std::errc() && rest != end) {
    const auto* const unit = std::ranges::find(kUnits, *rest, &Unit::letter);
    if (unit != kUnits.end()) {
      seconds *= unit->seconds;
      ++rest;
    }
  }
  if (error != std::errc() || rest != end || !std::isfinite(seconds) || seconds <= 0) {
    throw ModelUsageError(
        fmt::format("{}: expected a time such as 30s or 2m, found '{}'", option, text));
  }
  return seconds;
}

StrategyName StrategyIn(std::string_view text) {
  const auto strategy = ParseStrategyName(text);
  if (!strategy) {
    std::string names;
    for (const StrategyDescription& description : StrategyDescriptions()) {
      names += names.empty() ? "" : ", ";
      names += description.name;
    }
    throw ModelUsageError(fmt::format("unknown strategy '{}'; expected one of {}", text, names));
  }
  return *strategy;
}

void RequireOption(std::string_view name) {
  if (std::ranges::find(kOptions, name) == kOptions.end()) {
    const auto near = NearNames(name, {kOptions.begin(), kOptions.end()});
    throw ModelUsageError(
        near.empty()
            ? fmt::format("unknown option '{}'; --help has those that there are", name)
            : fmt::format("unknown option '{}'; did you mean {}?", name, fmt::join(near, " or ")));
  }
}

void SetOption(std::string_view option, std::string_view value, ModelCommand& command) {
  if (option == "--strategy") {
    command.check.strategy = StrategyIn(value);
  } else if (option == "--executions") {
    command.check.max_executions = WholeNumberIn(option, value, 1);
  } else if (option == "--time") {
    command.check.max_seconds = SecondsIn(option, value);
  } else if (option == "--seed") {
    command.check.seed = WholeNumberIn(option, value);
  } else {
    command.trace_folder = value;
  }
}

// The option that `arguments` begins with; its value is what comes after "=", or the next of them,
// which is left to be the first then.
void TakeOption(std::span<const char* const>& arguments, ModelCommand& command) {
  const std::string_view argument = arguments[0];
  const std::size_t equals = argument.find('=');
  const std::string_view name = argument.substr(0, equals);
  if (command.kind != ModelCommand::Kind::kCheck) {
    throw ModelUsageError(fmt::format("unexpected option '{}': options are for check", name));
  }
  RequireOption(name);
  if (equals != std::string_view::npos) {
    SetOption(name, argument.substr(equals + 1), command);
    return;
  }
  if (arguments.size() == 1) {
    throw ModelUsageError(fmt::format("expected a value after {}", name));
  }
  arguments = arguments.subspan(1);
  SetOption(name, arguments[0], command);
}

// Not a command. A model may be what it names.
[[noreturn]] void RefuseCommand(std::string_view name, const std::vector<std::string>& models) {
  std::vector<std::string> meant;
  if (std::ranges::find(models, name) != models.end()) {
    meant.push_back("check " + ShellQuoted(name));
  } else {
    meant = NearNames(name, {"check", "list", "replay"});
    for (const std::string& model : NearNames(name, models)) {
      meant.push_back("check " + ShellQuoted(model));
    }
  }
  throw ModelUsageError(
      meant.empty()
          ? fmt::format("unknown command '{}'; expected check, list or replay", name)
          : fmt::format("unknown command '{}'; did you mean {}?", name, fmt::join(meant, " or ")));
}

// What its first argument says; the rest is in `arguments` then.
ModelCommand::Kind TakeKind(std::span<const char* const>& arguments,
                            const std::vector<std::string>& models) {
  struct Entry {
    std::string_view name;
    ModelCommand::Kind kind;
  };
  static constexpr std::array kEntries = {Entry{"check", ModelCommand::Kind::kCheck},
                                          Entry{"list", ModelCommand::Kind::kList},
                                          Entry{"replay", ModelCommand::Kind::kReplay}};
  if (arguments.empty() || std::string_view(arguments[0]).starts_with('-')) {
    return ModelCommand::Kind::kCheck;
  }
  const auto* const entry = std::ranges::find(kEntries, arguments[0], &Entry::name);
  if (entry == kEntries.end()) {
    RefuseCommand(arguments[0], models);
  }
  arguments = arguments.subspan(1);
  return entry->kind;
}

}  // namespace

ModelCommand ParseModelCommand(std::span<const char* const> arguments,
                               const std::vector<std::string>& models) {
  ModelCommand command;
  for (const std::string_view argument : arguments) {
    if (argument == "--help" || argument == "-h") {
      command.kind = ModelCommand::Kind::kHelp;
      return command;
    }
  }
  command.kind = TakeKind(arguments, models);
  for (; !arguments.empty(); arguments = arguments.subspan(1)) {
    if (std::string_view(arguments[0]).starts_with('-')) {
      TakeOption(arguments, command);
    } else {
      command.models.emplace_back(arguments[0]);
    }
  }
  if (command.kind == ModelCommand::Kind::kReplay) {
    if (command.models.size() != 1) {
      throw ModelUsageError("expected one trace file after replay");
    }
    command.trace = command.models.front();
  } else if (command.kind == ModelCommand::Kind::kList && !command.models.empty()) {
    throw ModelUsageError("expected nothing after list");
  }
  return command;
}

std::string ModelUsage(std::string_view program) {
  std::string usage = fmt::format(
      "{0} [check [MODEL...]] [OPTION VALUE]...   explores models; all, if none is named\n"
      "{0} list                                   names them\n"
      "{0} replay TRACE                           has a violation once more\n"
      "\n"
      "  --strategy S      how to explore:\n",
      program);
  for (const StrategyDescription& description : StrategyDescriptions()) {
    usage += fmt::format("      {:<15} {}\n", description.name, description.sentence);
  }
  return usage +
         "  --executions N    stop after so many executions of a model\n"
         "  --time T          stop after so long with a model: 30s, 2m\n"
         "  --seed N          of random and pct (1)\n"
         "  --trace-dir DIR   where traces of violations go (heddle-traces)\n";
}

}  // namespace heddle::checker
