// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_SCAVENGE_GOAL_H_
#define HEDDLE_CORE_HEAP_SCAVENGE_GOAL_H_

#include <cstdint>
#include <limits>

#include "core/address/align.h"

namespace heddle::core {

// All memory may be retained: the background scavenger is off.
inline constexpr std::uint64_t kNoGoal = std::numeric_limits<std::uint64_t>::max();

// What a garbage collector knows when a cycle ends, in bytes.
struct CollectorPace {
  std::uint64_t last_in_use = 0;     // in spans of objects at the end of the last mark
  std::uint64_t last_heap_goal = 0;  // heap size that started it; 0 if there has been none
  std::uint64_t heap_goal = 0;       // heap size that starts the next one
};

// How much memory to retain (allocator-spec 6.6): what the next cycle is expected to use, a tenth
// more, in whole system pages. None if that is what is retained, to less than a page.
inline std::uint64_t ScavengeGoal(const CollectorPace& pace, std::uint64_t retained,
                                  std::uint64_t system_page_bytes) {
  if (pace.last_heap_goal == 0) {
    return kNoGoal;
  }
  const double ratio =
      static_cast<double>(pace.heap_goal) / static_cast<double>(pace.last_heap_goal);
  const double expected = static_cast<double>(pace.last_in_use) * ratio;
  constexpr double kMost = 0x1p62;  // a tenth more of it still fits
  if (!(expected < kMost)) {
    return kNoGoal;
  }
  auto goal = static_cast<std::uint64_t>(expected);
  goal = RoundUp(goal + goal / 10, system_page_bytes);
  const bool reached = retained <= goal || retained - goal < system_page_bytes;
  return reached ? kNoGoal : goal;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_SCAVENGE_GOAL_H_
