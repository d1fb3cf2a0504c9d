// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "heddle/build_info.h"
#include "heddle/commands/commands.h"
#include "heddle/file_names.h"
#include "heddle/oracle_names.h"
#include "heddle/run_options.h"
#include "heddle/trace_folder.h"

namespace heddle::program {
namespace {

constexpr char kFooter[] =
    "Exit status: 0 as expected; 1 a violation, a fault or finding that was not found, a control\n"
    "that was blamed, or a trace that does not lead where it did; 2 wrong usage or input; 3 a "
    "limit\n"
    "was reached first; 4 no result: an error inside the checker, or a program that is not "
    "deterministic.";

const CLI::Validator kNotEmpty(
    [](const std::string& text) {
      return text.empty() ? std::string("expected a value, not an empty one") : std::string();
    },
    "");

// What the command line sets. Of the commands one is chosen, and reads what it asked for.
struct Arguments {
  RunOptions options;
  std::string list;
  std::vector<std::string> models;
  std::string fault;
  std::string trace;
  std::string programs;
  bool any_build = false;
  std::size_t shards = 0;
  std::string output;
  std::string shard;
  std::vector<std::string> results;
  LitmusRequest litmus;

  std::function<ExitStatus()> chosen;
};

// `run` is called after the parsing, if the command is the one that was given.
CLI::App& AddCommand(CLI::App& app, const char* name, const char* description, Arguments& arguments,
                     std::function<ExitStatus()> run) {
  CLI::App* const command = app.add_subcommand(name, description);
  command->callback([&arguments, run = std::move(run)] { arguments.chosen = run; });
  return *command;
}

void AddBudget(CLI::App& command, RunOptions& options) {
  command.add_option("--time", options.seconds, "Stop each search after TIME, such as 30s or 2m")
      ->type_name("TIME")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}}))
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
  command
      .add_option(
          "--trace-dir", options.trace_folder,
          fmt::format("Keep the traces of violations in DIR (default {})", kDefaultTraceFolder))
      ->type_name("DIR")
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

void AddList(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "list", "List models, workloads, faults, findings, controls or strategies", arguments,
      [&arguments] { return List(arguments.list, arguments.options.revision); });
  command.add_option("what", arguments.list,
                     "models, workloads, faults, findings, controls or strategies; all of them if "
                     "left out");
  AddRevision(command, arguments.options);
}

