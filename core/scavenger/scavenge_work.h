// SPDX-License-Identifier: BSD-3-Clause
//
// What the revisions of the scavenger have in common: how much to look for, the search without a
// lock, and the release of pages whose chunk stays locked.

#ifndef HEDDLE_CORE_SCAVENGER_SCAVENGE_WORK_H_
#define HEDDLE_CORE_SCAVENGER_SCAVENGE_WORK_H_

#include <cstdint>
#include <optional>

#include "core/address/align.h"
#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/annotations.h"
#include "core/sync/section.h"

namespace heddle::core {

// Pages that hold so many bytes, rounded up; without overflow, because "all" is the largest number.
template <GeometryPolicy G>
constexpr std::uint64_t PagesToHold(std::uint64_t bytes) {
  return bytes / G::kPageBytes + (bytes % G::kPageBytes != 0 ? 1 : 0);
}

// The pages of a run of one chunk.
template <GeometryPolicy G>
AddressRange PagesOf(ChunkIndex chunk, const PageRun& run) {
  const Offset base = G::PageOffset(chunk, run.start);
  return {base, base + run.size * G::kPageBytes};
}

// Address space to search comes in whole chunks, from below.
template <GeometryPolicy G>
void CheckWork(const AddressRange& work) {
  if (!IsAligned(work.base.value, G::kChunkBytes)) {
    Fatal("scavengeOne called with unaligned work region");
  }
}

// The system has refused to take pages that `work` was cut down to end with. The search by whole
// words would find them again, so it goes on below their word; what else is free there has to wait
// for the next generation.
template <GeometryPolicy G>
void SkipRefused(AddressRange& work) {
  work.limit.value = RoundDown(work.limit.value, kWordPages * G::kPageBytes);
}

// Without a lock: the highest chunk of [lowest, limit) that may hold pages to scavenge. Any part of
// the answer may be stale (9.3), so whoever uses it looks again under the heap lock.
template <class P>
std::optional<ChunkIndex> PeekHighestCandidate(const PageAlloc<P>& pages, ChunkIndex lowest,
                                               ChunkIndex limit) {
  for (ChunkIndex chunk = limit; chunk-- > lowest;) {
    if (pages.PeekScavengeCandidate(chunk)) {
      return chunk;
    }
  }
  return std::nullopt;
}

// The same of an address range, whose last chunk need not be whole.
template <class P>
std::optional<ChunkIndex> PeekHighestCandidate(const PageAlloc<P>& pages,
                                               const AddressRange& work) {
  using G = typename P::Geometry;
  return work.IsEmpty()
             ? std::nullopt
             : PeekHighestCandidate(pages, G::ChunkOf(work.base), G::ChunkOf(work.limit - 1) + 1);
}

// Counts memory that has been released.
template <class Sync, ProtocolPolicy Protocol>
void CountReleased(MemoryStatistics<Sync>& statistics, const Protocol& protocol,
                   std::uint64_t bytes) {
  auto& counter = statistics.heap_released;
  if (!protocol.Holds(Decision::kCountsReleasedInOneStep)) {
    counter.store(counter.load(MemoryOrder::kRelaxed) + bytes, MemoryOrder::kRelaxed);
  } else if (protocol.Does(Step::kCountReleasedBytes)) {
    counter.fetch_add(bytes, MemoryOrder::kRelaxed);
  }
  if (protocol.Does(Step::kMovesPairedCounters)) {
    statistics.MoveToReleased(bytes, protocol);
  }
}

// As R1 to R3 do it: releases free pages with the heap lock held all the while, which keeps anybody
// from allocating them, and anybody from allocating at all. Returns the bytes released: 0 if the
// system refused, and then nothing has changed.
//
// The pages are claimed by the lock alone, and free again when it is given back: as in R4, they are
// released, counted and marked by then.
template <class P>
std::uint64_t ReleaseUnderHeapLock(PageAlloc<P>& pages, typename P::Memory& memory,
                                   MemoryStatistics<typename P::Sync>& statistics,
                                   typename P::Probe& probe, const typename P::Protocol& protocol,
                                   const AddressRange& range) HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  using HeapGap = Gap<P, LockRank::kHeap>;
  SplitUnless<P, LockRank::kHeap>(Decision::kClaimsWhereItSearched, protocol, pages.heap_lock(),
                                  probe);
  probe.Claimed(range);
  bool released = false;
  {
    const HeapGap gap(pages.heap_lock(), probe,
                      !protocol.Holds(Decision::kHeapLockKeptWhileReleasing));
    probe.Releasing(range);
    released = memory.Release(G::AddressOf(range.base), range.Size()) ||
               !protocol.Does(Step::kAsksWhetherReleased);
  }
  if (!released) {
    probe.FreedBack(range);
    return 0;
  }
  const bool counts_in_time = protocol.Holds(Decision::kCountsBeforeFreeingBack);
  if (counts_in_time) {
    CountReleased(statistics, protocol, range.Size());
  }
  probe.Released(range);
  SplitUnless<P, LockRank::kHeap>(Decision::kFreesAndMarksInOneSection, protocol, pages.heap_lock(),
                                  probe);
  if (protocol.Does(Step::kSetScavengedBits)) {
    pages.MarkScavenged(range.base, range.Size() / G::kPageBytes);
  }
  probe.FreedBack(range);
  if (!counts_in_time) {
    const HeapGap gap(pages.heap_lock(), probe, /*unlocks=*/true);
    CountReleased(statistics, protocol, range.Size());
  }
  return range.Size();
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_SCAVENGE_WORK_H_
