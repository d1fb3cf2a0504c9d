// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SUMMARY_SUMMARY_TREE_H_
#define HEDDLE_CORE_SUMMARY_SUMMARY_TREE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <source_location>

#include "core/geometry/geometry.h"
#include "core/policies.h"
#include "core/summary/summary.h"

namespace heddle::core {

// The radix tree over the whole address space (allocator-spec 3.2, 3.5): one array a level, a leaf
// entry a chunk, an inner entry the merge of the entries below it (I2). Reserved whole at the start
// and zero until touched, which says that nothing is free; memory that is never grown costs nothing
// and reads as full (I3).
//
// Everything needs the heap lock but PeekLeaf.
template <class P>
class SummaryTree {
 public:
  using G = typename P::Geometry;
  using Entry = Summary<G::kLogMaxPages>;
  using Location = std::source_location;

  static constexpr Entry kChunkAllFree =
      Entry::Pack({G::kChunkPages, G::kChunkPages, G::kChunkPages});

  explicit SummaryTree(typename P::Memory& memory) {
    for (unsigned level = 0; level < G::kLeaf; ++level) {
      inner_[level] = memory.template Metadata<InnerCell>(G::LevelEntries(level));
      CheckReserved(inner_[level]);
    }
    leaves_ = memory.template Metadata<LeafCell>(G::LevelEntries(G::kLeaf));
    CheckReserved(leaves_);
  }

  Entry At(unsigned level, std::uint64_t i) const {
    return level == G::kLeaf ? leaves_[i].Get() : inner_[level][i].Get();
  }
  Entry Leaf(ChunkIndex chunk) const { return leaves_[chunk].Get(); }

  // Without the lock; the partner of the store in SetLeaf.
  Entry PeekLeaf(ChunkIndex chunk, MemoryOrder order,
                 const Location& where = Location::current()) const {
    return leaves_[chunk].Peek(order, where);
  }

  // An entry that stays the same is not stored to. Relaxed: readers without the lock take it for a
  // hint (spec 9.3).
  void SetLeaf(ChunkIndex chunk, Entry entry) {
    if (leaves_[chunk].Get() != entry) {
      leaves_[chunk].Set(entry, MemoryOrder::kRelaxed);
    }
  }

  // Restores I2 above the leaves of chunks `first` to `last`, level by level until one does not
  // change. Correct only if I2 held before those leaves changed.
  void PropagateUp(ChunkIndex first, ChunkIndex last) {
    bool changed = true;
    for (unsigned level = G::kLeaf; level-- > 0 && changed;) {
      const unsigned shift = G::LevelShift(level) - G::kLogChunkBytes;
      changed = false;
      for (std::uint64_t i = first >> shift; i <= last >> shift; ++i) {
        const Entry before = inner_[level][i].Get();
        const Entry merged = Merge(level, i);
        if (before == merged) {
          continue;
        }
        inner_[level][i].Set(merged);
        if (first >> shift == last >> shift) {
          PropagateUp(level, i, before, merged);
          return;
        }
        changed = true;
      }
    }
  }

  // The same above the one entry `i` of `level`, which was `before` and is `now`.
  void PropagateUp(unsigned level, std::uint64_t i, Entry before, Entry now) {
    while (level > 0) {
      InnerCell& cell = inner_[level - 1][i / kFanOut];
      const Entry parent = cell.Get();
      const Entry merged = MergeAround(level, i, before, now, parent);
      if (merged == parent) {
        return;
      }
      cell.Set(merged);
      i /= kFanOut;
      --level;
      before = parent;
      now = merged;
    }
  }

  // What entry `i` of an inner level must be.
  Entry Merge(unsigned level, std::uint64_t i) const {
    const unsigned log_pages = G::LevelLogPages(level + 1);
    const std::uint64_t first = i * kFanOut;
    RunMerger merger(log_pages);
#pragma GCC unroll 8
    for (std::uint64_t child = 0; child < kFanOut; ++child) {
      merger.Append(At(level + 1, first + child).UnpackFields());
    }
    return Entry::Pack(merger.runs());
  }

 private:
  template <class>
  friend struct PageAllocDescription;

  // Only leaves are read without the lock.
  using InnerCell = typename P::Sync::template Shared<Entry>;
  using LeafCell = typename P::Sync::template Published<Entry>;

  // Of every level but the root.
  static constexpr std::uint64_t kFanOut = std::uint64_t{1} << G::LevelBits(G::kLeaf);

  // What the parent of entry `i` must be, which was `parent` before the entry changed from
  // `entry_before` to `entry_now`. A change matters to the ends of the parent only if all is free
  // between, and to its longest run only if the run that takes in the entry was the longest or is
  // now. So most parents are told from the entry and the run that it lies in, and that from what
  // the parent says of its ends.
  Entry MergeAround(unsigned level, std::uint64_t i, Entry entry_before, Entry entry_now,
                    Entry parent) const {
    const std::uint64_t pages = std::uint64_t{1} << G::LevelLogPages(level);
    const std::uint64_t child = i % kFanOut;
    FreeRuns runs = parent.Unpack();
    // The free pages that touch the entry on either side: all that there are, or the neighbour's.
    std::uint64_t below = child * pages;
    std::uint64_t above = (kFanOut - 1 - child) * pages;
    const bool all_below = runs.start >= below;
    const bool all_above = runs.end >= above;
    if (!all_below) {
      below = At(level, i - 1).UnpackFields().end;
    }
    if (!all_above) {
      above = At(level, i + 1).UnpackFields().start;
    }
    const auto longest = [&](const FreeRuns& entry) {
      return entry.start == pages ? below + pages + above
                                  : std::max({below + entry.start, entry.max, entry.end + above});
    };
    const FreeRuns was = entry_before.UnpackFields();
    const FreeRuns now = entry_now.UnpackFields();
    const std::uint64_t most = longest(now);
    // No other run is longer than what lies outside of this one.
    const std::uint64_t outside = pages * kFanOut - (below + pages + above);
    const bool is_longest = most >= runs.max || most >= outside;
    if ((!all_below && below == pages) || (!all_above && above == pages) ||
        (!is_longest && longest(was) >= runs.max)) {
      return Merge(level - 1, i / kFanOut);
    }
    if (all_below) {
      runs.start = below + (now.start == pages ? pages + above : now.start);
    }
    if (all_above) {
      runs.end = above + (now.end == pages ? pages + below : now.end);
    }
    if (is_longest) {
      runs.max = most;
    }
    return Entry::Pack(runs);
  }

  static void CheckReserved(const void* level) {
    if (level == nullptr) {
      Fatal("failed to reserve page summary memory");
    }
  }

  std::array<InnerCell*, G::kLeaf> inner_{};  // immutable after construction, like leaves_
  LeafCell* leaves_ = nullptr;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SUMMARY_SUMMARY_TREE_H_
