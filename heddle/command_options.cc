// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

#include "checker/relacy/simulation.h"
#include "heddle/necessity.h"
#include "heddle/oracle_names.h"
#include "heddle/seconds.h"
#include "heddle/trace_folder.h"

namespace heddle::program {

const CLI::Validator kNotEmpty(
    [](const std::string& text) {
      return text.empty() ? std::string("expected a value, not an empty one") : std::string();
    },
    "");

void AddBudget(CLI::App& command, RunOptions& options) {
  command.add_option("--time", options.seconds, "Stop each search after TIME, such as 30s or 2m")
      ->type_name("TIME")
      ->transform(AsSeconds())
      ->check(CLI::PositiveNumber);
  command.add_option("--executions", options.executions, "Stop each search after N executions")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command.add_option("--memory", options.bytes, "Stop at this much memory, such as 512M or 2G")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->type_name("SIZE")
      ->check(CLI::PositiveNumber);
}

void AddLimits(CLI::App& command, RunOptions& options) {
  AddBudget(command, options);
  command
      .add_option(
          "--max-steps", options.max_steps,
          fmt::format("An execution of more steps is a livelock (default {})", options.max_steps))
      ->type_name("N")
      ->check(CLI::Range(1U, checker::kMostSteps));
}

void AddCellLimits(CLI::App& command, RunOptions& options) {
  command
      .add_option("--executions", options.executions,
                  fmt::format("Stop each search after N executions (default {})", kCellExecutions))
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--time", options.seconds,
                  "Stop each search after TIME, such as 30s or 2m; what is found then depends on "
                  "the machine (default: no limit)")
      ->type_name("TIME")
      ->transform(AsSeconds())
      ->check(CLI::PositiveNumber);
  command
      .add_option("--max-steps", options.max_steps,
                  fmt::format("An execution of more steps is a livelock (default {})", kCellSteps))
      ->type_name("N")
      ->check(CLI::Range(1U, checker::kMostSteps));
  command.preparse_callback([&options](std::size_t /*arguments*/) {
    options.executions = kCellExecutions;
    options.max_steps = kCellSteps;
  });
}

void AddJobs(CLI::App& command, RunOptions& options) {
  command
      .add_option("--jobs", options.jobs,
                  "Explore in N processes; the result does not depend on how many")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
}

void AddCheckpoint(CLI::App& command, RunOptions& options) {
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
  command
      .add_option("--without", options.without,
                  fmt::format("Switch oracles off: {}", fmt::join(OracleNames(), ", ")))
      ->type_name("ORACLE")
      ->delimiter(',')
      ->check(kNotEmpty);
}

void AddRepairs(CLI::App& command, RunOptions& options) {
  command
      .add_option("--repair", options.repairs,
                  "Put the repairs of these findings in: see `heddle list findings`")
      ->type_name("FINDING")
      ->delimiter(',')
      ->check(kNotEmpty);
}

void AddStrategy(CLI::App& command, RunOptions& options) {
  command
      .add_option("--strategy", options.strategy,
                  "How to explore: see `heddle list strategies` (default dpor)")
      ->type_name("S")
      ->check(kNotEmpty);
  command.add_flag("--prune,!--no-prune", options.prune,
                   "Skip a load of an older value where an earlier load shows the same (default)");
  command
      .add_option(
          "--depth", options.depth,
          fmt::format("A load may see a value that is up to N stores old, 1 or 2 (default {})",
                      options.depth))
      ->type_name("N")
      ->check(CLI::Range(1, 2));
  command.add_option("--seed", options.seed, "Of random and pct:D (default 1)")->type_name("N");
  command.add_flag("--all", options.all_violations,
                   "Go on after a violation, until one of each kind has been seen");
  command.add_flag("--count-traces", options.count_traces,
                   "Count the executions that differ in more than the order of what commutes");
}

void AddOutput(CLI::App& command, RunOptions& options) {
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
  command
      .add_option("--html", options.html,
                  fmt::format("Write {} to FILE, a page for a browser that needs no other", what))
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddFull(CLI::App& command, RunOptions& options) {
  command.add_flag("--full", options.full, "Print interleavings whole, however long");
}

void AddPrinting(CLI::App& command, RunOptions& options) {
  command.add_flag("--quiet", options.quiet, "Print results, no interleavings");
  command.add_flag("--no-color", options.no_color, "Plain text on a terminal too");
}

void AddRevision(CLI::App& command, RunOptions& options) {
  command
      .add_option("--revision", options.revision,
                  "Only what is of this revision of the scavenger: R1, R2, R3 or R4")
      ->type_name("R")
      ->check(kNotEmpty);
}

}  // namespace heddle::program
