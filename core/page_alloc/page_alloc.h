// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_H_
#define HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_H_

#include <algorithm>
#include <cstdint>

#include "core/address/address_ranges.h"
#include "core/address/align.h"
#include "core/allocation.h"
#include "core/geometry/physical_sizes.h"
#include "core/page_alloc/chunk_table.h"
#include "core/page_alloc/find.h"
#include "core/page_cache/page_cache.h"
#include "core/policies.h"
#include "core/summary/summary_tree.h"
#include "core/sync/annotations.h"
#include "core/sync/failure.h"

namespace heddle::core {

// What the memory of freed pages is.
enum class Freed : std::uint8_t {
  kCommitted,  // still there: the scavenger should look here again
  kScavenged,  // released by the caller, who sets the scavenged bits
};

// The page allocator (allocator-spec 3): bitmaps of the pages in use, summarized in a radix tree,
// and address-ordered first fit over both. Owns the heap lock H, which every operation needs; keeps
// invariants I1 to I10.
//
// The search address is a hint: no page of the heap below it is free (I6), and it lies in the heap
// or is the highest address (I5). Allocation raises it; free, grow and flush lower it.
template <class P>
class PageAlloc {
 public:
  using G = typename P::Geometry;
  using Mutex = typename P::Sync::Mutex;
  using Ranges = AddressRanges<typename P::Sync, typename P::Memory, typename P::Protocol>;
  using Cache = PageCache<G>;
  using ChunkT = typename ChunkTable<P>::ChunkT;

  // Reserves metadata for the whole address space, none of it touched. `memory` outlives this.
  explicit PageAlloc(typename P::Memory& memory, const PhysicalSizes& sizes = {},
                     const typename P::Protocol& protocol = {})
      : protocol_(protocol),
        sizes_(sizes),
        tree_(memory),
        chunks_(memory),
        in_use_(memory, G::kInitialRanges, protocol) {}
  PageAlloc(const PageAlloc&) = delete;
  PageAlloc& operator=(const PageAlloc&) = delete;

  Mutex& heap_lock() const HEDDLE_RETURN_CAPABILITY(heap_lock_) { return heap_lock_; }
  const PhysicalSizes& sizes() const { return sizes_; }

  // Adds [base, base + bytes), rounded out to whole chunks, as free and scavenged. It overlaps no
  // range of the heap and takes in neither the first nor the last chunk of the address space, nor
  // the one of raw address 0. Fatal if it crosses raw address 0, or if there is no memory for its
  // bitmaps.
  void Grow(Address base, std::uint64_t bytes) HEDDLE_REQUIRES(heap_lock_);

  // The lowest run of `pages` pages; none if there is no such run, or if no pages are asked for.
  Allocation Alloc(std::uint64_t pages) HEDDLE_REQUIRES(heap_lock_);

  // Alloc, at a multiple of the system's page where that is larger than ours (3.9). As shipped in
  // 2021: takes a run that is longer by a system page and frees its ends as committed memory.
  // Repaired: as Go 1.19 does it, searches for such a run, and takes the aligned part of it alone.
  Allocation AllocAligned(std::uint64_t pages) HEDDLE_REQUIRES(heap_lock_);

  // Marks free pages used, wherever they are; returns how many of their bytes were scavenged.
  // Leaves the search address alone.
  std::uint64_t AllocRange(Offset base, std::uint64_t pages) HEDDLE_REQUIRES(heap_lock_);

  // Frees pages that are in use. Sets no scavenged bits.
  void Free(Address base, std::uint64_t pages, Freed memory = Freed::kCommitted)
      HEDDLE_REQUIRES(heap_lock_) {
    FreeAt(G::OffsetOf(base), pages, memory);
  }
  void FreeAt(Offset base, std::uint64_t pages, Freed memory) HEDDLE_REQUIRES(heap_lock_);

  // Sets the scavenged bits of free pages.
  void MarkScavenged(Offset base, std::uint64_t pages) HEDDLE_REQUIRES(heap_lock_) {
    if constexpr (P::Sync::kChecked) {
      CheckPages(base, pages, /*in_use=*/false, "marked scavenged");
    }
    ForEachChunk(base, pages, [this](ChunkIndex chunk, unsigned first, unsigned count) {
      chunks_.Of(chunk).scavenged().SetRange(first, count);
    });
  }

  // Takes the free pages of the block of 64 that holds the heap's lowest free page (7.2). Empty if
  // no page is free.
  Cache AllocToCache() HEDDLE_REQUIRES(heap_lock_);

  // Gives a cache's pages back and empties it (7.3). As shipped it does not raise the free high
  // watermark; repaired, it does as a free would.
  void Flush(Cache& cache) HEDDLE_REQUIRES(heap_lock_);

  // The address of the last byte freed as committed memory since the last reset, the highest such;
  // the lowest address if none was (I27).
  Offset FreeHighWatermark() const HEDDLE_REQUIRES(heap_lock_) { return free_high_.Get(); }
  void ResetFreeHighWatermark() HEDDLE_REQUIRES(heap_lock_) { free_high_.Set(G::kMinOffset); }

