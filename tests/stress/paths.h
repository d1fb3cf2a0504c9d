// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_PATHS_H_
#define HEDDLE_TESTS_STRESS_PATHS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/scavenger/revision.h"

namespace heddle::stress {

// What a stress test is to come by: one that does not reach a race tests nothing.
enum class Path : std::uint8_t {
  kAllocation,
  kCachedAllocation,  // by a page cache, without a lock
  kFree,
  kCacheFlush,      // of a cache with pages in it
  kGrowth,          // of the heap
  kOutOfMemory,     // the heap is as large as it may be
  kFoundAtLimit,    // the scavenger's fast path
  kFoundBelow,      // its optimistic search, and what it found was still there
  kFooled,          // and it was gone
  kReleaseRefused,  // by the system
  kUnreserve,       // a reservation came back
  kStaleUnreserve,  // in a later generation
  kStartCycle,
  kForcedPass,
  kBackgroundRelease,
  kWakeUp,  // somebody woke the background scavenger, and not to stop it
  kLast = kWakeUp,
};
inline constexpr std::size_t kPathCount = static_cast<std::size_t>(Path::kLast) + 1;

constexpr std::string_view Name(Path path) {
  constexpr std::array<std::string_view, kPathCount> kNames = {
      "allocation",    "cached allocation", "free",           "cache flush", "growth",
      "out of memory", "fast path",         "optimistic hit", "fooled",      "release refused",
      "unreserve",     "stale unreserve",   "start of cycle", "forced pass", "background release",
      "wake-up"};
  return kNames[static_cast<std::size_t>(path)];
}

// Whether the revision has it: cursors know no reservations.
constexpr bool Has(core::Revision revision, Path path) {
  const bool of_reservations = path == Path::kUnreserve || path == Path::kStaleUnreserve;
  return !of_reservations || revision == core::Revision::kR3 || revision == core::Revision::kR4;
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_PATHS_H_
