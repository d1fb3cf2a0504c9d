// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of LockedRangeScavenger. Step numbers are those of allocator-spec 5.8.

#ifndef HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_INL_H_
#define HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_INL_H_

#include <algorithm>

#include "core/scavenger/locked_range_scavenger.h"

namespace heddle::core {

template <class P>
GenerationRecord LockedRangeScavenger<P>::StartGeneration() {
  const ScavengerSection section(lock_, probe_);
  const GenerationRecord ended{generation_.Get(), released_.load(MemoryOrder::kRelaxed)};
  pages_.in_use().CloneInto(in_use_);
  // Memory that was freed above the lowest page released makes the pass start from there; without
  // it the pass goes on downwards from where the last one stopped. A byte address used as a limit:
  // its page is still searched, because limits are looked up by their last byte.
  const Offset start = std::max(low_watermark_.Get(), pages_.FreeHighWatermark());
  in_use_.RemoveGreaterEqual(start);
  reservation_bytes_.Set(RoundUp(pages_.in_use().TotalBytes(), G::kChunkBytes) /
                         G::kReservationShards);
  generation_.Set(generation_.Get() + 1);
  released_.store(0, MemoryOrder::kRelaxed);
  pages_.ResetFreeHighWatermark();
  low_watermark_.Set(G::kMaxOffset);
  probe_.GenerationStarted(generation_.Get(), start);
  return ended;
}

template <class P>
typename LockedRangeScavenger<P>::Reservation LockedRangeScavenger<P>::Reserve() {
  const ScavengerSection section(lock_, probe_);
  Reservation reservation{in_use_.RemoveLast(reservation_bytes_.Get()), generation_.Get()};
  if (reservation.range.IsEmpty()) {
    return reservation;
  }
  // The rest of its lowest chunk comes along, so that no chunk has two owners (I20). It is in the
  // same range, whose base is the first byte of a chunk.
  const Offset base{RoundDown(reservation.range.base.value, G::kChunkBytes)};
  in_use_.RemoveGreaterEqual(base);
  reservation.range.base = base;
  probe_.Reserved(reservation.range, reservation.generation);
  return reservation;
}

template <class P>
void LockedRangeScavenger<P>::Unreserve(const Reservation& reservation) {
  const AddressRange& range = reservation.range;
  if (range.IsEmpty()) {
    return;
  }
  if (!IsAligned(range.base.value, G::kChunkBytes)) {
    Fail(FailureKind::kAssertion, FailureText()
                                      << "unreserving unaligned region " << range
                                      << ", chunks have " << Hex{G::kChunkBytes} << " bytes");
  }
  const ScavengerSection section(lock_, probe_);
  const bool current = reservation.generation == generation_.Get() ||
                       !protocol_.Holds(Decision::kUnreserveChecksGeneration);
  probe_.Unreserved(range, reservation.generation,
                    current ? UnreserveOutcome::kReturned : UnreserveOutcome::kDropped);
  if (current) {
    in_use_.Add(range);
  }
}

template <class P>
std::uint64_t LockedRangeScavenger<P>::Scavenge(std::uint64_t bytes) {
  std::uint64_t released = 0;
  Reservation work;
  while (released < bytes) {
    if (work.range.IsEmpty()) {
      work = Reserve();
      if (work.range.IsEmpty()) {
        break;
      }
    }
    released += ScavengeOne(work.range, bytes - released);
  }
  Unreserve(work);
  return released;
}

template <class P>
std::uint64_t LockedRangeScavenger<P>::ScavengeOne(AddressRange& work, std::uint64_t max_bytes) {
  if (work.IsEmpty()) {
    return 0;
  }
  if (!IsAligned(work.base.value, G::kChunkBytes)) {
    Fatal("scavengeOne called with unaligned work region");
  }
  const std::uint64_t max_pages =
      max_bytes / G::kPageBytes + (max_bytes % G::kPageBytes != 0 ? 1 : 0);
  Claim claim = ClaimNearLimit(work, max_pages);
  if (!claim) {
    work.limit = G::ChunkBase(G::ChunkOf(work.limit - 1));
    claim = ClaimOptimistically(work, max_pages);
  }
  if (!claim) {
    return 0;
  }
  // May be above the old limit: candidates are found by whole words (spec 2.7).
  work.limit = claim.base;
  return Release(claim);
}

// Steps 2 and 3: the chunk at the limit is the likely place, and looking there under the lock at
// once saves the search.
template <class P>
typename LockedRangeScavenger<P>::Claim LockedRangeScavenger<P>::ClaimNearLimit(
    const AddressRange& work, std::uint64_t max_pages) {
  const Offset last = work.limit - 1;
  const ChunkIndex chunk = G::ChunkOf(last);
  const HeapSection section(pages_.heap_lock(), probe_);
  if (pages_.tree().Leaf(chunk).Max() < pages_.sizes().min_pages) {
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
  while (const std::optional<ChunkIndex> chunk = SearchUnlocked(work)) {
    PageRun run;
    const bool verify = protocol_.Holds(Decision::kVerifyUnderHeapLock);
    if (!verify) {
      run = pages_.PeekScavengeRun(*chunk, max_pages);
    }
    {
      const HeapSection section(pages_.heap_lock(), probe_);
      if (verify) {
        run = pages_.chunks().Of(*chunk).FindScavengeCandidate(from, pages_.sizes(), max_pages);
      }
      if (const Claim claim = Take(*chunk, run)) {
        return claim;
      }
    }
    work.limit = G::ChunkBase(*chunk);  // fooled by a stale word
  }
  work.limit = work.base;
  return {};
}

template <class P>
std::optional<ChunkIndex> LockedRangeScavenger<P>::SearchUnlocked(const AddressRange& work) const {
  if (work.IsEmpty()) {
    return std::nullopt;
  }
  const ChunkIndex lowest = G::ChunkOf(work.base);
  for (ChunkIndex chunk = G::ChunkOf(work.limit - 1); chunk >= lowest; --chunk) {
    if (pages_.PeekScavengeCandidate(chunk)) {
      return chunk;
    }
  }
  return std::nullopt;
}

// Step 7a: the pages are in transit from here on, used as far as anybody else can tell.
template <class P>
typename LockedRangeScavenger<P>::Claim LockedRangeScavenger<P>::Take(ChunkIndex chunk,
                                                                      const PageRun& run) {
  if (run.size == 0) {
    return {};
  }
  const Claim claim{G::PageOffset(chunk, run.start), run.size};
  if (protocol_.Holds(Decision::kMarkAllocatedWhileReleasing)) {
    if (const std::uint64_t scavenged = pages_.AllocRange(claim.base, claim.pages)) {
      Fail(FailureKind::kAssertion, FailureText() << "double scavenge: " << scavenged << " of the "
                                                  << claim.Bytes() << " bytes at "
                                                  << Hex{G::AddressOf(claim.base)}
                                                  << " are released already");
    }
  }
  probe_.Claimed(claim.Range());
  return claim;
}

// Steps 7c to 7f. Returns the bytes released: 0 if the system refused. The pages then go back as
// they were; that the low watermark has been lowered to them does no harm, because freeing them as
// committed memory raises the high one above it.
template <class P>
std::uint64_t LockedRangeScavenger<P>::Release(const Claim& claim) {
  ScavengerSection scavenger(lock_, probe_, protocol_, Decision::kWatermarkUnderScavengerLock);
  if (claim.base < low_watermark_.Get()) {
    low_watermark_.Set(claim.base);
  }
  scavenger.ReleaseIf(protocol_, Decision::kScavengerLockDroppedBeforeHeapLock);

  const bool released = memory_.Release(G::AddressOf(claim.base), claim.Bytes());
  if (released) {
    if (protocol_.Does(Step::kCountReleasedBytes)) {
      statistics_.heap_released.fetch_add(claim.Bytes(), MemoryOrder::kRelaxed);
    }
    statistics_.committed.fetch_sub(claim.Bytes(), MemoryOrder::kRelaxed);
    probe_.Released(claim.Range());
  }

  // One section for both, so that nobody sees the pages free but not scavenged (I42); free first,
  // so that they are never used and scavenged at once (I9).
  const HeapSection heap(pages_.heap_lock(), probe_);
  if (protocol_.Holds(Decision::kMarkAllocatedWhileReleasing)) {
    pages_.FreeAt(claim.base, claim.pages, released ? Freed::kScavenged : Freed::kCommitted);
  }
  if (released && protocol_.Does(Step::kSetScavengedBits)) {
    pages_.MarkScavenged(claim.base, claim.pages);
  }
  probe_.FreedBack(claim.Range());
  return released ? claim.Bytes() : 0;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_INL_H_
