// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "heddle/build_info.h"
#include "heddle/command_options.h"
#include "heddle/commands/commands.h"
#include "heddle/file_names.h"
#include "heddle/run_options.h"

namespace heddle::program {
namespace {

constexpr char kFooter[] =
    "Exit status: 0 as expected; 1 a violation, a fault or finding that was not found, a control\n"
    "that was blamed, or a trace that does not lead where it did; 2 wrong usage or input; 3 a "
    "limit\n"
    "was reached first; 4 no result: an error inside the checker, or a program that is not "
    "deterministic.";

constexpr char kFaultHelp[] =
    "Put this into the design first: a fault, or drop:DECISION, skip:STEP, weaken:ACCESS=ORDER";

constexpr char kFirstViolation[] = "the first violation";

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
  MatrixRequest matrix;
  StressRequest stress;
  std::vector<std::string> explained;

  std::function<ExitStatus()> chosen;
};

// `run` is called after the parsing, if the command is the one that was given.
CLI::App& AddCommand(CLI::App& app, const char* name, const char* description, Arguments& arguments,
                     std::function<ExitStatus()> run) {
  CLI::App* const command = app.add_subcommand(name, description);
  command->callback([&arguments, run = std::move(run)] { arguments.chosen = run; });
  return *command;
}

void AddList(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "list",
      "List models, operations, workloads, faults, findings, controls, decisions or strategies",
      arguments, [&arguments] { return List(arguments.list, arguments.options.revision); });
  command.add_option("what", arguments.list,
                     "models, operations, workloads, faults, findings, controls, decisions (steps "
                     "and accesses too) or strategies; all of them if left out");
  AddRevision(command, arguments.options);
}

void AddCheck(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "check", "Explore models; a violation is exit status 1, fault or no fault", arguments,
      [&arguments] { return CheckModels(arguments.models, arguments.fault, arguments.options); });
  command.add_option("model", arguments.models, "Names of models")->type_name("MODEL")->required();
  command.add_option("--fault", arguments.fault, kFaultHelp)->type_name("FAULT")->check(kNotEmpty);
  AddRepairs(command, arguments.options);
  AddWithout(command, arguments.options);
  AddStrategy(command, arguments.options);
  AddLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddCheckpoint(command, arguments.options);
  AddOutput(command, arguments.options);
  AddSarif(command, arguments.options);
  AddTraceEvent(command, arguments.options);
  AddHtml(command, arguments.options, kFirstViolation);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddRepro(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "repro",
      "Find a fault or a finding with as few preemptions as possible, and print the interleaving",
      arguments, [&arguments] { return Reproduce(arguments.fault, arguments.options); });
  command
      .add_option("fault", arguments.fault,
                  "Name of the fault, finding or control, or drop:DECISION, ...")
      ->type_name("FAULT")
      ->required();
  AddLimits(command, arguments.options);
  AddOutput(command, arguments.options);
  AddSarif(command, arguments.options);
  AddTraceEvent(command, arguments.options);
  AddHtml(command, arguments.options, kFirstViolation);
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
  AddSarif(command, arguments.options);
  AddTraceEvent(command, arguments.options);
  AddHtml(command, arguments.options, "the violation");
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddVerify(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      AddCommand(app, "verify", "Explore every model and find every fault, one line each",
                 arguments, [&arguments] { return Verify(arguments.options); });
  AddRevision(command, arguments.options);
  CLI::Option* const quick = command.add_flag("--quick");
  quick->description("Only what takes seconds (default)");
  command
      .add_flag("--deep", arguments.options.deep,
                "Models that take minutes, too; see --jobs and --time")
      ->excludes(quick);
  AddStrategy(command, arguments.options);
  AddLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddOutput(command, arguments.options);
  AddSarif(command, arguments.options);
  AddHtml(command, arguments.options, "the results");
  AddPrinting(command, arguments.options);
}

