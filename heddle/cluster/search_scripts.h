// SPDX-License-Identifier: BSD-3-Clause
//
// The scripts that engines run. They are in the folder of the search, to be read, and to be run by
// hand.

#ifndef HEDDLE_HEDDLE_CLUSTER_SEARCH_SCRIPTS_H_
#define HEDDLE_HEDDLE_CLUSTER_SEARCH_SCRIPTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace heddle::program {

inline constexpr char kRunShard[] = "run-shard";
inline constexpr char kLogFolder[] = "log";
// Beginning of the names of files that say which host has refused shards, and why.
inline constexpr char kRefused[] = "refused-";

// Of a shard: what ends it, so that it is split.
struct ShardBudget {
  double seconds = 0;
  std::uint64_t bytes = 0;  // 0: no limit
};

// run-shard SHARD, in the folder of the search. `program` is the path of heddle on all hosts.
std::string RunShardScript(const std::string& program, const ShardBudget& budget);

// A Slurm array, which explores the shards that `list` names, a line each.
struct WaveScript {
  std::string name;   // of the job
  std::string title;  // in words
  std::string list;
  std::string log;  // of a task; %a is its number
  std::size_t shards = 0;
  std::string partition;               // empty: the default one
  std::vector<std::string> not_hosts;  // that have refused shards
  ShardBudget budget;
};
std::string Text(const WaveScript& wave, const std::string& file);

// Writes `text` to a file that can be executed. Throws UsageError.
void WriteScript(const std::string& path, const std::string& text);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_CLUSTER_SEARCH_SCRIPTS_H_
