// SPDX-License-Identifier: BSD-3-Clause
//
// The commands of the program. Each prints its results to standard output and returns the exit
// status; each throws UsageError for input that is wrong.

#ifndef HEDDLE_HEDDLE_COMMANDS_COMMANDS_H_
#define HEDDLE_HEDDLE_COMMANDS_COMMANDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "heddle/exit_status.h"
#include "heddle/run_options.h"
#include "tests/stress/arguments.h"

namespace heddle::program {

// `what` is models, workloads, faults, findings, decisions, strategies, or empty for all of them.
// `revision` is that of the models that count; empty: all of them.
ExitStatus List(const std::string& what, const std::string& revision);

// `fault` may be empty.
ExitStatus CheckModels(const std::vector<std::string>& models, const std::string& fault,
                       const RunOptions& options);

ExitStatus Reproduce(const std::string& fault, const RunOptions& options);

// The execution of a trace file once more. One of another build is refused unless `any_build`.
ExitStatus ReplayTrace(const std::string& file, bool any_build, const RunOptions& options);

ExitStatus Verify(const RunOptions& options);

// What `heddle matrix` is asked for.
struct MatrixRequest {
  std::vector<std::string> models;  // none: all that are of the design
  std::vector<std::string> faults;  // or single changes; none: all, and all
  std::vector<std::string> ways;    // strategies to compare with; none: those by default
  std::uint64_t budget = 0;         // executions of each way; 0: as many as dpor takes
};
// The necessity matrix: which fault each model finds, and what other ways of looking find.
ExitStatus ShowMatrix(const MatrixRequest& request, const RunOptions& options);

// What decisions, steps, accesses or faults are, where they are, and what breaks without them.
ExitStatus ExplainNames(const std::vector<std::string>& names, const RunOptions& options);

// Divides the search of a model into at least `shards` files in a folder, which is new or empty.
ExitStatus PlanShards(const std::string& model, const std::string& fault, std::size_t shards,
                      const std::string& folder, const RunOptions& options);
// Explores a shard. `output` is a file, and what is left at a limit becomes shards beside it; or a
// folder (heddle/shard_folder.h), in which the first result of a shard stays.
ExitStatus RunShardFile(const std::string& shard, const std::string& output,
                        const RunOptions& options);
// One of so many independent jobs, from 1 on.
struct ShareOfShards {
  std::size_t number = 0;
  std::size_t of = 0;
};
// Explores the job's share of the shards of a model, in a folder.
ExitStatus RunShare(const std::string& model, const std::string& fault, const ShareOfShards& share,
                    const std::string& folder, const RunOptions& options);
// Puts a plan and the results of all its shards together; `files` in any order, or a folder that
// has them, of which some may be missing.
ExitStatus MergeResults(const std::vector<std::string>& files, const RunOptions& options);

// What `heddle cluster` is asked for.
struct ClusterRequest {
  std::string engine;                     // "slurm" or "ssh"
  std::string hosts;                      // of ssh: a file for GNU parallel, or ":"
  std::string partition;                  // of Slurm; empty: its default
  std::string folder = "heddle-cluster";  // that all hosts share
  double seconds = 60;                    // of a shard
  std::size_t shards = 64;                // of a plan
  std::string fault;
};
// Searches of models on other machines, in shards, by an engine that is there.
ExitStatus SearchOnCluster(const ClusterRequest& request, const std::vector<std::string>& models,
                           const RunOptions& options);

// The programs of a file in the format heddle-programs/1, each compared with what the file expects.
ExitStatus RunPrograms(const std::string& file, const RunOptions& options);

// What `heddle litmus` is asked for.
struct LitmusRequest {
  std::vector<std::string> names;  // of the tests; none: all
  std::string file;                // empty: the tests that the program carries
  unsigned depth = 0;              // how many stores loads go back; 0: once with each
  bool table = false;              // in Markdown, instead of lines
  bool real = false;               // on real threads; the options say for how long
};
// Litmus tests, each compared with what C++ allows and with what is recorded of it.
ExitStatus RunLitmus(const LitmusRequest& request, const RunOptions& options);
// The same programs on this machine's processor, and how often each outcome was seen.
ExitStatus RunLitmusOnHardware(const LitmusRequest& request, const RunOptions& options);

// What `heddle stress` is asked for besides what the stress program is.
struct StressRequest {
  stress::Arguments arguments;
  std::string fault;   // of the catalogue; empty: none
  std::string around;  // a trace file, near whose switches threads are delayed; empty: none
  bool any_build = false;
};
// Real threads on a heap of the system's memory.
ExitStatus RunStressTest(const StressRequest& request, const RunOptions& options);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMANDS_COMMANDS_H_