void AddCheck(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "check", "Explore models; a violation is exit status 1, fault or no fault", arguments,
      [&arguments] { return CheckModels(arguments.models, arguments.fault, arguments.options); });
  command.add_option("model", arguments.models, "Names of models")->type_name("MODEL")->required();
  command.add_option("--fault", arguments.fault, "Put this fault into the design first")
      ->type_name("FAULT")
      ->check(kNotEmpty);
  AddWithout(command, arguments.options);
  AddStrategy(command, arguments.options);
  AddLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddCheckpoint(command, arguments.options);
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddRepro(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "repro",
      "Find a fault or a finding with as few preemptions as possible, and print the interleaving",
      arguments, [&arguments] { return Reproduce(arguments.fault, arguments.options); });
  command.add_option("fault", arguments.fault, "Name of the fault, finding or control")
      ->type_name("FAULT")
      ->required();
  AddLimits(command, arguments.options);
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddReplay(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "replay", "Have the execution of a trace file once more and print the interleaving",
      arguments, [&arguments] {
        return ReplayTrace(arguments.trace, arguments.any_build, arguments.options);
      });
  command.add_option("trace", arguments.trace, "A trace file")->type_name("FILE")->required();
  command.add_flag("--any-build", arguments.any_build,
                   "Also if another build has written it: it may lead elsewhere");
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddVerify(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      AddCommand(app, "verify", "Explore every model and find every fault, one line each",
                 arguments, [&arguments] { return Verify(arguments.options); });
  AddRevision(command, arguments.options);
  AddStrategy(command, arguments.options);
  AddLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddOutput(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddPlan(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      AddCommand(app, "plan", "Divide the search of a model into files for other machines",
                 arguments, [&arguments] {
                   return PlanShards(arguments.models.front(), arguments.fault, arguments.shards,
                                     arguments.output, arguments.options);
                 });
  command.add_option("model", arguments.models, "Name of a model")
      ->type_name("MODEL")
      ->required()
      ->expected(1);
  command.add_option("--shards", arguments.shards, "Into at least N shards, if it has as many")
      ->type_name("N")
      ->required()
      ->check(CLI::Range(1, 100000));
  command.add_option("-o,--output", arguments.output, "The folder, new or empty")
      ->type_name("DIR")
      ->required()
      ->check(kNotEmpty);
  command.add_option("--fault", arguments.fault, "Put this fault into the design first")
      ->type_name("FAULT")
      ->check(kNotEmpty);
  AddWithout(command, arguments.options);
  AddStrategy(command, arguments.options);
  command.add_flag("--quiet", arguments.options.quiet, "No line of progress");
}

void AddRun(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(app, "run", "Explore a shard of a plan", arguments, [&arguments] {
    return RunShardFile(arguments.shard, arguments.output, arguments.options);
  });
  command.add_option("shard", arguments.shard, "A shard")->type_name("FILE")->required();
  command
      .add_option("-o,--output", arguments.output,
                  "Write the result to FILE; at a limit what is left is put beside it")
      ->type_name("FILE")
      ->required()
      ->check(kNotEmpty);
  AddJobs(command, arguments.options);
  AddBudget(command, arguments.options);
  command.add_flag("--quiet", arguments.options.quiet, "No line of progress");
}

void AddMerge(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      AddCommand(app, "merge", "Put a plan and the results of its shards together", arguments,
                 [&arguments] { return MergeResults(arguments.results, arguments.options); });
  command.add_option("result", arguments.results, "plan.json and the results, in any order")
      ->type_name("FILE")
      ->required();
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddPrograms(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "programs", "Explore small programs and compare with what their file expects", arguments,
      [&arguments] { return RunPrograms(arguments.programs, arguments.options); });
  command.add_option("file", arguments.programs, "A file of programs (docs/formats.md)")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--strategy", arguments.options.strategy,
                  "How to explore: see `heddle list strategies` (default dpor)")
      ->type_name("S")
      ->check(kNotEmpty);
  command.add_option("--seed", arguments.options.seed, "Of random and pct:D (default 1)")
      ->type_name("N");
  AddLimits(command, arguments.options);
  command
      .add_option("--json", arguments.options.json, "Write the results to FILE (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddLitmus(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      AddCommand(app, "litmus", "Compare what the simulation shows with what C++ allows", arguments,
                 [&arguments] { return RunLitmus(arguments.litmus, arguments.options); });
  command.add_option("test", arguments.litmus.names, "Names of tests, to see all of each; or all")
      ->type_name("NAME");
  command.add_option("--file", arguments.litmus.file, "Tests of a file (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
  command
      .add_option("--depth", arguments.litmus.depth,
                  "A load may see a value that is up to N stores old (default: 1, and then 2)")
      ->type_name("N")
      ->check(CLI::Range(1, 2));
  command.add_flag("--table", arguments.litmus.table, "Print a table in Markdown");
  command.add_flag(
      "--real", arguments.litmus.real,
      "Run on real threads instead, for TIME in all (default 10s), and count outcomes");
  command
      .add_option("--strategy", arguments.options.strategy,
                  "How to explore: see `heddle list strategies` (default dpor)")
      ->type_name("S")
      ->check(kNotEmpty);
  command.add_option("--seed", arguments.options.seed, "Of random, pct:D and --real (default 1)")
      ->type_name("N");
  AddLimits(command, arguments.options);
  command
      .add_option("--json", arguments.options.json, "Write the results to FILE (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
}

// A search that goes on is allowed to bring the file up to date that it has begun with.
void RequireFilesOfTheirOwn(const Arguments& arguments) {
  const RunOptions& options = arguments.options;
  const bool is_renewed = options.checkpoint.empty() || options.checkpoint == options.resume;
  std::vector<NamedFile> inputs = {{"the shard", arguments.shard},
                                   {"the programs", arguments.programs},
                                   {"--file", arguments.litmus.file},
                                   {"--resume", is_renewed ? "" : options.resume}};
  for (const std::string& result : arguments.results) {
    inputs.push_back({"a result", result});
  }
  program::RequireFilesOfTheirOwn(
      {{"--json", options.json},
       {is_renewed ? "--resume" : "--checkpoint", is_renewed ? options.resume : options.checkpoint},
       {"--output", arguments.output}},
      inputs);
}

}  // namespace

std::function<ExitStatus()> ParseCommandLine(int argc, const char* const* argv) {
  const auto arguments = std::make_shared<Arguments>();
  for (int i = 1; i < argc; ++i) {
    arguments->options.command_line += (i > 1 ? " " : "") + std::string(argv[i]);
  }
  CLI::App app("Explores models of the Go runtime's scavenger, every interleaving of them.");
  app.footer(kFooter);
  app.set_version_flag("--version", fmt::format("heddle {} ({}, {}, relacy {})", kVersion, kCommit,
                                                kCompiler, kRelacy));
  app.require_subcommand(1);
  AddList(app, *arguments);
  AddCheck(app, *arguments);
  AddRepro(app, *arguments);
  AddReplay(app, *arguments);
  AddVerify(app, *arguments);
  AddPlan(app, *arguments);
  AddRun(app, *arguments);
  AddMerge(app, *arguments);
  AddPrograms(app, *arguments);
  AddLitmus(app, *arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) {
      throw UsageError(std::string(error.what()) + "; see heddle --help");
    }
    app.exit(error);  // --help, --version
    return [] { return kAsExpected; };
  }
  RequireFilesOfTheirOwn(*arguments);
  return [arguments] { return arguments->chosen(); };
}

}  // namespace heddle::program
