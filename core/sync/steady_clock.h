// SPDX-License-Identifier: BSD-3-Clause
//
// The clock policy: what time it is, and waiting for an event with an end.
//
//   clock.Now()               nanoseconds since some fixed moment; never goes back
//   clock.ParkFor(event, ns)  waits until the event is woken, or for about that long; returns
//                             whether it was woken

#ifndef HEDDLE_CORE_SYNC_STEADY_CLOCK_H_
#define HEDDLE_CORE_SYNC_STEADY_CLOCK_H_

#include <chrono>
#include <concepts>
#include <cstdint>

#include "core/sync/std_sync.h"

namespace heddle::core {

template <class C, class Event>
concept ClockPolicy = requires(C clock, Event event, std::int64_t nanoseconds) {
  { clock.Now() } -> std::same_as<std::int64_t>;
  { clock.ParkFor(event, nanoseconds) } -> std::same_as<bool>;
};

// Real time, for real threads.
struct SteadyClock {
  static std::int64_t Now() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  }
  template <class Event>  // StdSync's, or one that waits as it does
  static bool ParkFor(Event& event, std::int64_t nanoseconds) {
    return event.ParkFor(std::chrono::nanoseconds(nanoseconds));
  }
};

static_assert(ClockPolicy<SteadyClock, StdSync::Event>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_STEADY_CLOCK_H_
