// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_PAGE_ALLOC_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_PAGE_ALLOC_INVARIANTS_H_

#include <cstddef>
#include <cstdint>

#include "core/invariants/ranges_invariants.h"
#include "core/page_alloc/page_alloc.h"

namespace heddle::core {

// The structural invariants of the page allocator, I1 to I10 of allocator-spec 8, which hold
// whenever the heap lock is free. Call it with the lock held, just before giving it back. Fails
// with kInvariant on the first that does not hold. Reads every chunk of the heap.
template <class P>
class PageAllocInvariants {
 public:
  using G = typename P::Geometry;

  static void Check(const PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
    CheckRanges(pages.in_use(), "I8");
    CheckExtent(pages);
    for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
      const AddressRange range = pages.in_use().At(i);
      for (ChunkIndex c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
        CheckChunk(pages, c);
      }
      for (unsigned level = 0; level < G::kLeaf; ++level) {
        CheckEntries(pages, level, range.base.value >> G::LevelShift(level),
                     (range.limit - 1).value >> G::LevelShift(level));
      }
    }
    CheckSearch(pages);
    CheckNeverGrown(pages);
  }

 private:
  using Entry = typename SummaryTree<P>::Entry;

  // Few enough chunks to look at all of them, and all that is above them, grown or not.
  static constexpr bool kSmall = G::LevelEntries(G::kLeaf) <= 4096;

  // I7, and the chunk alignment of I8.
  static void CheckExtent(const PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
    const auto& in_use = pages.in_use();
    ChunkIndex start = 0;
    ChunkIndex end = 0;
    for (std::size_t i = 0; i < in_use.Count(); ++i) {
      const AddressRange range = in_use.At(i);
      CheckInvariant(IsAligned(range.base.value | range.limit.value, G::kChunkBytes), "I8",
                     [&](FailureText& text) { text << range << " is not made of whole chunks"; });
      start = i == 0 ? G::ChunkOf(range.base) : start;
      end = G::ChunkOf(range.limit);
    }
    const ChunkIndex said_start = pages.start();
    const ChunkIndex said_end = pages.end();
    CheckInvariant(said_start == start && said_end == end && (in_use.Count() == 0 || start >= 1),
                   "I7", [&](FailureText& text) {
                     text << "the heap spans chunks [" << start << ", " << end << ") but says ["
                          << said_start << ", " << said_end << ")";
                   });
  }

  // I1, I9, I10, and I4 of the leaf.
  static void CheckChunk(const PageAlloc<P>& pages, ChunkIndex index)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    const auto* const chunk = pages.chunks().Find(index);
    CheckInvariant(chunk != nullptr, "I10",
                   [&](FailureText& text) { text << "chunk " << index << " has no bitmaps"; });
    for (unsigned w = 0; w < G::kChunkWords; ++w) {
      const std::uint64_t allocated = chunk->allocated().Word(w);
      const std::uint64_t scavenged = chunk->scavenged().Word(w);
      CheckInvariant((allocated & scavenged) == 0, "I9", [&](FailureText& text) {
        text << "word " << w << " of chunk " << index << " has pages " << Hex{allocated}
             << " in use and " << Hex{scavenged} << " scavenged";
      });
    }
    const Entry leaf = pages.tree().Leaf(index);
    const Entry exact = Entry::Pack(chunk->allocated().SummarizeClear());
    CheckInvariant(leaf == exact, "I1", [&](FailureText& text) {
      text << "the summary of chunk " << index << " is " << Hex{leaf.bits()} << ", its bits give "
           << Hex{exact.bits()};
    });
    CheckPacking(leaf, G::kLeaf, index);
  }

  // I2 and I4 of entries `first` to `last` of an inner level.
  static void CheckEntries(const PageAlloc<P>& pages, unsigned level, std::uint64_t first,
                           std::uint64_t last) HEDDLE_REQUIRES(pages.heap_lock()) {
    for (std::uint64_t i = first; i <= last; ++i) {
      const Entry entry = pages.tree().At(level, i);
      const Entry merged = pages.tree().Merge(level, i);
      CheckInvariant(entry == merged, "I2", [&](FailureText& text) {
        text << "entry " << i << " of level " << level << " is " << Hex{entry.bits()}
             << ", its children give " << Hex{merged.bits()};
      });
      CheckPacking(entry, level, i);
    }
  }

  static void CheckPacking(Entry entry, unsigned level, std::uint64_t i) {
    const std::uint64_t pages = std::uint64_t{1} << G::LevelLogPages(level);
    const FreeRuns runs = entry.Unpack();
    const bool saturated = (entry.bits() >> 63) != 0;
    const bool all = runs.max == pages;
    CheckInvariant(runs.start <= runs.max && runs.end <= runs.max && runs.max <= pages &&
                       (runs.start == pages) == all && (runs.end == pages) == all &&
                       (!saturated || (level == 0 && entry.bits() == std::uint64_t{1} << 63)),
                   "I4", [&](FailureText& text) {
                     text << "entry " << i << " of level " << level << " is " << Hex{entry.bits()}
                          << ": " << runs.start << ", " << runs.max << ", " << runs.end << " of "
                          << pages << " pages";
                   });
  }

  // I5 and I6.
  static void CheckSearch(const PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
    const Offset search = pages.search();
    CheckInvariant(search == G::kMaxOffset || pages.in_use().Contains(search), "I5",
                   [&](FailureText& text) {
                     text << "the search address " << Hex{search.value} << " is not in the heap";
                   });
    for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
      const AddressRange below = pages.in_use().At(i).RemoveGreaterEqual(search);
      for (Offset at = below.base; at < below.limit; at = at + G::kChunkBytes) {
        const ChunkIndex index = G::ChunkOf(at);
        const unsigned count =
            G::ChunkOf(search) == index ? G::PageInChunk(search) : G::kChunkPages;
        const unsigned used =
            count == 0 ? 0 : pages.chunks().Of(index).allocated().CountRange(0, count);
        CheckInvariant(used == count, "I6", [&](FailureText& text) {
          text << "chunk " << index << " has a free page below the search address "
               << Hex{search.value};
        });
      }
    }
  }

  // I3: all of it where that is little, else the chunks next to the heap's ranges.
  static void CheckNeverGrown(const PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
    if constexpr (kSmall) {
      for (ChunkIndex c = 0; c < G::LevelEntries(G::kLeaf); ++c) {
        CheckUntouched(pages, c);
      }
      for (unsigned level = 0; level < G::kLeaf; ++level) {
        CheckEntries(pages, level, 0, G::LevelEntries(level) - 1);
      }
    } else {
      for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
        const AddressRange range = pages.in_use().At(i);
        CheckUntouched(pages, G::ChunkOf(range.base) - 1);
        CheckUntouched(pages, G::ChunkOf(range.limit));
      }
    }
  }

  static void CheckUntouched(const PageAlloc<P>& pages, ChunkIndex index)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    if (pages.in_use().Contains(G::ChunkBase(index))) {
      return;
    }
    bool untouched = pages.tree().Leaf(index).IsNothingFree();
    if (const auto* const chunk = pages.chunks().Find(index)) {
      for (unsigned w = 0; w < G::kChunkWords; ++w) {
        untouched = untouched && (chunk->allocated().Word(w) | chunk->scavenged().Word(w)) == 0;
      }
    }
    CheckInvariant(untouched, "I3", [&](FailureText& text) {
      text << "chunk " << index << " was never grown but is not empty";
    });
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_PAGE_ALLOC_INVARIANTS_H_
