// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_VECTOR_CLOCK_H_
#define HEDDLE_CHECKER_TRACE_VECTOR_CLOCK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "checker/program.h"

namespace heddle::checker {

// How many events of each thread happen before something, itself included if it is an event.
class VectorClock {
 public:
  // An execution ends as a livelock before this overflows.
  using Tick = std::uint16_t;

  Tick of(int thread) const { return ticks_[static_cast<std::size_t>(thread)]; }
  void Advance(int thread) { ++ticks_[static_cast<std::size_t>(thread)]; }

  void Join(const VectorClock& other) {
    for (std::size_t i = 0; i < ticks_.size(); ++i) {
      ticks_[i] = std::max(ticks_[i], other.ticks_[i]);
    }
  }

  friend bool operator==(const VectorClock&, const VectorClock&) = default;

 private:
  std::array<Tick, kMaxThreads> ticks_{};
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_VECTOR_CLOCK_H_
