// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_ALLOC_FIND_H_
#define HEDDLE_CORE_PAGE_ALLOC_FIND_H_

#include <cstdint>
#include <optional>

#include "core/address/offset.h"
#include "core/page_alloc/chunk_table.h"
#include "core/summary/summary_tree.h"
#include "core/sync/failure.h"

namespace heddle::core {

// The narrowest region known to hold the heap's first free page, as a search goes down the tree
// (allocator-spec 3.8). Both ends included.
class FirstFreeRegion {
 public:
  FirstFreeRegion(Offset first, Offset last) : first_(first), last_(last) {}

  // `bytes` from `base` on hold a free page, and nothing before them that the search has yet to
  // tell of.
  void Narrow(Offset base, std::uint64_t bytes) {
    const Offset last = base + (bytes - 1);
    if (first_ <= base && last <= last_) {
      first_ = base;
      last_ = last;
    } else if (!(last_ < base || last < first_)) {
      Fatal("range partially overlaps");
    }
  }

  Offset first() const { return first_; }

 private:
  Offset first_;
  Offset last_;
};

// Where a run of free pages begins, and a lower bound of every free page's address.
struct FoundRun {
  Offset base;
  Offset first_free;
};

// Address-ordered first fit through the radix tree (allocator-spec 3.8, I31). Nothing below
// `search` is free. Needs the heap lock.
template <class P>
class RunFinder {
 public:
  using G = typename P::Geometry;

  RunFinder(const SummaryTree<P>& tree, const ChunkTable<P>& chunks, Offset search)
      : tree_(tree), chunks_(chunks), search_(search) {}

  // The lowest run of `pages` free pages. It may span any number of chunks.
  std::optional<FoundRun> Find(std::uint64_t pages) {
    FirstFreeRegion region(G::kMinOffset, G::kMaxOffset);
    std::uint64_t block = 0;  // entry of the level above that the search went down into
    for (unsigned level = 0; level < G::kLevels; ++level) {
      block <<= G::LevelBits(level);
      const Scan scan = ScanBlock(level, block, pages, region);
      if (scan.descend) {
        block += scan.entry;
        continue;
      }
      if (scan.run >= pages) {
        return FoundRun{EntryOffset(level, block) + scan.run_base * G::kPageBytes, region.first()};
      }
      if (level == 0) {
        return std::nullopt;
      }
      Fatal("bad summary data");  // the parent's summary promised a run
    }
    const ChunkIndex chunk = block;
    const auto found = chunks_.Of(chunk).allocated().FindClear(static_cast<unsigned>(pages), 0);
    if (!found.index) {
      Fatal("bad summary data");
    }
    const Offset first_free = G::PageOffset(chunk, found.first_free);
    region.Narrow(first_free, G::ChunkBase(chunk + 1) - first_free);
    return FoundRun{G::PageOffset(chunk, *found.index), region.first()};
  }

 private:
  struct Scan {
    bool descend = false;
    std::uint64_t entry = 0;     // to go down into, counted from the block's first
    std::uint64_t run = 0;       // pages of the run found across entries of this block
    std::uint64_t run_base = 0;  // where it begins, in pages from the block's first entry
  };

  static Offset EntryOffset(unsigned level, std::uint64_t entry) {
    return {entry << G::LevelShift(level)};
  }

  // Looks through the siblings from entry `block` on for a run that spans them, or for one that
  // fits inside an entry.
  Scan ScanBlock(unsigned level, std::uint64_t block, std::uint64_t pages,
                 FirstFreeRegion& region) const {
    const std::uint64_t fan_out = std::uint64_t{1} << G::LevelBits(level);
    const std::uint64_t entry_pages = std::uint64_t{1} << G::LevelLogPages(level);
    Scan scan;
    for (std::uint64_t j = FirstEntry(level, block, fan_out); j < fan_out; ++j) {
      const auto summary = tree_.At(level, block + j);
      if (summary.IsNothingFree()) {
        scan.run = 0;
        continue;
      }
      region.Narrow(EntryOffset(level, block + j), entry_pages * G::kPageBytes);
      const std::uint64_t start = summary.Start();
      if (scan.run + start >= pages) {
        if (scan.run == 0) {
          scan.run_base = j * entry_pages;
        }
        scan.run += start;
        return scan;
      }
      if (summary.Max() >= pages) {
        return {.descend = true, .entry = j};
      }
      if (scan.run == 0 || start < entry_pages) {
        scan.run = summary.End();
        scan.run_base = (j + 1) * entry_pages - scan.run;
      } else {
        scan.run += entry_pages;
      }
    }
    return scan;
  }

  // Entries before the one that holds `search_` are full, if that one is in this block.
  std::uint64_t FirstEntry(unsigned level, std::uint64_t block, std::uint64_t fan_out) const {
    const std::uint64_t at = search_.value >> G::LevelShift(level);
    return block <= at && at < block + fan_out ? at - block : 0;
  }

  const SummaryTree<P>& tree_;
  const ChunkTable<P>& chunks_;
  Offset search_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_FIND_H_
