// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_RENDEZVOUS_H_
#define HEDDLE_LITMUS_HARDWARE_RENDEZVOUS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "core/sync/std_sync.h"
#include "litmus/hardware/instances.h"

namespace heddle::litmus {

// Where threads wait for one another, again and again, so that they do the same at the same time.
// It orders nothing, or weak outcomes would not show, and it never blocks: where the machine is so
// busy that threads hardly ever run together, they go on alone after a while.
class Rendezvous {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Rendezvous(std::size_t threads) : threads_(threads) {}

  // While no thread is at work. After `deadline` nobody waits.
  void Begin(Clock::time_point deadline) {
    deadline_ = deadline;
    arrivals_.value.store(0, core::MemoryOrder::kRelaxed);
  }

  // Each thread calls it for meeting 0, 1, 2, ...
  void Meet(std::uint64_t meeting) {
    const std::uint64_t expected = (meeting + 1) * threads_;
    arrivals_.value.fetch_add(1, core::MemoryOrder::kRelaxed);
    for (int tries = 0; arrivals_.value.load(core::MemoryOrder::kRelaxed) < expected; ++tries) {
      if (tries < kSpins) {
        continue;
      }
      // The other thread may be waiting for this processor.
      std::this_thread::yield();
      if (Clock::now() > deadline_) {
        arrivals_.value.store(kEverybodyAlways, core::MemoryOrder::kRelaxed);
      }
    }
  }

 private:
  static constexpr int kSpins = 200;
  static constexpr std::uint64_t kEverybodyAlways = std::uint64_t{1} << 62;

  std::size_t threads_;
  Clock::time_point deadline_;
  CacheLine<HardwareWord> arrivals_{HardwareWord(0)};  // at all meetings of the batch
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_RENDEZVOUS_H_
