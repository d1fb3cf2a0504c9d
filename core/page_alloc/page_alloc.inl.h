// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of PageAlloc: growing, allocating, freeing.

#ifndef HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_INL_H_
#define HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_INL_H_

#include "core/page_alloc/page_alloc.h"

namespace heddle::core {

template <class P>
void PageAlloc<P>::Grow(Address base, std::uint64_t bytes) {
  const AddressRange asked = G::MakeRange(base, base + bytes);
  const AddressRange range{{RoundDown(asked.base.value, G::kChunkBytes)},
                           {RoundUp(asked.limit.value, G::kChunkBytes)}};
  if constexpr (P::Sync::kChecked) {
    CheckGrowth(asked, range);
  }
  const ChunkIndex first = G::ChunkOf(range.base);
  const ChunkIndex limit = G::ChunkOf(range.limit);
  in_use_.Add(range);
  if (start_.Get() == 0 || first < start_.Get()) {
    start_.Set(first, MemoryOrder::kRelaxed);
  }
  end_.Set(std::max(end_.Get(), limit));
  if (protocol_.Does(Step::kGrowLowersSearch)) {
    LowerSearch(range.base);
  }
  const auto mark = [this](ChunkT& chunk) {
    if (protocol_.Does(Step::kGrowMarksScavenged)) {
      chunk.scavenged().SetRange(0, G::kChunkPages);
    }
  };
  for (ChunkIndex index = first; index < limit; ++index) {
    // The bitmaps of a new block are published before they say that the pages are scavenged. A
    // search that looks in between finds them free and committed, and is put right by its second
    // look under the lock (9.4).
    mark(chunks_.Ensure(index, protocol_.Order(Access::kPublishChunkBlock), [&](ChunkT& chunk) {
      if (!protocol_.Chooses(Choice::kPublishesBlockUnmarked)) {
        mark(chunk);
      }
    }));
  }
  UpdateContiguous(range.base, range.Size() / G::kPageBytes, /*allocated=*/false);
}

template <class P>
Allocation PageAlloc<P>::Alloc(std::uint64_t pages) {
  if (pages == 0) {
    return {};
  }
  const FoundRun found = FindFirstFit(pages);
  if (!found) {
    if (pages == 1) {
      search_.Set(G::kMaxOffset);  // not a single page is free
    }
    return {};
  }
  const bool is_lowest = protocol_.Holds(Decision::kAllocatesWhereItSearched);
  if (!is_lowest && !IsFreeLater(found.base, pages)) {
    return Alloc(pages);
  }
  const std::uint64_t scavenged = AllocRange(found.base, pages);
  if (is_lowest && search_.Get() < found.first_free && protocol_.Chooses(Choice::kRaisesSearch)) {
    search_.Set(found.first_free);
  }
  return {G::AddressOf(found.base), scavenged};
}

template <class P>
bool PageAlloc<P>::IsFreeLater(Offset base, std::uint64_t pages) {
  heap_lock_.unlock();
  heap_lock_.lock();
  unsigned used = 0;
  ForEachChunk(base, pages, [&](ChunkIndex chunk, unsigned first, unsigned count) {
    used += chunks_.Of(chunk).allocated().CountRange(first, count);
  });
  return used == 0;
}

template <class P>
Allocation PageAlloc<P>::AllocAligned(std::uint64_t pages) {
  if (sizes_.min_pages == 1) {
    return Alloc(pages);
  }
  if (pages > G::kMaxOffset.value / G::kPageBytes) {
    return {};  // more than the address space has; the sum below could overflow
  }
  const std::uint64_t unit = sizes_.min_pages * G::kPageBytes;
  if (protocol_.Repairs(Repair::kTakesAlignedPartAlone)) {
    // The search address stays: it may be lower than it could be, never higher than it must (I6).
    const auto found = pages == 0 ? FoundRun{} : FindFirstFit(pages + sizes_.min_pages);
    if (!found) {
      return {};
    }
    const Address aligned = RoundUp(G::AddressOf(found.base), unit);
    return {aligned, AllocRange(G::OffsetOf(aligned), pages)};
  }
  const Allocation run = Alloc(pages + sizes_.min_pages);
  if (!run) {
    return run;
  }
  const Address aligned = RoundUp(run.base, unit);
  const std::uint64_t before = (aligned - run.base) / G::kPageBytes;
  if (before > 0) {
    Free(run.base, before);
  }
  Free(aligned + pages * G::kPageBytes, sizes_.min_pages - before);
  return {aligned, run.scavenged_bytes};
}

template <class P>
inline std::uint64_t PageAlloc<P>::AllocRange(Offset base, std::uint64_t pages) {
  if constexpr (P::Sync::kChecked) {
    CheckPages(base, pages, /*in_use=*/false, "allocated twice");
  }
  std::uint64_t scavenged = 0;
  ForEachChunk(base, pages, [&](ChunkIndex index, unsigned first, unsigned count) {
    ChunkT& chunk = chunks_.Of(index);
    if (protocol_.Does(Step::kAllocClearsScavengedBits)) {
      const unsigned were_scavenged = chunk.Allocate(first, count);
      if (protocol_.Does(Step::kCountBeforeClearingScavengedBits)) {
        scavenged += were_scavenged;
      }
    } else {
      if (protocol_.Does(Step::kCountBeforeClearingScavengedBits)) {
        scavenged += chunk.scavenged().CountRange(first, count);
      }
      chunk.allocated().SetRange(first, count);
    }
  });
  if (protocol_.Does(Step::kAllocUpdatesSummaries)) {
    UpdateAllocated(base, pages);
  }
  return scavenged * G::kPageBytes;
}

// A protocol that does not hold the decision gives the lock back before the summaries are up to
// date. No probe is told, because the page allocator has none.
template <class P>
inline void PageAlloc<P>::UpdateAllocated(Offset base,
                                          std::uint64_t pages) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
  const bool is_locked = protocol_.Holds(Decision::kUpdatesSummariesUnderHeapLock);
  if (!is_locked) {
    heap_lock_.unlock();
  }
  UpdateContiguous(base, pages, /*allocated=*/true);
  if (!is_locked) {
    heap_lock_.lock();
  }
}

