// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_WORKER_H_
#define HEDDLE_LITMUS_HARDWARE_WORKER_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "litmus/hardware/blocking.h"
#include "litmus/hardware/executor.h"
#include "litmus/hardware/instances.h"
#include "litmus/hardware/instruction.h"
#include "litmus/hardware/rendezvous.h"

namespace heddle::litmus {

// What the threads of a program share in a batch.
struct Batch {
  static constexpr std::size_t kMaxRuns = 8192;

  explicit Batch(const Program& program)
      : instances(program, kMaxRuns),
        rendezvous(program.threads.size()),
        blocking(program.threads.size()) {}

  std::size_t runs = 0;
  std::size_t group = 1;  // so many runs from one meeting to the next
  Instances instances;
  Rendezvous rendezvous;
  Blocking blocking;
};

// One thread of the program, in all runs of a batch.
class Worker {
 public:
  // `batch` must live longer.
  Worker(Batch& batch, ThreadCode code, std::size_t thread, std::uint64_t seed);

  void RunBatch();

  // The final values of a run of the last batch.
  std::span<std::int64_t> Registers(std::size_t run) {
    return std::span(registers_).subspan(run * width_, width_);
  }

 private:
  Batch& batch_;
  std::size_t thread_;
  std::size_t width_;                    // how many registers the thread has
  std::vector<std::int64_t> registers_;  // run after run
  Executor executor_;
  std::mt19937_64 random_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_WORKER_H_
