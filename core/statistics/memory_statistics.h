// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_STATISTICS_MEMORY_STATISTICS_H_
#define HEDDLE_CORE_STATISTICS_MEMORY_STATISTICS_H_

#include <cstdint>

#include "core/sync/memory_order.h"

namespace heddle::core {

// What the heap has of the system's memory, in bytes (allocator-spec 6.6, 9.2). Relaxed counters,
// added to from any thread; each is exact, and they agree with each other only when nothing is
// going on (I14, I16).
template <class Sync>
struct MemoryStatistics {
  using Counter = typename Sync::template Atomic<std::uint64_t>;

  Counter heap_sys{0};       // obtained from the system for the heap
  Counter heap_released{0};  // of that, released
  Counter heap_inuse{0};     // in spans
  Counter committed{0};      // ready memory of every kind

  // heap_sys less heap_released. Two loads: a growth between them can make the second larger, which
  // counts as nothing retained (appendix A, 16).
  std::uint64_t HeapRetained() const {
    const std::uint64_t sys = heap_sys.load(MemoryOrder::kRelaxed);
    const std::uint64_t released = heap_released.load(MemoryOrder::kRelaxed);
    return sys > released ? sys - released : 0;
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_STATISTICS_MEMORY_STATISTICS_H_
