// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_BATCH_RUNNER_H_
#define HEDDLE_LITMUS_HARDWARE_BATCH_RUNNER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <thread>
#include <vector>

#include "core/sync/std_sync.h"
#include "litmus/hardware/histogram.h"
#include "litmus/hardware/worker.h"
#include "litmus/program.h"

namespace heddle::litmus {

// The threads of a program, which run it in batches. They start once and sleep between batches.
class BatchRunner {
 public:
  // `program` must live longer.
  BatchRunner(const Program& program, std::uint64_t seed);
  BatchRunner(const BatchRunner&) = delete;
  BatchRunner& operator=(const BatchRunner&) = delete;
  ~BatchRunner();

  // Runs a batch and adds what came of it. The first batch is small; the next are larger while they
  // take little time, and smaller while they take much.
  void Run(Histogram& histogram);

 private:
  void RunBatch();
  void StartThreads();
  void Follow(std::size_t thread);
  void WakeAll();
  void Count(Histogram& histogram);
  std::int64_t ValueOf(const Observed& observed, std::size_t run);

  const Program& program_;
  std::mt19937_64 random_;

  // `batch_`, `places_` and `stopping_` are written while the threads sleep. The events order that
  // before what they do, and what they do before the count.
  Batch batch_;
  std::vector<int> places_;  // the processor of each thread; empty: wherever the system puts it
  bool stopping_ = false;
  core::StdSync::Atomic<std::size_t> running_{0};
  core::StdSync::Event all_ended_;
  std::deque<core::StdSync::Event> starts_;  // of each thread
  std::deque<Worker> workers_;
  std::vector<std::jthread> threads_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_BATCH_RUNNER_H_
