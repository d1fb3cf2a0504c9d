// SPDX-License-Identifier: BSD-3-Clause
//
// A folder with a plan, its shards and their results, for any number of processes at once, on any
// machines that share it. No file in it ever changes what it says, and what the search has come to
// follows from the files that are there, whoever looks (docs/formats.md).

#ifndef HEDDLE_HEDDLE_SHARD_FOLDER_H_
#define HEDDLE_HEDDLE_SHARD_FOLDER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/search/shard.h"
#include "checker/search/shard_tree.h"

namespace heddle::program {

inline constexpr char kPlanFile[] = "plan.json";

class ShardFolder {
 public:
  explicit ShardFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string PathOf(const std::string& name) const;

  // Throws UsageError if there is none, or not of this build.
  checker::ShardPlan Plan() const;

  // The shard's result, if there is one that is whole and of this shard.
  const checker::ShardResult* Find(const checker::ShardHeader& plan, const checker::ShardId& id);

  // What a shard has come to, which is what its first result says: of two runs of it one counts,
  // with the shards that it has left. Throws TemporaryFailure if it cannot be written.
  checker::ShardResult Publish(const checker::RunOfShard& run);

  // A file system of a network may go on for a minute saying that a file is not there which
  // another host has written. When this one changes the folder, it sees that others have.
  void LookAgain() const;

  // All that is known of the search by now. Results of shards that are not of it are left alone.
  checker::ShardTree Tree(const checker::ShardPlan& plan);

  // Of the files that have a result's name: why they are none, a line each.
  const std::map<std::string, std::string>& damaged() const { return damaged_; }

 private:
  // From the file; notes it as damaged if it is.
  std::optional<checker::ShardResult> Read(const checker::ShardHeader& plan,
                                           const checker::ShardId& id);

  std::string path_;
  std::map<std::string, checker::ShardResult> known_;  // results by their files
  std::map<std::string, std::string> damaged_;
};

// Writes the shards and then the plan, so that a folder with a plan has all its shards. Throws
// UsageError.
void WritePlan(const std::string& folder, const checker::Planned& planned);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_SHARD_FOLDER_H_
