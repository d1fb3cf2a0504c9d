// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_CLUSTER_SLURM_H_
#define HEDDLE_HEDDLE_CLUSTER_SLURM_H_

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "heddle/cluster/engine.h"
#include "heddle/cluster/search_scripts.h"

namespace heddle::program {

// Slurm: an array of jobs for each wave of shards. Asks sbatch, squeue and scancel, and not for
// accounting, which a cluster need not have. What runs is known by its name, so that another
// coordinator finds it; what a wave is of is in the folder.
class Slurm : public Engine {
 public:
  struct Options {
    std::string folder;  // of the search
    std::string plan;
    std::string title;  // of the search
    std::string partition;
    ShardBudget budget;
  };

  explicit Slurm(Options options);

  void Submit(const std::vector<std::string>& shards) override;
  std::set<std::string> Active() override;
  bool HasRoom() const override { return waiting_ == 0; }
  void Cancel() override;
  std::chrono::milliseconds Pause() const override;

 private:
  struct Task {
    std::size_t wave = 0;
    std::size_t line = 0;  // of its list, from 1
    std::string job;       // as scancel knows it
    std::string state;
    std::string reason;
  };

  void SubmitWave(const std::vector<std::string>& shards);
  // Those that have not ended. False: Slurm does not answer.
  bool Ask(std::vector<Task>& tasks) const;
  // Throws UsageError, after it has cancelled them, if none runs and one never will: its time limit
  // is beyond the partition's, say.
  void RequireThatTheyStart();
  const std::vector<std::string>& ShardsOf(std::size_t wave);

  Options options_;
  std::size_t next_wave_ = 1;
  std::vector<std::vector<std::string>>
      waves_;  // shards of each wave, as far as they were asked for
  std::vector<Task> tasks_;
  std::size_t waiting_ = 0;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_CLUSTER_SLURM_H_