  // For the scavenger, the invariants and tests.
  const Ranges& in_use() const HEDDLE_REQUIRES(heap_lock_) { return in_use_; }
  const SummaryTree<P>& tree() const HEDDLE_REQUIRES(heap_lock_) { return tree_; }
  const ChunkTable<P>& chunks() const HEDDLE_REQUIRES(heap_lock_) { return chunks_; }
  Offset search() const HEDDLE_REQUIRES(heap_lock_) { return search_.Get(); }
  // Chunks [start, end) hold the heap; both 0 before the first growth (I7).
  ChunkIndex start() const HEDDLE_REQUIRES(heap_lock_) { return start_.Get(); }
  // Without the lock, and perhaps out of date. Relaxed: chunks are looked at through pointers that
  // are acquired.
  ChunkIndex PeekStart() const { return start_.Peek(protocol_.Order(Access::kPeekStart)); }
  ChunkIndex end() const HEDDLE_REQUIRES(heap_lock_) { return end_.Get(); }

  // Without the lock: whether the chunk may hold pages to scavenge. Any part of the answer may be
  // stale (9.3); the chunk belongs to a reservation, so it has been grown.
  bool PeekScavengeCandidate(ChunkIndex chunk) const;
  // Without the lock, and so not to be relied on: the pages themselves, at most `max_pages`.
  PageRun PeekScavengeRun(ChunkIndex chunk, std::uint64_t max_pages) const;

 private:
  template <class>
  friend struct PageAllocSetup;
  template <class>
  friend struct PageAllocDescription;

  using Entry = typename SummaryTree<P>::Entry;

  // The pages between two offsets, chunk by chunk: visit(chunk, first page, count).
  template <class Visit>
  static void ForEachChunk(Offset base, std::uint64_t pages, Visit visit);

  void CheckPages(Offset base, std::uint64_t pages, bool in_use, const char* what) const
      HEDDLE_REQUIRES(heap_lock_);
  // `range` is `asked`, rounded out to chunks.
  void CheckGrowth(const AddressRange& asked, const AddressRange& range) const
      HEDDLE_REQUIRES(heap_lock_);

  // Restores I1 and I2 after the bitmaps of these pages changed: all of them to used, or all to
  // free. Correct only if both held before.
  void UpdateContiguous(Offset base, std::uint64_t pages, bool allocated)
      HEDDLE_REQUIRES(heap_lock_);
  // The same after an allocation.
  void UpdateAllocated(Offset base, std::uint64_t pages) HEDDLE_REQUIRES(heap_lock_);
  // The same where any of the chunk's pages may have changed.
  void UpdateChunk(ChunkIndex chunk) HEDDLE_REQUIRES(heap_lock_);
  void SetLeaf(ChunkIndex chunk, Entry entry) HEDDLE_REQUIRES(heap_lock_);
  // The leaf that the chunk must have (I1).
  Entry Summarize(ChunkIndex chunk) const HEDDLE_REQUIRES(heap_lock_);
  // The same, from the one that it has, after these pages of it have been allocated or freed.
  Entry SummarizeAround(ChunkIndex chunk, const PageRun& changed, bool allocated) const
      HEDDLE_REQUIRES(heap_lock_);

  // The lowest run of so many free pages, at least one.
  FoundRun FindFirstFit(std::uint64_t pages) const HEDDLE_REQUIRES(heap_lock_);
  // Lets others have the lock, and looks whether pages that were free before still are.
  bool IsFreeLater(Offset base, std::uint64_t pages) HEDDLE_REQUIRES(heap_lock_);

  FoundRun Find(std::uint64_t pages) const HEDDLE_REQUIRES(heap_lock_);
  FoundRun FindNearSearch(std::uint64_t pages) const HEDDLE_REQUIRES(heap_lock_);
  // I27: committed pages have been freed, up to and with this byte.
  void RaiseFreeHighWatermark(Offset last_byte) HEDDLE_REQUIRES(heap_lock_) {
    if (free_high_.Get() < last_byte) {
      free_high_.Set(last_byte);
    }
  }
  void LowerSearch(Offset to) HEDDLE_REQUIRES(heap_lock_) {
    if (to < search_.Get()) {
      search_.Set(to);
    }
  }

  template <class T>
  using Shared = typename P::Sync::template Shared<T>;

  mutable Mutex heap_lock_{LockRank::kHeap};
  [[no_unique_address]] typename P::Protocol protocol_;
  PhysicalSizes sizes_;

  SummaryTree<P> tree_;   // leaves are also peeked at without the lock
  ChunkTable<P> chunks_;  // so are pointers and bitmap words
  Ranges in_use_ HEDDLE_GUARDED_BY(heap_lock_);
  Shared<Offset> search_ HEDDLE_GUARDED_BY(heap_lock_){G::kMaxOffset};
  typename P::Sync::template Published<ChunkIndex> start_{0};  // see PeekStart
  Shared<ChunkIndex> end_ HEDDLE_GUARDED_BY(heap_lock_){0};
  Shared<Offset> free_high_ HEDDLE_GUARDED_BY(heap_lock_){G::kMinOffset};
};

}  // namespace heddle::core

#include "core/page_alloc/page_alloc.inl.h"
#include "core/page_alloc/page_alloc_cache.inl.h"

#endif  // HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_H_
