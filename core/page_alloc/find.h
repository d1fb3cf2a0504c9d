// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_ALLOC_FIND_H_
#define HEDDLE_CORE_PAGE_ALLOC_FIND_H_

#include <algorithm>
#include <cstdint>

#include "core/address/offset.h"
#include "core/page_alloc/chunk_table.h"
#include "core/summary/summary_tree.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Where a run of free pages begins, and a lower bound of every free page's address. In two
// registers, because every allocation returns one.
struct FoundRun {
  static constexpr Offset kNone{~std::uint64_t{0}};

  Offset base = kNone;
  Offset first_free = kNone;

  explicit operator bool() const { return base != kNone; }
};

// Address-ordered first fit through the radix tree (allocator-spec 3.8, I31). Nothing below
// `search` is free, nor in a chunk from `end` on. Needs the heap lock.
template <class P>
class RunFinder {
 public:
  using G = typename P::Geometry;

  RunFinder(const SummaryTree<P>& tree, const ChunkTable<P>& chunks, Offset search, ChunkIndex end)
      : tree_(tree), chunks_(chunks), search_(search), end_(end) {}

  // The lowest run of `pages` free pages, if there is one. It may span any number of chunks.
  FoundRun Find(std::uint64_t pages) {
    std::uint64_t block = 0;  // entry of the level above that the search went down into
    for (unsigned level = 0; level < G::kLevels; ++level) {
      block <<= G::LevelBits(level);
      const Place place = Scan(level, block, pages);
      if (place.before == kInside) {
        block = place.entry;
      } else if (place.entry != kNowhere) {
        const Offset entry = EntryOffset(level, place.entry);
        return {{entry.value - place.before * G::kPageBytes}, first_free_};
      } else if (level == 0) {
        return {};
      } else {
        Fatal("bad summary data");  // the parent's summary promised a run
      }
    }
    const ChunkIndex chunk = block;
    const auto found = chunks_.Of(chunk).allocated().FindClear(static_cast<unsigned>(pages), 0);
    if (!found) {
      Fatal("bad summary data");
    }
    if (is_first_) {
      first_free_ = G::PageOffset(chunk, found.first_free);
    }
    return {G::PageOffset(chunk, found.index), first_free_};
  }

 private:
  // The entry that the run lies in or reaches into, and how many of its pages are below the entry.
  struct Place {
    std::uint64_t entry;
    std::uint64_t before;
  };
  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};
  static constexpr std::uint64_t kInside = ~std::uint64_t{0};

  static Offset EntryOffset(unsigned level, std::uint64_t entry) {
    return {entry << G::LevelShift(level)};
  }

  // Looks through the siblings from entry `block` on for a run that spans them, or for one that
  // fits inside an entry.
  Place Scan(unsigned level, std::uint64_t block, std::uint64_t pages) {
    const std::uint64_t limit = Limit(level, block);
    const std::uint64_t first = FirstFree(level, FirstEntry(level, block, limit), limit);
    if (is_first_) {
      first_free_ = EntryOffset(level, first);
    }
    // An entry of this level holds fewer pages than fields can say, unless it is the root's.
    const bool is_short = level > 0 && pages <= std::uint64_t{1} << G::LevelLogPages(level);
    const Place place = is_short ? ScanForShort(level, first, limit, pages)
                                 : ScanForAny(level, first, limit, pages);
    is_first_ = is_first_ && place.entry == first;
    return place;
  }

  // Behind the last sibling; of the root, which has thousands, behind the last that is in the heap.
  std::uint64_t Limit(unsigned level, std::uint64_t block) const {
    return level == 0 ? ((G::ChunkBase(end_).value - 1) >> G::LevelShift(0)) + 1
                      : block + (std::uint64_t{1} << G::LevelBits(level));
  }

  // Entries before the one that holds `search_` are full, if that one is in this block.
  std::uint64_t FirstEntry(unsigned level, std::uint64_t block, std::uint64_t limit) const {
    const std::uint64_t at = search_.value >> G::LevelShift(level);
    return block <= at && at < limit ? at : block;
  }

  // The first entry from `i` on that has a free page.
  std::uint64_t FirstFree(unsigned level, std::uint64_t i, std::uint64_t limit) const {
    while (i < limit && tree_.At(level, i).IsNothingFree()) {
      ++i;
    }
    return i;
  }

  // A run that fits into an entry spans two of them at most.
  Place ScanForShort(unsigned level, std::uint64_t first, std::uint64_t limit,
                     std::uint64_t pages) const {
    std::uint64_t before = 0;
    for (std::uint64_t i = first; i < limit; ++i) {
      const FreeRuns runs = tree_.At(level, i).UnpackFields();
      if (std::max(before + runs.start, runs.max) >= pages) {
        return {i, before + runs.start >= pages ? before : kInside};
      }
      before = runs.end;
    }
    return {kNowhere, 0};
  }

  Place ScanForAny(unsigned level, std::uint64_t first, std::uint64_t limit,
                   std::uint64_t pages) const {
    const std::uint64_t entry_pages = std::uint64_t{1} << G::LevelLogPages(level);
    std::uint64_t before = 0;
    for (std::uint64_t i = first; i < limit; ++i) {
      const FreeRuns runs = tree_.At(level, i).Unpack();
      if (before + runs.start >= pages) {
        return {i, before};
      }
      if (runs.max >= pages) {
        return {i, kInside};
      }
      before = runs.start == entry_pages ? before + entry_pages : runs.end;
    }
    return {kNowhere, 0};
  }

  const SummaryTree<P>& tree_;
  const ChunkTable<P>& chunks_;
  Offset search_;
  ChunkIndex end_;
  // A lower bound of every free page's address, and whether what the search went down into was the
  // first entry with a free page at every level so far.
  Offset first_free_ = G::kMinOffset;
  bool is_first_ = true;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_FIND_H_