template <class P>
void PageAlloc<P>::FreeAt(Offset base, std::uint64_t pages, Freed memory) {
  if constexpr (P::Sync::kChecked) {
    CheckPages(base, pages, /*in_use=*/true, "freed twice");
  }
  if (protocol_.Does(Step::kFreeLowersSearch)) {
    LowerSearch(base);
  }
  const bool is_new_work =
      memory == Freed::kCommitted || !protocol_.Does(Step::kReleasedLeaveHighWatermark);
  if (is_new_work && protocol_.Does(Step::kFreeRaisesHighWatermark)) {
    RaiseFreeHighWatermark(base + (pages * G::kPageBytes - 1));
  }
  ForEachChunk(base, pages, [&](ChunkIndex index, unsigned first, unsigned count) {
    chunks_.Of(index).Free(first, count);
  });
  if (protocol_.Does(Step::kFreeUpdatesSummaries)) {
    UpdateContiguous(base, pages, /*allocated=*/false);
  }
}

template <class P>
bool PageAlloc<P>::PeekScavengeCandidate(ChunkIndex index) const {
  if (tree_.PeekLeaf(index, protocol_.Order(Access::kPeekLeafSummary)).Max() < sizes_.min_pages) {
    return false;
  }
  const ChunkT* const chunk = chunks_.Peek(index, protocol_.Order(Access::kFindChunkBlock));
  if (!protocol_.Chooses(Choice::kPeeksAtBits)) {
    return chunk != nullptr;
  }
  return (chunk != nullptr || !protocol_.Holds(Decision::kLooksForBitmaps)) &&
         chunk->HasScavengeCandidate(sizes_.min_pages, protocol_.Order(Access::kPeekPageBits));
}

template <class P>
PageRun PageAlloc<P>::PeekScavengeRun(ChunkIndex index, std::uint64_t max_pages) const {
  const ChunkT* const chunk = chunks_.Peek(index, protocol_.Order(Access::kFindChunkBlock));
  return chunk == nullptr ? PageRun{}
                          : chunk->PeekScavengeCandidate(G::kChunkPages - 1, sizes_, max_pages,
                                                         protocol_.Order(Access::kPeekPageBits));
}

