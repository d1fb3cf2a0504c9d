// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_RUN_OPTIONS_H_
#define HEDDLE_HEDDLE_RUN_OPTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "models/model.h"

namespace heddle::program {

// What the commands that explore can be given; each takes a part of it.
struct RunOptions {
  std::string command_line;            // as a shell reads it, after the name of the program
  std::vector<std::string> arguments;  // the same, one by one
  std::string environment;             // that was read, as a shell reads it before the program

  // How to explore.
  std::string strategy;  // empty: the command's own
  bool prune = true;
  unsigned depth = checker::SimulationOptions{}.history_depth;
  bool all_violations = false;
  bool count_traces = false;
  std::uint64_t seed = 1;
  unsigned max_steps = checker::SimulationOptions{}.max_steps;
  std::vector<std::string> without;  // names of oracles
  std::vector<std::string> repairs;  // names of findings
  std::string revision;              // of models; empty: all of them
  bool deep = false;                 // models of the deep lane, too

  // Limits of each search; 0: none.
  double seconds = 0;
  std::uint64_t executions = 0;
  std::uint64_t bytes = 0;  // of the process

  // Searches in parts.
  int jobs = 0;            // processes besides this one; 0: none
  std::string checkpoint;  // file for what is left at a limit; empty: that of `resume`
  std::string resume;      // file with what was left; empty: none

  // What to write, and how.
  std::string json;          // empty: none
  std::string junit;         // empty: none
  std::string sarif;         // empty: none
  std::string trace_event;   // empty: none
  std::string html;          // empty: none
  std::string trace_folder;  // empty: the default one
  bool full = false;         // interleavings, however long
  bool quiet = false;
  std::string position;  // of a search among several, such as "3 of 12"; empty: it is the only one
  std::string color = "auto";  // or always, never: heddle/color.h

  // For a search with the strategy that was asked for, or `otherwise`. Throws UsageError.
  checker::CheckOptions CheckWith(const checker::StrategyName& otherwise) const;
  // The same for a search whose strategy is no one's choice.
  checker::CheckOptions Limits() const;
  // Those that were not switched off. Throws UsageError.
  models::Oracles Oracles() const;
  // `trace_file` is where the whole execution is; empty: nowhere.
  checker::InterleavingOptions Interleaving(const checker::Counterexample& example,
                                            const std::string& trace_file) const;
};

// Throws UsageError.
checker::StrategyName StrategyNamed(const std::string& name);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_RUN_OPTIONS_H_
