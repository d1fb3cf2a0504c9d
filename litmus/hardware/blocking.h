// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_BLOCKING_H_
#define HEDDLE_LITMUS_HARDWARE_BLOCKING_H_

#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "core/sync/std_sync.h"
#include "litmus/hardware/instances.h"

namespace heddle::litmus {

// Waits of threads for one another that end, all of them, once none can ever succeed. It is no
// question of time: threads of a busy machine may stand still for long.
class Blocking {
 public:
  explicit Blocking(std::size_t threads) : states_(threads) {}

  // While no thread is at work.
  void Begin();

  // The thread has ended.
  void End(std::size_t thread);

  // Makes attempts until one succeeds. False: no thread will ever go on. An attempt that fails must
  // change nothing, and see what is there now.
  template <class Attempt>
  bool Wait(std::size_t thread, const Attempt& attempt);

  bool deadlocked() const { return deadlocked_.value.load(core::MemoryOrder::kRelaxed); }

 private:
  // Which wait of its thread in the upper half, how many attempts have failed in the lower: none if
  // the thread is not waiting. Sequentially consistent, each with each: between two numbers that
  // others see lies a whole attempt.
  using State = std::uint64_t;
  static constexpr State kAttempts = 0xffff'ffff;
  static constexpr State kEnded = ~State{0};

  // Notices that all threads stand still.
  class Observer {
   public:
    explicit Observer(Blocking& observed) : observed_(observed), seen_(observed.states_.size()) {}

    // True if no thread can go on.
    bool Look();

   private:
    Blocking& observed_;
    std::vector<State> seen_;
    int standstills_ = 0;  // in a row
  };

  static constexpr int kSpins = 200;
  static constexpr State kAttemptsBetweenLooks = 16;

  std::vector<CacheLine<core::StdSync::Atomic<State>>> states_;
  CacheLine<core::StdSync::Atomic<bool>> deadlocked_{core::StdSync::Atomic<bool>(false)};
};

template <class Attempt>
bool Blocking::Wait(std::size_t thread, const Attempt& attempt) {
  for (int i = 0; i < kSpins; ++i) {
    if (attempt()) {
      return true;
    }
  }
  core::StdSync::Atomic<State>& state = states_[thread].value;
  Observer observer(*this);
  // Relaxed: the thread's own.
  const State wait = (state.load(core::MemoryOrder::kRelaxed) | kAttempts) + 1;
  for (State failed = 1; !attempt(); ++failed) {
    state.store(wait + failed, core::MemoryOrder::kSequentiallyConsistent);
    if (failed % kAttemptsBetweenLooks == 0 && observer.Look()) {
      // Relaxed: nothing else is told by it.
      deadlocked_.value.store(true, core::MemoryOrder::kRelaxed);
    }
    if (deadlocked()) {
      return false;
    }
    std::this_thread::yield();
  }
  state.store(wait, core::MemoryOrder::kSequentiallyConsistent);
  return true;
}

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_BLOCKING_H_
