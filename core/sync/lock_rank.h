// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_LOCK_RANK_H_
#define HEDDLE_CORE_SYNC_LOCK_RANK_H_

#include <cstdint>

namespace heddle::core {

// The order in which locks may be taken: a thread that holds a lock may only take locks of a
// strictly higher rank (allocator-spec 6.8, I38).
enum class LockRank : std::uint8_t {
  kBackgroundScavenger,  // B: whether the background scavenger is parked
  kHeap,                 // H: bitmaps, summaries, the set of grown ranges
  kScavenger,            // S: reservations and generations; a leaf, nothing is taken under it
  kUnranked,  // takes no part in the order: for code outside the allocator, such as litmus tests
};

constexpr const char* Name(LockRank rank) {
  switch (rank) {
    case LockRank::kBackgroundScavenger:
      return "background scavenger lock";
    case LockRank::kHeap:
      return "heap lock";
    case LockRank::kScavenger:
      return "scavenger lock";
    case LockRank::kUnranked:
      return "unranked lock";
  }
  return "unknown lock";
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_LOCK_RANK_H_
