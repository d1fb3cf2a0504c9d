// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/again.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "checker/process/shell_quoted.h"
#include "checker/search/limits.h"
#include "checker/search/search_in_parts.h"

namespace heddle::program {
namespace {

using checker::ResultEntry;
using checker::ShellQuoted;
using checker::ShellQuotedPath;

// Where a search that has not kept what is left of it could keep that: a name that nothing has.
std::string FreeCheckpoint(const ResultEntry& entry) {
  std::string model = entry.model;
  std::ranges::replace(model, '/', '-');
  std::error_code none;
  for (int number = 1;; ++number) {
    std::string name =
        fmt::format("{}.rest{}.json", model, number == 1 ? "" : fmt::format("-{}", number));
    if (!std::filesystem::exists(name, none)) {
      return name;
    }
  }
}

std::string& Last() {
  static std::string last;
  return last;
}

bool IsCommand(std::string_view name, const RunOptions& options) {
  return !options.arguments.empty() && options.arguments.front() == name;
}

std::string Line(const RunOptions& options, const std::vector<std::string>& arguments) {
  std::string line = options.environment + "heddle";
  for (const std::string& argument : arguments) {
    line += " " + ShellQuoted(argument);
  }
  return line;
}

// Without an option and its value: "--name value", "--name=value", "-n value", "-nvalue".
std::vector<std::string> Without(const std::string& name, const std::vector<std::string>& all) {
  const bool is_letter = !name.starts_with("--");
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == name) {
      ++i;
    } else if (!all[i].starts_with(is_letter ? name : name + "=")) {
      arguments.push_back(all[i]);
    }
  }
  return arguments;
}

// Before "--", behind which there are no options.
std::vector<std::string> With(const std::string& name, const std::string& value,
                              std::vector<std::string> arguments) {
  arguments.insert(std::ranges::find(arguments, "--"), {name, value});
  return arguments;
}

std::string TraceOf(const ResultEntry& entry) {
  const auto kept = std::ranges::find_if(entry.trace_files,
                                         [](const std::string& file) { return !file.empty(); });
  return kept == entry.trace_files.end() ? std::string() : *kept;
}

// One search of many, by itself.
std::string Alone(const ResultEntry& entry) {
  switch (entry.kind) {
    case ResultEntry::Kind::kModel:
      return "heddle check " + ShellQuoted(entry.name);
    case ResultEntry::Kind::kLitmus:
      return "heddle litmus " + ShellQuoted(entry.name);
    case ResultEntry::Kind::kFinding:
      if (!entry.repairs.empty()) {
        return fmt::format("heddle check {0} --fault {1} --repair {1}", ShellQuoted(entry.model),
                           ShellQuoted(entry.name));
      }
      [[fallthrough]];
    default:
      return "heddle repro " + ShellQuoted(entry.name);
  }
}

// Of `heddle check`, which alone can go on.
std::string GoingOn(const checker::Report& report, const ResultEntry& stopped,
                    const RunOptions& options) {
  const std::string& file = options.checkpoint.empty() ? options.resume : options.checkpoint;
  if (!file.empty()) {
    return GoingOnWith(file, options);
  }
  if (report.entries.size() > 1 || !checker::CanBeDivided(stopped.check.strategy)) {
    return SameAgain(options);
  }
  std::fflush(stdout);
  std::fputs(
      "heddle: nothing is kept of this search; with --checkpoint another run goes on with "
      "it:\n",
      stderr);
  return Line(options, With("--checkpoint", FreeCheckpoint(stopped), options.arguments));
}

}  // namespace

std::string SameAgain(const RunOptions& options) { return Line(options, options.arguments); }

std::string GoingOnWith(const std::string& file, const RunOptions& options) {
  return Line(options, With("--resume", checker::NoOption(file),
                            Without("--resume", Without("--checkpoint", options.arguments))));
}

std::string CheckedWhole(const RunOptions& options) {
  std::vector<std::string> arguments =
      Without("-o", Without("--output", Without("--shards", options.arguments)));
  *std::ranges::find(arguments, "plan") = "check";
  return Line(options, arguments);
}

std::string SameAgainWithSeed(std::uint64_t seed, const RunOptions& options) {
  return Line(options, With("--seed", std::to_string(seed), options.arguments));
}

std::string ShownBy(const checker::Report& report, const RunOptions& options) {
  // There is no result, whatever else was found, and what is left says nothing of what was lost.
  if (std::ranges::any_of(report.entries,
                          [](const ResultEntry& entry) { return !entry.check.lost.empty(); })) {
    return SameAgain(options);
  }
  const auto unexpected = std::ranges::find_if(report.entries, [](const ResultEntry& entry) {
    return !entry.AsExpected() && !entry.Undecided();
  });
  if (unexpected != report.entries.end()) {
    const std::string trace = TraceOf(*unexpected);
    return !trace.empty()                 ? "heddle replay " + ShellQuotedPath(trace)
           : IsCommand("verify", options) ? Alone(*unexpected)
                                          : SameAgain(options);
  }
  const auto undecided = std::ranges::find_if(report.entries, &ResultEntry::Undecided);
  if (undecided == report.entries.end()) {
    return SameAgain(options);
  }
  return IsCommand("check", options) ? GoingOn(report, *undecided, options)
         : IsCommand("verify", options) && checker::stop_requested == 0 ? Alone(*undecided)
                                                                        : SameAgain(options);
}

void EndWith(const std::string& command) { Last() = command; }

// What ended the run may be that there is no memory.
void PrintEnd() {
  std::fflush(stdout);
  if (!Last().empty()) {
    std::fputs(Last().c_str(), stderr);
    std::fputs("\n", stderr);
  }
}

}  // namespace heddle::program
