// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checker/process/shell_quoted.h"
#include "heddle/again.h"
#include "heddle/build_info.h"
#include "heddle/command_line/arguments.h"
#include "heddle/command_line/environment.h"
#include "heddle/command_line/flag_words.h"
#include "heddle/command_line/help.h"
#include "heddle/command_line/mistakes.h"
#include "heddle/command_options.h"
#include "heddle/commands/commands.h"
#include "heddle/decimal.h"
#include "heddle/necessity.h"
#include "heddle/run_options.h"

namespace heddle::program {
namespace {

constexpr char kDescription[] =
    "Explores models of the Go runtime's scavenger, every interleaving of them";

constexpr char kStatuses[] =
    "0 as expected; 1 a violation, a fault or finding that was not found, a control that was "
    "blamed, or a trace that does not lead where it did; 2 wrong usage or input; 3 a limit was "
    "reached first; 4 no result: an error inside the checker, or a program that is not "
    "deterministic.";
constexpr char kEnvironment[] =
    "HEDDLE_ and the name of an option in capitals, such as HEDDLE_TRACE_DIR, says what it is "
    "where the command line does not; NO_COLOR and TERM=dumb are honored.";
constexpr char kMore[] = "heddle help COMMAND says the rest, and heddle man all of it.";

constexpr char kFirstViolation[] = "the first violation";

constexpr char kLook[] = "Look";
constexpr char kSearch[] = "Search";
constexpr char kCompare[] = "Compare";

void AddJson(CLI::App& command, Arguments& arguments, const std::string& what) {
  BeginGroup(command, kOutput);
  command
      .add_option("--json", arguments.options.json,
                  fmt::format("Write {} to FILE (docs/formats.md)", what))
      ->type_name("FILE")
      ->check(kNotEmpty);
}

void AddList(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "list",
       .group = kLook,
       .description = "List models, operations, workloads, faults, findings, controls, decisions "
                      "or strategies",
       .examples = "heddle list models --revision R4\nheddle list decisions",
       .statuses = "0 listed; 2 wrong usage"},
      arguments, [&arguments] { return List(arguments.list, arguments.options.revision); });
  command
      .add_option("what", arguments.list,
                  "models, operations, workloads, faults, findings, controls, decisions (steps "
                  "and accesses too) or strategies; all of them if left out")
      ->type_name("LIST");
  AddRevision(command, arguments.options);
}

void AddCheck(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "check",
       .group = kSearch,
       .description = "Explore models; a violation is exit status 1, fault or no fault",
       .examples = "heddle check allocate-free-scavenge --fault claim-none\n"
                   "heddle check pair/allocate+free --jobs 2 --time 10m --checkpoint rest.json",
       .statuses = "0 no violation; 1 a violation; 2 wrong usage; 3 a limit came first; 4 no "
                   "result"},
      arguments,
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
      app,
      {.name = "repro",
       .group = kSearch,
       .description = "Find a fault or a finding with as few preemptions as possible, and print "
                      "it",
       .examples = "heddle repro gen-no-check-on-unreserve\nheddle repro drop:many-generations",
       .statuses = "0 found, or a control that is silent; 1 not so; 2 wrong usage; 3 a limit came "
                   "first; 4 no result"},
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
      app,
      {.name = "replay",
       .group = kLook,
       .description = "Have the execution of a trace file once more and print the interleaving",
       .examples = "heddle replay heddle-traces/TRACE.json --full",
       .statuses = "0 reproduced; 1 it leads elsewhere; 2 wrong usage or input; 4 no result"},
      arguments, [&arguments] {
        return ReplayTrace(arguments.trace, arguments.any_build, arguments.options);
      });
  command.add_option("trace", arguments.trace, "A trace file")->type_name("TRACE")->required();
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
      AddCommand(app,
                 {.name = "verify",
                  .group = kSearch,
                  .description = "Explore every model and find every fault, one line each",
                  .examples = "heddle verify --json results.json --html results.html\n"
                              "heddle verify --deep --jobs 2 --time 5m",
                  .statuses = "0 all as expected; 1 not so; 2 wrong usage; 3 a limit came first; "
                              "4 no result"},
                 arguments, [&arguments] { return Verify(arguments.options); });
  AddRevision(command, arguments.options);
  CLI::Option* const quick = command.add_flag_callback(
      "--quick", [&arguments] { arguments.options.deep = false; },
      "Only what takes seconds (default)");
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
      app,
      {.name = "matrix",
       .group = kCompare,
       .description = "Put every fault, and every decision taken out, into every model",
       .examples =
           "heddle matrix --html matrix.html\n"
           "heddle matrix --models allocate-free-scavenge --faults claim-none,claim-no-lock",
       .statuses = "0 each fault is found in its model; 1 not so; 2 wrong usage; 3 a limit came "
                   "first; 4 no result"},
      arguments, [&arguments] { return ShowMatrix(arguments.matrix, arguments.options); },
      [&arguments] { SetCellLimits(arguments.options); });
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
  BeginGroup(command, kHow);
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
      ->transform(AsDecimal(1));
  AddSeed(command, arguments.options, "Of random and pct:D (default 1)");
  AddCellLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddJson(command, arguments, "the matrix");
  AddJunit(command, arguments.options);
  AddHtml(command, arguments.options, "the matrix");
  command.add_flag("--quiet", arguments.options.quiet, "Print what it comes to, no matrix");
}

