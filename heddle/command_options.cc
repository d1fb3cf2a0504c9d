// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>

#include "checker/relacy/simulation.h"
#include "heddle/byte_count.h"
#include "heddle/decimal.h"
#include "heddle/necessity.h"
#include "heddle/oracle_names.h"
#include "heddle/seconds.h"
#include "heddle/subject.h"
#include "heddle/trace_folder.h"

namespace heddle::program {

const CLI::Validator kNotEmpty(
    [](const std::string& text) {
      return text.empty() ? std::string("expected a value, not an empty one") : std::string();
    },
    "");

CLI::Validator Accepted(std::function<void(const std::string&)> use) {
  return {[use = std::move(use)](const std::string& text) {
            use(text);
            return std::string();
          },
          ""};
}

CLI::Validator IsOneOf(std::vector<std::string> words) {
  return {[words = std::move(words)](const std::string& text) {
            return std::ranges::find(words, text) != words.end()
                       ? std::string()
                       : fmt::format("expected one of {}, found '{}'", fmt::join(words, ", "),
                                     text);
          },
          ""};
}

void BeginGroup(CLI::App& command, const char* group) { command.option_defaults()->group(group); }

void AddBudget(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kLimits);
  command.add_option("--time", options.seconds, "Stop each search after TIME, such as 30s or 2m")
      ->type_name("TIME")
      ->transform(AsSeconds());
  command.add_option("--executions", options.executions, "Stop each search after N executions")
      ->type_name("N")
      ->transform(AsDecimal(1));
  command.add_option("--memory", options.bytes, "Stop at this much memory, such as 512M or 2G")
      ->type_name("SIZE")
      ->transform(AsByteCount());
}

void AddLimits(CLI::App& command, RunOptions& options) {
  AddBudget(command, options);
  command
      .add_option(
          "--max-steps", options.max_steps,
          fmt::format("An execution of more steps is a livelock (default {})", options.max_steps))
      ->type_name("N")
      ->transform(AsDecimal(1, checker::kMostSteps));
}

void AddCellLimits(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kLimits);
  command
      .add_option("--executions", options.executions,
                  fmt::format("Stop each search after N executions (default {})", kCellExecutions))
      ->type_name("N")
      ->transform(AsDecimal(1));
  command
      .add_option("--time", options.seconds,
                  "Stop each search after TIME, such as 30s or 2m; what is found then depends on "
                  "the machine (default: no limit)")
      ->type_name("TIME")
      ->transform(AsSeconds());
  command
      .add_option("--max-steps", options.max_steps,
                  fmt::format("An execution of more steps is a livelock (default {})", kCellSteps))
      ->type_name("N")
      ->transform(AsDecimal(1, checker::kMostSteps));
}

void SetCellLimits(RunOptions& options) {
  options.executions = kCellExecutions;
  options.max_steps = kCellSteps;
}

void AddJobs(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kLimits);
  command
      .add_option("--jobs", options.jobs,
                  "Explore in N processes; the result does not depend on how many")
      ->type_name("N")
      ->transform(AsDecimal(1, 256));
}

void AddCheckpoint(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kLimits);
  command
      .add_option("--checkpoint", options.checkpoint,
                  "Write what is left at a limit, or when interrupted, to FILE")
      ->type_name("FILE")
      ->check(kNotEmpty);
  command
      .add_option("--resume", options.resume,
                  "Go on with what is left in FILE, and bring it up to date if that is not all")
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddWithout(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kWhat);
  command
      .add_option("--without", options.without,
                  fmt::format("Switch oracles off: {}", fmt::join(OracleNames(), ", ")))
      ->type_name("ORACLE,...")
      ->delimiter(',')
      ->check(kNotEmpty)
      ->check(Accepted([](const std::string& name) { OraclesWithout({name}); }));
}

void AddRepairs(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kWhat);
  command
      .add_option("--repair", options.repairs,
                  "Put the repairs of these findings in: see `heddle list findings`")
      ->type_name("FINDING,...")
      ->delimiter(',')
      ->check(kNotEmpty);
}

void AddStrategyName(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kHow);
  command
      .add_option("--strategy", options.strategy,
                  "How to explore: see `heddle list strategies` (default dpor)")
      ->type_name("S")
      ->check(kNotEmpty)
      ->check(Accepted([](const std::string& name) { StrategyNamed(name); }));
}

void AddSeed(CLI::App& command, RunOptions& options, const std::string& description) {
  BeginGroup(command, kHow);
  command.add_option("--seed", options.seed, description)->type_name("N")->transform(AsDecimal());
}

void AddStrategy(CLI::App& command, RunOptions& options) {
  AddStrategyName(command, options);
  command.add_flag("--prune,!--no-prune", options.prune,
                   "Skip a load of an older value where an earlier load shows the same (default)");
  command
      .add_option(
          "--depth", options.depth,
          fmt::format("A load may see a value that is up to N stores old, 1 or 2 (default {})",
                      options.depth))
      ->type_name("N")
      ->transform(AsDecimal(1, 2));
  AddSeed(command, options, "Of random and pct:D (default 1)");
  command.add_flag("--all", options.all_violations,
                   "Go on after a violation, until one of each kind has been seen");
  command.add_flag("--count-traces", options.count_traces,
                   "Count the executions that differ in more than the order of what commutes");
}

void AddOutput(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kOutput);
  command.add_option("--json", options.json, "Write the results to FILE (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
  AddJunit(command, options);
  command
      .add_option(
          "--trace-dir", options.trace_folder,
          fmt::format("Keep the traces of violations in DIR (default {})", kDefaultTraceFolder))
      ->type_name("DIR")
      ->check(kNotEmpty);
}

void AddJunit(CLI::App& command, RunOptions& options) {
  command
      .add_option("--junit", options.junit,
                  "Write the results to FILE as JUnit XML, a case for each")
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddSarif(CLI::App& command, RunOptions& options) {
  command
      .add_option("--sarif", options.sarif,
                  "Write the violations to FILE as SARIF 2.1.0, with their interleavings")
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddTraceEvent(CLI::App& command, RunOptions& options) {
  command
      .add_option("--trace-event", options.trace_event,
                  "Write the first violation to FILE as trace events, which Perfetto shows")
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddHtml(CLI::App& command, RunOptions& options, const std::string& what) {
  BeginGroup(command, kOutput);
  command
      .add_option("--html", options.html,
                  fmt::format("Write {} to FILE, a page for a browser that needs no other", what))
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddFull(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kOutput);
  command.add_flag("--full", options.full, "Print interleavings whole, however long");
}

void AddQuiet(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kOutput);
  command.add_flag("--quiet", options.quiet, "No line of progress");
}

void AddPrinting(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kOutput);
  command.add_flag("--quiet", options.quiet, "Print results, no interleavings");
  command
      .add_option("--color", options.color,
                  "auto (the default: on a terminal), always or never; --no-color is never")
      ->type_name("WHEN")
      ->check(IsOneOf({"auto", "always", "never"}));
  command
      .add_flag_callback(
          "--no-color", [&options] { options.color = "never"; }, "Plain text on a terminal too")
      ->group("");
}

void AddRevision(CLI::App& command, RunOptions& options) {
  BeginGroup(command, kWhat);
  command
      .add_option("--revision", options.revision,
                  "Only what is of this revision of the scavenger: R1, R2, R3 or R4")
      ->type_name("R")
      ->check(kNotEmpty)
      ->check(Accepted([](const std::string& name) { RevisionFilter{name}; }));
}

}  // namespace heddle::program
