// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of RangeScavenger. Step numbers are those of allocator-spec 5.6.

#ifndef HEDDLE_CORE_SCAVENGER_RANGE_SCAVENGER_INL_H_
#define HEDDLE_CORE_SCAVENGER_RANGE_SCAVENGER_INL_H_

#include <optional>

#include "core/scavenger/range_scavenger.h"

namespace heddle::core {

template <class P>
GenerationRecord RangeScavenger<P>::StartGeneration() {
  const GenerationRecord ended{reservations_.generation(), released_.Get()};
  reservations_.Begin(pages_.in_use(), G::kMaxOffset);
  if (protocol_.Does(Step::kResetsGenerationCount)) {
    released_.Set(0);
  }
  return ended;
}

template <class P>
void RangeScavenger<P>::Unreserve(const Reservation& reservation) {
  if (!reservation.range.IsEmpty()) {
    Held::CheckAligned(reservation.range);
    reservations_.Unreserve(reservation);
  }
}

template <class P>
std::uint64_t RangeScavenger<P>::Scavenge(std::uint64_t bytes, MayUnlock may_unlock) {
  std::uint64_t released = 0;
  Reservation work;
  while (released < bytes) {
    if (work.range.IsEmpty()) {
      work = Reserve();
      if (work.range.IsEmpty()) {
        break;
      }
    }
    released += ScavengeOne(work.range, bytes - released, may_unlock);
    if (work.range.IsEmpty()) {
      probe_.SearchedThrough();
    }
  }
  if (protocol_.Does(Step::kGiveBackRest)) {
    Unreserve(work);
  }
  if (!protocol_.Does(Step::kGiveBackOnce)) {
    Unreserve(work);
  }
  return released;
}

template <class P>
std::uint64_t RangeScavenger<P>::ScavengeOne(AddressRange& work, std::uint64_t max_bytes,
                                             MayUnlock may_unlock) {
  if (work.IsEmpty()) {
    return 0;
  }
  CheckWork<G>(work);
  const std::uint64_t max_pages = PagesToHold<G>(max_bytes);
  // Steps 1 to 3: the chunk at the limit is the likely place, and H is held already.
  const Offset last = work.limit - 1;
  const ChunkIndex top = G::ChunkOf(last);
  if (!protocol_.Does(Step::kLooksAtSummaryFirst) ||
      pages_.tree().Leaf(top).Max() >= pages_.sizes().min_pages) {
    const PageRun run = pages_.chunks().Of(top).FindScavengeCandidate(G::PageInChunk(last),
                                                                      pages_.sizes(), max_pages);
    if (run.size != 0) {
      probe_.Searched(SearchOutcome::kFoundAtLimit);
      return Release(work, top, run);
    }
  }
  work.limit = G::ChunkBase(top);
  // Steps 4 to 6.
  while (!work.IsEmpty()) {
    const bool verify = protocol_.Holds(Decision::kVerifyUnderHeapLock);
    std::optional<ChunkIndex> chunk;
    PageRun run;
    {
      const Gap<P, LockRank::kHeap> gap(
          pages_.heap_lock(), probe_,
          may_unlock == MayUnlock::kYes || !protocol_.Holds(Decision::kKeepsCallersHeapLock));
      chunk = PeekHighestCandidate(pages_, work);
      if (chunk && !verify) {
        run = pages_.PeekScavengeRun(*chunk, max_pages);
      }
    }
    if (!chunk) {
      work.limit = work.base;
      break;
    }
    if (verify) {
      run = pages_.chunks().Of(*chunk).FindScavengeCandidate(G::kChunkPages - 1, pages_.sizes(),
                                                             max_pages);
    }
    probe_.Searched(run.size != 0 ? SearchOutcome::kFoundBelow : SearchOutcome::kFooled);
    if (run.size != 0) {
      return Release(work, *chunk, run);
    }
    if (protocol_.Chooses(Choice::kPassesWhereFooled)) {
      work.limit = G::ChunkBase(*chunk);  // fooled by a stale word
    }
  }
  return 0;
}

// Step 7.
template <class P>
std::uint64_t RangeScavenger<P>::Release(AddressRange& work, ChunkIndex chunk, const PageRun& run) {
  const AddressRange range = PagesOf<G>(chunk, run);
  // May be above the old limit: candidates are found by whole words (spec 2.7).
  work.limit = range.base;
  const std::uint64_t released =
      ReleaseUnderHeapLock(pages_, memory_, statistics_, probe_, protocol_, range);
  if (released == 0) {
    if (protocol_.Does(Step::kSkipsRefused)) {
      SkipRefused<G>(work);
    }
  } else if (!protocol_.Chooses(Choice::kGoesOnBelowReleased)) {
    work.limit = range.limit;
  }
  return released;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_RANGE_SCAVENGER_INL_H_