void AddExplain(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "explain",
       .group = kLook,
       .description = "Say what decisions are, where they are taken, and what breaks without them",
       .examples = "heddle explain unreserve-checks-generation",
       .statuses = "0 explained; 1 a model fails as shipped; 2 wrong usage; 4 no result"},
      arguments, [&arguments] { return ExplainNames(arguments.explained, arguments.options); },
      [&arguments] { SetCellLimits(arguments.options); });
  command.add_option("name", arguments.explained, "Names of decisions, steps, accesses or faults")
      ->type_name("NAME")
      ->required();
  AddCellLimits(command, arguments.options);
  AddJobs(command, arguments.options);
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddPrograms(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "programs",
       .group = kCompare,
       .description = "Explore small programs and compare with what their file expects",
       .examples = "heddle programs tests/data/programs/programs.json --strategy dfs",
       .statuses = "0 as expected; 1 not so; 2 wrong usage or input; 3 a limit came first; 4 no "
                   "result"},
      arguments, [&arguments] { return RunPrograms(arguments.programs, arguments.options); });
  command.add_option("file", arguments.programs, "A file of programs (docs/formats.md)")
      ->type_name("FILE")
      ->required();
  AddStrategyName(command, arguments.options);
  AddSeed(command, arguments.options, "Of random and pct:D (default 1)");
  AddLimits(command, arguments.options);
  AddJson(command, arguments, "the results");
  AddJunit(command, arguments.options);
  AddQuiet(command, arguments.options);
}

void AddLitmus(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "litmus",
       .group = kCompare,
       .description = "Compare what the simulation shows with what C++ allows",
       .examples = "heddle litmus SB+sc --depth 2\nheddle litmus --real --time 1m",
       .statuses = "0 as recorded; 1 not so; 2 wrong usage; 3 a limit came first; 4 no "
                   "result"},
      arguments, [&arguments] { return RunLitmus(arguments.litmus, arguments.options); });
  command.add_option("test", arguments.litmus.names, "Names of tests, to see all of each; or all")
      ->type_name("TEST");
  command.add_option("--file", arguments.litmus.file, "Tests of a file (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
  BeginGroup(command, kHow);
  command
      .add_option("--depth", arguments.litmus.depth,
                  "A load may see a value that is up to N stores old (default: 1, and then 2)")
      ->type_name("N")
      ->transform(AsDecimal(1, 2));
  command.add_flag(
      "--real", arguments.litmus.real,
      "Run on real threads instead, for TIME in all (default 10s), and count outcomes");
  AddStrategyName(command, arguments.options);
  AddSeed(command, arguments.options, "Of random, pct:D and --real (default 1)");
  AddLimits(command, arguments.options);
  AddJson(command, arguments, "the results");
  AddJunit(command, arguments.options);
  command.add_flag("--table", arguments.litmus.table, "Print a table in Markdown");
  AddQuiet(command, arguments.options);
}

