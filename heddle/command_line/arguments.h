// SPDX-License-Identifier: BSD-3-Clause
//
// What the command line sets, and how a command is added to it.

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_ARGUMENTS_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_ARGUMENTS_H_

#include <CLI/CLI.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/exit_status.h"
#include "heddle/run_options.h"

namespace heddle::program {

inline constexpr char kFaultHelp[] =
    "Put in first: a fault, or drop:DECISION, skip:STEP, weaken:ACCESS=ORDER";

// Of the commands one is chosen, and reads what it asked for.
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
  ShareOfShards share;
  ClusterRequest cluster;
  std::vector<std::string> results;
  LitmusRequest litmus;
  MatrixRequest matrix;
  StressRequest stress;
  std::vector<std::string> explained;
  std::string shell;

  std::function<ExitStatus()> chosen;
};

// A command as the help shows it.
struct CommandText {
  const char* name;
  const char* group;
  const char* description;  // without a full stop
  const char* examples;     // a line each
  const char* statuses;     // what they mean here
};

// `run` is called after the parsing, if the command is the one that was given; before it `defaults`
// is, where options are not what they are for other commands.
CLI::App& AddCommand(CLI::App& app, const CommandText& text, Arguments& arguments,
                     std::function<ExitStatus()> run, std::function<void()> defaults = {});

void AddPlan(CLI::App& app, Arguments& arguments);
void AddRun(CLI::App& app, Arguments& arguments);
void AddMerge(CLI::App& app, Arguments& arguments);
void AddCluster(CLI::App& app, Arguments& arguments);
void AddStress(CLI::App& app, Arguments& arguments);
void AddCompletion(CLI::App& app, Arguments& arguments);
void AddManual(CLI::App& app, Arguments& arguments);

// No output is an input, or another output. Throws UsageError.
void RequireFilesOfTheirOwn(const Arguments& arguments);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_ARGUMENTS_H_
