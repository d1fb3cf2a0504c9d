// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_PATHS_H_
#define HEDDLE_TESTS_STRESS_PATHS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/scavenger/revision.h"

namespace heddle::stress {

// What a stress test is to come by: one that does not reach a race tests nothing.
enum class Path : std::uint8_t {
  kAllocation,
  kCachedAllocation,
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
  kWakeUp,  // a request reached the background scavenger
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

// How often each was taken. Relaxed, so that counting orders nothing that the design does not.
class PathCounts {
 public:
  void Count(Path path) { Of(path).fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t operator[](Path path) const {
    return counts_[static_cast<std::size_t>(path)].load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t>& Of(Path path) { return counts_[static_cast<std::size_t>(path)]; }

  std::array<std::atomic<std::uint64_t>, kPathCount> counts_{};
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_PATHS_H_
