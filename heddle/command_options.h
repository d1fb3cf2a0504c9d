// SPDX-License-Identifier: BSD-3-Clause
//
// Options that several commands have, each said once.

#ifndef HEDDLE_HEDDLE_COMMAND_OPTIONS_H_
#define HEDDLE_HEDDLE_COMMAND_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "heddle/run_options.h"

namespace heddle::program {

extern const CLI::Validator kNotEmpty;
// What `use` throws nothing at. It throws UsageError, in words of its own.
CLI::Validator Accepted(std::function<void(const std::string&)> use);
CLI::Validator IsOneOf(std::vector<std::string> words);

// Groups in which help shows options.
inline constexpr char kWhat[] = "What";
inline constexpr char kHow[] = "How";
inline constexpr char kLimits[] = "Limits";
inline constexpr char kOutput[] = "Output";
// Of the options that are added from now on. Those below say theirs themselves.
void BeginGroup(CLI::App& command, const char* group);

void AddBudget(CLI::App& command, RunOptions& options);        // --time, --executions, --memory
void AddLimits(CLI::App& command, RunOptions& options);        // These, and --max-steps
void AddCellLimits(CLI::App& command, RunOptions& options);    // the same, of a search for a cell
void SetCellLimits(RunOptions& options);                       // by default, of that
void AddJobs(CLI::App& command, RunOptions& options);          // --jobs
void AddCheckpoint(CLI::App& command, RunOptions& options);    // --checkpoint, --resume
void AddWithout(CLI::App& command, RunOptions& options);       // --without
void AddRepairs(CLI::App& command, RunOptions& options);       // --repair
void AddStrategyName(CLI::App& command, RunOptions& options);  // --strategy
void AddStrategy(CLI::App& command, RunOptions& options);      // and what goes with it
void AddSeed(CLI::App& command, RunOptions& options, const std::string& description);  // --seed
void AddOutput(CLI::App& command, RunOptions& options);      // --json, --junit, --trace-dir
void AddJunit(CLI::App& command, RunOptions& options);       // --junit
void AddSarif(CLI::App& command, RunOptions& options);       // --sarif
void AddTraceEvent(CLI::App& command, RunOptions& options);  // --trace-event
// --html, which writes `what`
void AddHtml(CLI::App& command, RunOptions& options, const std::string& what);
void AddFull(CLI::App& command, RunOptions& options);      // --full
void AddPrinting(CLI::App& command, RunOptions& options);  // --quiet, --color
void AddQuiet(CLI::App& command, RunOptions& options);     // --quiet, of a line of progress
void AddRevision(CLI::App& command, RunOptions& options);  // --revision

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_OPTIONS_H_
