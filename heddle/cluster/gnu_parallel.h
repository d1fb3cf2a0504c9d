// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_CLUSTER_GNU_PARALLEL_H_
#define HEDDLE_HEDDLE_CLUSTER_GNU_PARALLEL_H_

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "heddle/cluster/engine.h"

namespace heddle::program {

// GNU parallel over ssh, or on this machine alone. It reads shards from a queue that grows while
// it runs, tries those that fail on other hosts, and keeps a log of jobs, by which it is known what
// it has finished with. Queue and log are in the folder; a new one is begun each time.
class GnuParallel : public Engine {
 public:
  struct Options {
    std::string folder;  // of the search
    std::string hosts;   // a file as --sshloginfile reads it, or ":" for this machine
    double seconds = 0;  // that a shard may take
  };

  explicit GnuParallel(Options options);
  GnuParallel(const GnuParallel&) = delete;
  GnuParallel& operator=(const GnuParallel&) = delete;
  ~GnuParallel() override;

  void Submit(const std::vector<std::string>& shards) override;
  std::set<std::string> Active() override;
  bool HasRoom() const override { return true; }
  void Cancel() override;
  std::chrono::milliseconds Pause() const override;

 private:
  using Clock = std::chrono::steady_clock;

  void Start();
  void ClosePipe();
  bool IsRunning();
  bool EndsWithin(std::chrono::milliseconds time);
  // As many of the shards that wait as it takes now.
  void Feed();
  bool Write(const std::string& line);
  // Reads on where it was left. Lines are numbered as they were written to the queue.
  void ReadJobLog();
  std::string PathOf(const char* ending) const;

  Options options_;
  std::size_t number_ = 0;  // of the queue
  pid_t process_ = 0;       // 0: none
  int pipe_ = -1;
  std::deque<std::string> waiting_;  // not written yet
  std::vector<std::string> queue_;   // written, job 1 first
  std::set<std::size_t> running_;    // jobs that are not in its log
  std::size_t log_read_ = 0;         // bytes
  Clock::time_point written_;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_CLUSTER_GNU_PARALLEL_H_