template <class P>
template <class Visit>
inline void PageAlloc<P>::ForEachChunk(Offset base, std::uint64_t pages, Visit visit) {
  if (pages <= G::kChunkPages - G::PageInChunk(base)) {  // as most are
    visit(G::ChunkOf(base), G::PageInChunk(base), static_cast<unsigned>(pages));
    return;
  }
  while (pages > 0) {
    const unsigned first = G::PageInChunk(base);
    const auto count =
        static_cast<unsigned>(std::min<std::uint64_t>(pages, G::kChunkPages - first));
    visit(G::ChunkOf(base), first, count);
    base = base + count * G::kPageBytes;
    pages -= count;
  }
}

template <class P>
inline void PageAlloc<P>::UpdateContiguous(Offset base, std::uint64_t pages, bool allocated) {
  const ChunkIndex first = G::ChunkOf(base);
  const ChunkIndex last = G::ChunkOf(base + (pages * G::kPageBytes - 1));
  if (first == last) {
    const PageRun run{G::PageInChunk(base), static_cast<unsigned>(pages)};
    SetLeaf(first, SummarizeAround(first, run, allocated));
    return;
  }
  tree_.SetLeaf(first, Summarize(first));
  tree_.SetLeaf(last, Summarize(last));
  const Entry between = allocated ? Entry::FromBits(0) : SummaryTree<P>::kChunkAllFree;
  for (ChunkIndex chunk = first + 1; chunk < last; ++chunk) {
    tree_.SetLeaf(chunk, between);
  }
  if (protocol_.Does(Step::kUpdatesInnerSummaries)) {
    tree_.PropagateUp(first, last);
  }
}

template <class P>
void PageAlloc<P>::UpdateChunk(ChunkIndex chunk) {
  SetLeaf(chunk, Summarize(chunk));
}

template <class P>
inline void PageAlloc<P>::SetLeaf(ChunkIndex chunk, Entry entry) {
  const Entry before = tree_.Leaf(chunk);
  if (before == entry) {
    return;
  }
  tree_.SetLeaf(chunk, entry);
  if (protocol_.Does(Step::kUpdatesInnerSummaries)) {
    tree_.PropagateUp(G::kLeaf, chunk, before, entry);
  }
}

template <class P>
typename PageAlloc<P>::Entry PageAlloc<P>::Summarize(ChunkIndex chunk) const {
  return Entry::Pack(chunks_.Of(chunk).allocated().SummarizeClear());
}

// The run that the pages lie in, or lay in, is all that has changed: it tells the ends of the
// summary, and the longest run too unless it was that itself.
template <class P>
inline typename PageAlloc<P>::Entry PageAlloc<P>::SummarizeAround(ChunkIndex chunk,
                                                                  const PageRun& changed,
                                                                  bool allocated) const {
  constexpr unsigned kShortRun = 8;  // runs of which another one is likely
  const auto& bits = chunks_.Of(chunk).allocated();
  const unsigned limit = changed.start + changed.size;
  const unsigned below = bits.ClearBelow(changed.start);
  const unsigned above = bits.ClearFrom(limit);
  const unsigned run = below + changed.size + above;
  FreeRuns runs = tree_.Leaf(chunk).UnpackFields();
  if (!allocated) {
    runs.max = std::max<std::uint64_t>(runs.max, run);
  } else if (run >= runs.max) {
    // It was the longest. What is left of it may still be, if the rest of the chunk is too small
    // for a longer one; or there was another one as long.
    const unsigned left = std::max(below, above);
    if (left >= G::kChunkPages - run) {
      runs.max = left;
    } else if (runs.max > kShortRun || !bits.FindClear(static_cast<unsigned>(runs.max), 0)) {
      return Summarize(chunk);
    }
  }
  if (below == changed.start) {
    runs.start = allocated ? below : run;
  }
  if (limit + above == G::kChunkPages) {
    runs.end = allocated ? above : run;
  }
  return Entry::Pack(runs);
}

