// SPDX-License-Identifier: BSD-3-Clause
//
// heddle plan, run and merge: a search as files.

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "heddle/byte_count.h"
#include "heddle/command_line/arguments.h"
#include "heddle/command_options.h"
#include "heddle/decimal.h"
#include "heddle/seconds.h"

namespace heddle::program {
namespace {

constexpr char kManyMachines[] = "Many machines";

// "2/8", as the second of eight.
std::optional<ShareOfShards> ShareIn(const std::string& text) {
  constexpr std::uint64_t kMost = 10'000;
  const std::size_t slash = text.find('/');
  ShareOfShards share;
  std::string number = text.substr(0, slash);
  std::string of = slash == std::string::npos ? std::string() : text.substr(slash + 1);
  const bool is_share =
      AsDecimal(1, kMost)(of).empty() && AsDecimal(1, std::stoull(of))(number).empty();
  if (is_share) {
    share = {.number = std::stoull(number), .of = std::stoull(of)};
  }
  return is_share ? std::optional(share) : std::nullopt;
}

CLI::Validator IsShare() {
  return {[](const std::string& text) {
            return ShareIn(text) ? std::string()
                                 : fmt::format("expected a share such as 2/8, found '{}'", text);
          },
          ""};
}

// A shard has them of its plan.
void OnlyWith(CLI::Option* share, CLI::App& command, std::initializer_list<const char*> options) {
  for (const char* const name : options) {
    command.get_option(name)->needs(share);
  }
}

// What ends a shard, so that it is split.
void AddShardBudget(CLI::App& command, Arguments& arguments) {
  ClusterRequest& request = arguments.cluster;
  BeginGroup(command, kLimits);
  command
      .add_option("--budget", request.seconds,
                  fmt::format("Split a shard after TIME (default {}s)", request.seconds))
      ->type_name("TIME")
      ->transform(AsSeconds());
  command.add_option("--memory", arguments.options.bytes, "Split a shard at this much memory")
      ->type_name("SIZE")
      ->transform(AsByteCount());
  command
      .add_option("--shards", request.shards,
                  fmt::format("Begin with at least N shards (default {})", request.shards))
      ->type_name("N")
      ->transform(AsDecimal(1, 100'000));
}

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
       .description = "Explore a shard of a plan, or one job's share of the shards of a model",
       .examples = "heddle run plan/shard-3.json -o result-3.json --jobs 2\n"
                   "heddle run --shard 1/2 workload/w2-4x3 -o shards",
       .statuses = "0 nothing found; 1 a violation; 2 wrong usage; 3 a limit came first "
                   "and shards are left; 4 no result; 75 it may go well another time; 78 the shard "
                   "is of another build"},
      arguments, [&arguments] {
        return arguments.share.of == 0
                   ? RunShardFile(arguments.shard, arguments.output, arguments.options)
                   : RunShare(arguments.shard, arguments.fault, arguments.share, arguments.output,
                              arguments.options);
      });
  command.add_option("shard", arguments.shard, "A shard, or with --shard a model")
      ->type_name("FILE")
      ->required();
  CLI::Option* const share =
      command
          .add_option_function<std::string>(
              "--shard",
              [&arguments](const std::string& text) { arguments.share = *ShareIn(text); },
              "The share of job i of N, which are independent: merge puts what they write together")
          ->type_name("i/N")
          ->check(IsShare());
  command.add_option("--fault", arguments.fault, kFaultHelp)->type_name("FAULT")->check(kNotEmpty);
  AddRepairs(command, arguments.options);
  AddWithout(command, arguments.options);
  AddStrategy(command, arguments.options);
  OnlyWith(share, command,
           {"--fault", "--repair", "--without", "--strategy", "--prune", "--depth", "--seed",
            "--all", "--count-traces"});
  AddBudget(command, arguments.options);
  AddJobs(command, arguments.options);
  BeginGroup(command, kOutput);
  command
      .add_option("-o,--output", arguments.output,
                  "Write the result to FILE, at a limit with what is left beside it; or into a "
                  "folder, where the first result of a shard stays")
      ->type_name("FILE")
      ->required()
      ->check(kNotEmpty);
  AddJunit(command, arguments.options);
  AddQuiet(command, arguments.options);
}

void AddCluster(CLI::App& app, Arguments& arguments) {
  ClusterRequest& request = arguments.cluster;
  CLI::App& command = AddCommand(
      app,
      {.name = "cluster",
       .group = kManyMachines,
       .description = "Explore models on other machines, by Slurm, or by GNU parallel over ssh",
       .examples = "heddle cluster slurm workload/w2-4x3 --partition batch --dir /shared/search\n"
                   "heddle cluster ssh --hosts : workload/w2-4x3",
       .statuses = "0 no violation; 1 a violation; 2 wrong usage; 3 interrupted, and the same "
                   "command goes on; 4 no result"},
      arguments, [&arguments] {
        return SearchOnCluster(arguments.cluster, arguments.models, arguments.options);
      });
  command.add_option("engine", request.engine, "slurm or ssh (docs/cluster.md)")
      ->type_name("ENGINE")
      ->required()
      ->check(IsOneOf({"slurm", "ssh"}));
  command.add_option("model", arguments.models, "Names of models")->type_name("MODEL")->required();
  command.add_option("--fault", request.fault, kFaultHelp)->type_name("FAULT")->check(kNotEmpty);
  AddRepairs(command, arguments.options);
  AddWithout(command, arguments.options);
  AddStrategy(command, arguments.options);
  BeginGroup(command, "Where");
  command
      .add_option("--hosts", request.hosts,
                  "Of ssh: a line for each, as N/HOST with N slots; : is this machine")
      ->type_name("FILE")
      ->check(kNotEmpty);
  command.add_option("--partition", request.partition, "Of Slurm (default: its own)")
      ->type_name("P")
      ->check(kNotEmpty);
  command
      .add_option("--dir", request.folder,
                  fmt::format("A folder that all share (default {})", request.folder))
      ->type_name("DIR")
      ->check(kNotEmpty);
  AddShardBudget(command, arguments);
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

void AddMerge(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "merge",
       .group = kManyMachines,
       .description = "Put a plan and the results of its shards together",
       .examples = "heddle merge plan/plan.json result-*.json\nheddle merge shards",
       .statuses = "0 no violation; 1 a violation; 2 wrong usage or files that do not "
                   "belong together; 3 shards of a folder are missing; 4 no result"},
      arguments, [&arguments] { return MergeResults(arguments.results, arguments.options); });
  command
      .add_option("result", arguments.results,
                  "plan.json and the results, in any order; or the folder in which they all are")
      ->type_name("FILE")
      ->required();
  AddOutput(command, arguments.options);
  AddFull(command, arguments.options);
  AddPrinting(command, arguments.options);
}

}  // namespace heddle::program