// In the order in which help shows them.
void AddCommands(CLI::App& app, Arguments& arguments) {
  AddList(app, arguments);
  AddExplain(app, arguments);
  AddReplay(app, arguments);
  AddCheck(app, arguments);
  AddRepro(app, arguments);
  AddVerify(app, arguments);
  AddPlan(app, arguments);
  AddRun(app, arguments);
  AddMerge(app, arguments);
  AddCluster(app, arguments);
  AddMatrix(app, arguments);
  AddLitmus(app, arguments);
  AddPrograms(app, arguments);
  AddStress(app, arguments);
  AddCompletion(app, arguments);
  AddManual(app, arguments);
}

void SetCommandLine(int argc, const char* const* argv, RunOptions& options) {
  options.arguments.assign(argv + 1, argv + argc);
  options.command_line = options.environment;
  for (const std::string& argument : options.arguments) {
    options.command_line +=
        (&argument == options.arguments.data() ? "" : " ") + checker::ShellQuoted(argument);
  }
}

}  // namespace

CLI::App& AddCommand(CLI::App& app, const CommandText& text, Arguments& arguments,
                     std::function<ExitStatus()> run, std::function<void()> defaults) {
  CLI::App* const command = app.add_subcommand(text.name, text.description);
  command->group(text.group);
  command->get_help_ptr()->group("");
  command->footer(fmt::format("Example: {}\nExit status: {}",
                              fmt::join(CLI::detail::split(text.examples, '\n'), "\n         "),
                              WrappedAt(13, text.statuses)));
  command->preparse_callback([defaults = std::move(defaults)](std::size_t) {
    if (defaults) {
      defaults();
    }
  });
  command->callback([&arguments, run = std::move(run)] { arguments.chosen = run; });
  BeginGroup(*command, kWhat);
  return *command;
}

std::function<ExitStatus()> ParseCommandLine(int argc, const char* const* argv) {
  const auto arguments = std::make_shared<Arguments>();
  const auto owned = std::make_shared<CLI::App>(kDescription);
  CLI::App& app = *owned;
  app.formatter(std::make_shared<Help>());
  app.footer("Exit status: " + WrappedAt(13, kStatuses) +
             "Environment: " + WrappedAt(13, kEnvironment) + WrappedAt(0, kMore));
  app.set_version_flag("--version", fmt::format("heddle {} ({}, {}, relacy {})", kVersion, kCommit,
                                                kCompiler, kRelacy));
  app.require_subcommand(1);
  AddCommands(app, *arguments);
  const std::vector<std::string> asked = WithoutHelpCommand({argv + 1, argv + argc}, app);
  RequireFlagWords(app, {argv + 1, argv + argc});
  try {
    app.parse(std::vector<std::string>(asked.rbegin(), asked.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) {
      throw UsageError(MistakeIn(app, error, asked));
    }
    app.exit(error);  // --help, --version
    return [] { return kAsExpected; };
  }
  const std::vector<ReadTwin> variables = ReadEnvironment(*app.get_subcommands().front());
  arguments->options.environment = ShellText(variables);
  SetCommandLine(argc, argv, arguments->options);
  RequireFilesOfTheirOwn(*arguments);
  EndWith(SameAgain(arguments->options));
  return [arguments, owned, variables] {
    try {
      const ExitStatus status = arguments->chosen();
      if (status != kAsExpected) {
        PrintEnd();
      }
      return status;
    } catch (const UsageError& error) {
      throw UsageError(NamingVariables(error.what(), variables));
    }
  };
}

}  // namespace heddle::program
