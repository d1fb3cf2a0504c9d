// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/blocking.h"

namespace heddle::litmus {

using core::MemoryOrder;

void Blocking::Begin() {
  for (auto& state : states_) {
    // Relaxed: the threads are woken through a mutex afterwards.
    state.value.store(0, MemoryOrder::kRelaxed);
  }
}

void Blocking::End(std::size_t thread) {
  states_[thread].value.store(kEnded, MemoryOrder::kSequentiallyConsistent);
}

// Between two looks, a thread stands still if it is in the same wait and has failed twice more. The
// states are not read at one moment, so one standstill proves nothing: a thread that is read late
// may have released another just before. Three in a row do. From the end of the first look to the
// start of the fourth all threads are in their waits and release nothing; and between the second
// look and the third, within that time, each has made a whole attempt in vain.
bool Blocking::Observer::Look() {
  bool still = true;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    const State now = observed_.states_[i].value.load(MemoryOrder::kSequentiallyConsistent);
    const bool same_wait = (now & ~kAttempts) == (seen_[i] & ~kAttempts);
    const bool failed_more = (seen_[i] & kAttempts) != 0 && now >= seen_[i] + 2;
    still = still && (now == kEnded || (same_wait && failed_more));
    seen_[i] = now;
  }
  standstills_ = still ? standstills_ + 1 : 0;
  return standstills_ >= 3;
}

}  // namespace heddle::litmus
