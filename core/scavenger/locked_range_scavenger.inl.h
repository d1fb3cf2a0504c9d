// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of LockedRangeScavenger. Step numbers are those of allocator-spec 5.8.

#ifndef HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_INL_H_
#define HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_INL_H_

#include <algorithm>
#include <optional>
#include <source_location>

#include "core/scavenger/locked_range_scavenger.h"

namespace heddle::core {

template <class P>
GenerationRecord LockedRangeScavenger<P>::StartGeneration() {
  Offset high = pages_.FreeHighWatermark();
  SplitUnless<P, LockRank::kHeap>(Decision::kReadsAndResetsHighWatermarkInOneSection, protocol_,
                                  pages_.heap_lock(), probe_);
  std::optional<Gap<P, LockRank::kHeap>> inverted;
  if (!protocol_.Holds(Decision::kHeapLockBeforeScavengerLock)) {
    inverted.emplace(pages_.heap_lock(), probe_, /*unlocks=*/true, std::source_location::current());
  }
  const ScavengerSection section(lock_, probe_, protocol_,
                                 Decision::kStartsGenerationUnderScavengerLock);
  if (inverted) {
    inverted.reset();
    high = pages_.FreeHighWatermark();
  }
  const GenerationRecord ended{reservations_.generation(), released()};
  const Offset low = low_watermark_.Get();
  {  // what is forgotten here only makes the next generation search more
    const Gap<P, LockRank::kScavenger> gap(
        lock_, probe_, !protocol_.Chooses(Choice::kTakesLowWatermarkInOneSection));
  }
  reservations_.Begin(pages_.in_use(), NextStart(low, high));
  if (protocol_.Repairs(Repair::kSubtractsWhatItRecords)) {
    released_.Subtract(ended.released_bytes);
  } else if (protocol_.Does(Step::kResetsGenerationCount)) {
    released_.Set(0);
  }
  ResetWatermarks();
  return ended;
}

// Memory that was freed above the lowest page released makes the pass start from there; without it
// the pass goes on downwards from where the last one stopped. A byte address used as a limit: its
// page is still searched, because limits are looked up by their last byte.
template <class P>
Offset LockedRangeScavenger<P>::NextStart(Offset low, Offset high) const {
  const Offset start =
      protocol_.Does(Step::kStartsAtHigherWatermark) ? std::max(low, high) : std::min(low, high);
  return protocol_.Repairs(Repair::kStartsAboveUnsearched)
             ? std::max(start, reservations_.UnsearchedLimit())
             : start;
}

template <class P>
void LockedRangeScavenger<P>::ResetWatermarks() {
  if (protocol_.Does(Step::kResetsHighWatermark)) {
    pages_.ResetFreeHighWatermark();
  }
  if (protocol_.Does(Step::kResetsLowWatermark)) {
    low_watermark_.Set(G::kMaxOffset);
  }
}

template <class P>
Reservation LockedRangeScavenger<P>::Reserve() {
  const ScavengerSection section(lock_, probe_, protocol_, Decision::kReservesUnderScavengerLock);
  return reservations_.Reserve();
}

template <class P>
void LockedRangeScavenger<P>::Unreserve(const Reservation& reservation) {
  if (!reservation.range.IsEmpty()) {
    Held::CheckAligned(reservation.range);
    const ScavengerSection section(lock_, probe_, protocol_,
                                   Decision::kUnreservesUnderScavengerLock);
    reservations_.Unreserve(reservation);
  }
}

template <class P>
std::uint64_t LockedRangeScavenger<P>::Scavenge(std::uint64_t bytes) {
  std::uint64_t released = 0;
  Reservation work;
  AddressRange reserved;
  while (released < bytes) {
    if (work.range.IsEmpty()) {
      work = Reserve();
      reserved = work.range;
      if (work.range.IsEmpty()) {
        break;
      }
    }
    released += ScavengeOne(work, bytes - released);
    if (work.range.IsEmpty()) {
      probe_.SearchedThrough();
    }
    if (protocol_.Repairs(Repair::kStartsAboveUnsearched) && work.range.IsEmpty()) {
      const ScavengerSection section(lock_, probe_);
      reservations_.End(work);
    }
  }
  if (!protocol_.Chooses(Choice::kGivesBackRestAlone) && !work.range.IsEmpty()) {
    work.range = reserved;
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
std::uint64_t LockedRangeScavenger<P>::ScavengeOne(Reservation& work, std::uint64_t max_bytes) {
  AddressRange& range = work.range;
  if (range.IsEmpty()) {
    return 0;
  }
  CheckWork<G>(range);
  const std::uint64_t max_pages = PagesToHold<G>(max_bytes);
  Claim claim = ClaimNearLimit(range, max_pages);
  if (claim) {
    probe_.Searched(SearchOutcome::kFoundAtLimit);
  } else {
    range.limit = G::ChunkBase(G::ChunkOf(range.limit - 1));
    claim = ClaimOptimistically(range, max_pages);
  }
  if (!claim) {
    return 0;
  }
  // May be above the old limit: candidates are found by whole words (spec 2.7).
  range.limit = claim.base;
  const std::uint64_t released = Release(claim, work.generation);
  if (released == 0) {
    if (protocol_.Does(Step::kSkipsRefused)) {
      SkipRefused<G>(range);
    }
  } else if (!protocol_.Chooses(Choice::kGoesOnBelowReleased)) {
    range.limit = claim.Range().limit;
  }
  return released;
}

// Steps 2 and 3: the chunk at the limit is the likely place, and looking there under the lock at
// once saves the search. Its summary is asked first, which says of a chunk that was never grown
// that nothing is free there; its bits would say that all is.
template <class P>
typename LockedRangeScavenger<P>::Claim LockedRangeScavenger<P>::ClaimNearLimit(
    const AddressRange& work, std::uint64_t max_pages) {
  const Offset last = work.limit - 1;
  const ChunkIndex chunk = G::ChunkOf(last);
  const HeapSection section(pages_.heap_lock(), probe_, protocol_, Decision::kClaimsUnderHeapLock);
  if (pages_.tree().Leaf(chunk).Max() < pages_.sizes().min_pages &&
      protocol_.Does(Step::kLooksAtSummaryFirst)) {
    return {};
  }
  return Take(chunk, pages_.chunks().Of(chunk).FindScavengeCandidate(G::PageInChunk(last),
                                                                     pages_.sizes(), max_pages));
}

// Steps 5 and 6: search without the lock, verify with it. Cuts `work` down past chunks that turn
// out to hold nothing.
template <class P>
typename LockedRangeScavenger<P>::Claim LockedRangeScavenger<P>::ClaimOptimistically(
    AddressRange& work, std::uint64_t max_pages) {
  const unsigned from = G::kChunkPages - 1;
  while (const std::optional<ChunkIndex> chunk = PeekHighestCandidate(pages_, work)) {
    PageRun run;
    const bool verify = protocol_.Holds(Decision::kVerifyUnderHeapLock);
    if (!verify) {
      run = pages_.PeekScavengeRun(*chunk, max_pages);
    }
    {
      const HeapSection section(pages_.heap_lock(), probe_, protocol_,
                                Decision::kClaimsUnderHeapLock);
      if (verify) {
        run = pages_.chunks().Of(*chunk).FindScavengeCandidate(from, pages_.sizes(), max_pages);
      }
      if (const Claim claim = Take(*chunk, run)) {
        probe_.Searched(SearchOutcome::kFoundBelow);
        return claim;
      }
    }
    probe_.Searched(SearchOutcome::kFooled);
    if (protocol_.Chooses(Choice::kPassesWhereFooled)) {
      work.limit = G::ChunkBase(*chunk);  // fooled by a stale word
    }
  }
  work.limit = work.base;
  return {};
}

// Step 7a: the pages are in transit from here on, used as far as anybody else can tell.
template <class P>
typename LockedRangeScavenger<P>::Claim LockedRangeScavenger<P>::Take(ChunkIndex chunk,
                                                                      const PageRun& run) {
  if (run.size == 0) {
    return {};
  }
  const Claim claim{G::PageOffset(chunk, run.start), run.size};
  SplitUnless<P, LockRank::kHeap>(Decision::kClaimsWhereItSearched, protocol_, pages_.heap_lock(),
                                  probe_);
  if (!protocol_.Holds(Decision::kClaimsBeforeReleasing)) {
    const Gap<P, LockRank::kHeap> gap(pages_.heap_lock(), probe_, /*unlocks=*/true);
    memory_.Release(G::AddressOf(claim.base), claim.Bytes());
  }
  if (protocol_.Holds(Decision::kMarkAllocatedWhileReleasing)) {
    if (const std::uint64_t scavenged = pages_.AllocRange(claim.base, claim.pages)) {
      Fail(FailureKind::kAssertion, FailureText() << "double scavenge: " << scavenged << " of the "
                                                  << claim.Bytes() << " bytes at "
                                                  << Hex{G::AddressOf(claim.base)}
                                                  << " are released already");
    }
  }
  if (!protocol_.Does(Step::kClaimsInBitmaps)) {
    pages_.chunks().Of(chunk).Free(run.start, run.size);
  }
  if (!protocol_.Does(Step::kMarksAfterFreeing)) {
    MarkInTransit(claim);
  }
  probe_.Claimed(claim.Range());
  return claim;
}

// Steps 7c to 7f. Returns the bytes released: 0 if the system refused. The pages then go back as
// they were; that the low watermark has been lowered to them does no harm, because freeing them as
// committed memory raises the high one above it.
template <class P>
std::uint64_t LockedRangeScavenger<P>::Release(const Claim& claim, Generation generation) {
  ScavengerSection scavenger(lock_, probe_, protocol_, Decision::kWatermarkUnderScavengerLock);
  if (!protocol_.Repairs(Repair::kWatermarkOfOneGeneration) ||
      generation == reservations_.generation()) {
    LowerWatermark(claim.base);
  }
  scavenger.ReleaseIf(protocol_, Decision::kScavengerLockDroppedBeforeHeapLock);

  const bool in_time = protocol_.Holds(Decision::kReleasesBeforeFreeingBack);
  const bool released = !in_time || ReleaseMemory(claim);
  // The statistics are ahead of the bitmaps until the pages are back, so that nobody who allocates
  // them takes more off than is there.
  if (released && protocol_.Holds(Decision::kCountsBeforeFreeingBack)) {
    CountReleased(statistics_, protocol_, claim.Bytes());
  }
  if (released && !protocol_.Holds(Decision::kMarksUnderHeapLock)) {
    MarkInTransit(claim);
  }
  FreeBack(claim, released);
  if (released && !protocol_.Holds(Decision::kCountsBeforeFreeingBack)) {
    CountReleased(statistics_, protocol_, claim.Bytes());
  }
  if (!in_time) {
    ReleaseMemory(claim);
  }
  return released ? claim.Bytes() : 0;
}

// Step 7c.
template <class P>
void LockedRangeScavenger<P>::LowerWatermark(Offset base) {
  const bool is_lowest = base < low_watermark_.Get();
  if (protocol_.Does(Step::kLowersLowWatermark) &&
      (is_lowest || !protocol_.Does(Step::kLowWatermarkOnlyFalls))) {
    low_watermark_.Set(base);
  }
}

// Step 7d, with no lock held (I39).
template <class P>
bool LockedRangeScavenger<P>::ReleaseMemory(const Claim& claim) {
  std::optional<HeapSection> kept;
  if (!protocol_.Holds(Decision::kHeapLockDroppedBeforeRelease)) {
    kept.emplace(pages_.heap_lock(), probe_, std::source_location::current());
  }
  probe_.Releasing(claim.Range());
  const bool released = memory_.Release(G::AddressOf(claim.base), claim.Bytes()) ||
                        !protocol_.Does(Step::kAsksWhetherReleased);
  if (released) {
    probe_.Released(claim.Range());
  }
  return released;
}

// Steps 7e and 7f. One section for both, so that nobody sees the pages free but not scavenged
// (I42); free first, so that they are never used and scavenged at once (I9).
template <class P>
void LockedRangeScavenger<P>::FreeBack(const Claim& claim, bool released) {
  const HeapSection heap(pages_.heap_lock(), probe_, protocol_, Decision::kFreesBackUnderHeapLock);
  if (!protocol_.Does(Step::kFreesClaimsBack)) {
    MarkInTransit(claim);
    return;
  }
  if (protocol_.Holds(Decision::kMarkAllocatedWhileReleasing)) {
    const bool is_new_work = !released && protocol_.Does(Step::kRefusedRaiseHighWatermark);
    pages_.FreeAt(claim.base, claim.pages, is_new_work ? Freed::kCommitted : Freed::kScavenged);
  }
  SplitUnless<P, LockRank::kHeap>(Decision::kFreesAndMarksInOneSection, protocol_,
                                  pages_.heap_lock(), probe_);
  if (released && protocol_.Does(Step::kSetScavengedBits)) {
    pages_.MarkScavenged(claim.base, claim.pages);
  }
  probe_.FreedBack(claim.Range());
}

// Sets the scavenged bits of pages that are not free: too early, with the heap lock or without.
template <class P>
void LockedRangeScavenger<P>::MarkInTransit(const Claim& claim) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
  pages_.chunks()
      .Of(G::ChunkOf(claim.base))
      .scavenged()
      .SetRange(G::PageInChunk(claim.base), claim.pages);
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_INL_H_
