// SPDX-License-Identifier: BSD-3-Clause
//
// heddle plan, run and merge: a search as files.

#include "heddle/command_line/arguments.h"
#include "heddle/command_options.h"
#include "heddle/decimal.h"

namespace heddle::program {
namespace {

constexpr char kManyMachines[] = "Many machines";

}  // namespace

void AddPlan(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      AddCommand(app,
                 {.name = "plan",
                  .group = kManyMachines,
                  .description = "Divide the search of a model into files for other machines",
                  .examples = "heddle plan workload/w2-4x3 --shards 8 -o plan",
                  .statuses = "0 planned; 1 a violation on the way; 2 wrong usage; 3 interrupted"},
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
      ->transform(AsDecimal(1, 100'000));
  command.add_option("--fault", arguments.fault, kFaultHelp)->type_name("FAULT")->check(kNotEmpty);
  AddRepairs(command, arguments.options);
  AddWithout(command, arguments.options);
  AddStrategy(command, arguments.options);
  BeginGroup(command, kOutput);
  command.add_option("-o,--output", arguments.output, "The folder, new or empty")
      ->type_name("DIR")
      ->required()
      ->check(kNotEmpty);
  AddQuiet(command, arguments.options);
}

void AddRun(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "run",
       .group = kManyMachines,
       .description = "Explore a shard of a plan",
       .examples = "heddle run plan/shard-3.json -o result-3.json --jobs 2",
       .statuses = "0 nothing found; 1 a violation; 2 wrong usage; 3 a limit came first "
                   "and shards are left; 4 no result"},
      arguments,
      [&arguments] { return RunShardFile(arguments.shard, arguments.output, arguments.options); });
  command.add_option("shard", arguments.shard, "A shard")->type_name("FILE")->required();
  AddBudget(command, arguments.options);
  AddJobs(command, arguments.options);
  BeginGroup(command, kOutput);
  command
      .add_option("-o,--output", arguments.output,
                  "Write the result to FILE; at a limit what is left is put beside it")
      ->type_name("FILE")
      ->required()
      ->check(kNotEmpty);
  AddJunit(command, arguments.options);
  AddQuiet(command, arguments.options);
}

void AddMerge(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "merge",
       .group = kManyMachines,
       .description = "Put a plan and the results of its shards together",
       .examples = "heddle merge plan/plan.json result-*.json",
       .statuses = "0 no violation; 1 a violation; 2 wrong usage or files that do not "
                   "belong together; 4 no result"},
      arguments, [&arguments] { return MergeResults(arguments.results, arguments.options); });
  command.add_option("result", arguments.results, "plan.json and the results, in any order")
      ->type_name("FILE")
      ->required();
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

}  // namespace heddle::program