template <class P>
inline FoundRun PageAlloc<P>::FindFirstFit(std::uint64_t pages) const {
  // The highest offset, which stands for "nothing free", lies in the last chunk: above every end
  // (G12).
  if (G::ChunkOf(search_.Get()) >= end_.Get()) {
    return {};
  }
  const FoundRun found = FindNearSearch(pages);
  return found ? found : Find(pages);
}

// Most allocations are small and fit in the chunk of the search address.
template <class P>
inline FoundRun PageAlloc<P>::FindNearSearch(std::uint64_t pages) const {
  const Offset search = search_.Get();
  const ChunkIndex chunk = G::ChunkOf(search);
  if (G::kChunkPages - G::PageInChunk(search) < pages || tree_.Leaf(chunk).Max() < pages) {
    return {};
  }
  const auto found =
      chunks_.Of(chunk).allocated().FindClear(static_cast<unsigned>(pages), G::PageInChunk(search));
  if (!found) {
    Fatal("bad summary data");
  }
  return FoundRun{G::PageOffset(chunk, found.index), G::PageOffset(chunk, found.first_free)};
}

// The tree's idea of the first free page can lie in a hole of the heap, where there is nothing to
// read; the search address must not (I5).
template <class P>
FoundRun PageAlloc<P>::Find(std::uint64_t pages) const {
  FoundRun found = RunFinder<P>(tree_, chunks_, search_.Get(), end_.Get()).Find(pages);
  if (found) {
    found.first_free = in_use_.FindGreaterEqual(found.first_free).value_or(G::kMaxOffset);
  }
  return found;
}

template <class P>
void PageAlloc<P>::CheckPages(Offset base, std::uint64_t pages, bool in_use,
                              const char* what) const {
  if (pages == 0 || base > G::kMaxOffset || pages > (G::kMaxOffset - base) / G::kPageBytes ||
      !IsAligned(base.value, G::kPageBytes)) {
    Fail(FailureKind::kAssertion, FailureText()
                                      << pages << " pages at " << Hex{G::AddressOf(base)} << " are "
                                      << what << ": not a range of whole pages");
  }
  // Not by ForEachChunk: the analysis does not follow the lock into a lambda.
  while (pages > 0) {
    const ChunkIndex index = G::ChunkOf(base);
    const unsigned first = G::PageInChunk(base);
    const auto count =
        static_cast<unsigned>(std::min<std::uint64_t>(pages, G::kChunkPages - first));
    const bool grown = in_use_.Contains(G::ChunkBase(index));
    const unsigned used = grown ? chunks_.Of(index).allocated().CountRange(first, count) : 0;
    if (!grown || used != (in_use ? count : 0)) {
      Fail(FailureKind::kAssertion,
           FailureText() << count << " pages at " << Hex{G::AddressOf(base)} << " are " << what
                         << ": " << used << " of the " << count << " in chunk " << index
                         << (grown ? "" : ", which was never grown,") << " are in use");
    }
    base = base + count * G::kPageBytes;
    pages -= count;
  }
}

template <class P>
void PageAlloc<P>::CheckGrowth(const AddressRange& asked, const AddressRange& range) const {
  const auto fail = [&](const char* why) {
    Fail(FailureKind::kAssertion, FailureText() << "the heap cannot grow by ["
                                                << Hex{G::AddressOf(asked.base)} << ", "
                                                << Hex{G::AddressOf(asked.limit)} << "): " << why);
  };
  // Before rounding, which would turn a range whose size overflowed into a chunk.
  if (asked.IsEmpty() || range.IsEmpty()) {
    fail("the range is empty, or its size overflows");
  }
  if (G::ChunkOf(range.base) == 0 || G::ChunkOf(range.limit - 1) >= G::ChunkOf(G::kMaxOffset)) {
    fail("the first and the last chunk of the address space stay unused");
  }
  if (range.Contains(G::OffsetOf(0))) {
    fail("raw address 0 stays unused, because an allocation there would look like none");
  }
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_INL_H_
