// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/worker.h"

#include <utility>

namespace heddle::litmus {
namespace {

constexpr std::uint64_t kDelays = 256;  // from none up, in steps of a loop

void Delay(std::uint64_t steps) {
  for (volatile std::uint64_t left = steps; left > 0;) {
    left = left - 1;
  }
}

}  // namespace

Worker::Worker(Batch& batch, ThreadCode code, std::size_t thread, std::uint64_t seed)
    : batch_(batch),
      thread_(thread),
      width_(code.registers),
      registers_(Batch::kMaxRuns * width_),
      executor_(std::move(code), thread, batch.blocking),
      random_(seed) {}

// All threads go through the runs in the same order: otherwise each could wait in a run that
// another comes to later.
void Worker::RunBatch() {
  for (std::size_t run = 0; run < batch_.runs; ++run) {
    if (run % batch_.group == 0) {
      batch_.rendezvous.Meet(run / batch_.group);
      // So that accesses of other threads come now a little earlier and now a little later.
      Delay(random_() % kDelays);
    }
    if (!executor_.Run(batch_.instances[run], Registers(run))) {
      break;
    }
  }
  batch_.blocking.End(thread_);
}

}  // namespace heddle::litmus