void AddMatrix(CLI::App& app, Arguments& arguments) {
  MatrixRequest& request = arguments.matrix;
  CLI::App& command = AddCommand(
      app, "matrix", "Put every fault, and every decision taken out, into every model", arguments,
      [&arguments] { return ShowMatrix(arguments.matrix, arguments.options); });
  command.add_option("--models", request.models, "Only these models")
      ->type_name("MODEL,...")
      ->delimiter(',')
      ->check(kNotEmpty);
  command
      .add_option("--faults", request.faults,
                  "Only these: faults, drop:DECISION, skip:STEP, weaken:ACCESS=ORDER")
      ->type_name("FAULT,...")
      ->delimiter(',')
      ->check(kNotEmpty);
  AddRevision(command, arguments.options);
  command
      .add_option("--ways", request.ways,
                  "Strategies to compare with dpor (default random, bounded:0 to bounded:2, "
                  "relacy-full, relacy-bound:2)")
      ->type_name("S,...")
      ->delimiter(',')
      ->check(kNotEmpty);
  command
      .add_option("--budget", request.budget,
                  "Executions that each of these has for a cell (default: as many as dpor takes "
                  "for the model as shipped)")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command.add_option("--seed", arguments.options.seed, "Of random and pct:D (default 1)")
      ->type_name("N");
  AddCellLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  command
      .add_option("--json", arguments.options.json, "Write the matrix to FILE (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
  AddJunit(command, arguments.options);
  AddHtml(command, arguments.options, "the matrix");
  command.add_flag("--quiet", arguments.options.quiet, "Print what it comes to, no matrix");
}

void AddExplain(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "explain", "Say what decisions are, where they are taken, and what breaks without them",
      arguments, [&arguments] { return ExplainNames(arguments.explained, arguments.options); });
  command.add_option("name", arguments.explained, "Names of decisions, steps, accesses or faults")
      ->type_name("NAME")
      ->required();
  AddCellLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
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
  command.add_option("--fault", arguments.fault, kFaultHelp)->type_name("FAULT")->check(kNotEmpty);
  AddRepairs(command, arguments.options);
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
  AddJunit(command, arguments.options);
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
  AddJunit(command, arguments.options);
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
  AddJunit(command, arguments.options);
}

void AddStress(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app, "stress", "Run real threads on a heap of the system's memory, watched by oracles",
      arguments, [&arguments] { return RunStressTest(arguments.stress); });
  command.add_option("--fault", arguments.stress.fault, kFaultHelp)
      ->type_name("FAULT")
      ->check(kNotEmpty);
  CLI::Option* const around =
      command.add_option("--around", arguments.stress.around,
                         "Delay threads where those of this trace were overtaken, with its fault "
                         "in its revision");
  around->type_name("TRACE")->check(kNotEmpty);
  command
      .add_flag("--any-build", arguments.stress.any_build,
                "Also if another build has written the trace: it may lead elsewhere")
      ->needs(around);
  stress::AddArguments(command, arguments.stress.arguments);
  around->excludes(command.get_option("--perturb"));
}

// A search that goes on is allowed to bring the file up to date that it has begun with.
void RequireFilesOfTheirOwn(const Arguments& arguments) {
  const RunOptions& options = arguments.options;
  const bool is_renewed = options.checkpoint.empty() || options.checkpoint == options.resume;
  std::vector<NamedFile> inputs = {{"the shard", arguments.shard},
                                   {"the programs", arguments.programs},
                                   {"--file", arguments.litmus.file},
                                   {"--trace-dir", options.trace_folder},
                                   {"--resume", is_renewed ? "" : options.resume}};
  for (const std::string& result : arguments.results) {
    inputs.push_back({"a result", result});
  }
  program::RequireFilesOfTheirOwn(
      {{"--json", options.json},
       {"--junit", options.junit},
       {"--sarif", options.sarif},
       {"--trace-event", options.trace_event},
       {"--html", options.html},
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
  AddMatrix(app, *arguments);
  AddExplain(app, *arguments);
  AddPlan(app, *arguments);
  AddRun(app, *arguments);
  AddMerge(app, *arguments);
  AddPrograms(app, *arguments);
  AddLitmus(app, *arguments);
  AddStress(app, *arguments);
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
