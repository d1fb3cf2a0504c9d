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

// As R1 to R3 do it: releases free pages with the heap lock held all the while, which keeps anybody
// from allocating them, and anybody from allocating at all. Returns the bytes released: 0 if the
// system refused, and then nothing has changed.
template <class P>
std::uint64_t ReleaseUnderHeapLock(PageAlloc<P>& pages, typename P::Memory& memory,
                                   MemoryStatistics<typename P::Sync>& statistics,
                                   typename P::Probe& probe, const typename P::Protocol& protocol,
                                   const AddressRange& range) HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  probe.Claimed(range);
  probe.Releasing(range);
  if (!memory.Release(G::AddressOf(range.base), range.Size())) {
    probe.FreedBack(range);
    return 0;
  }
  if (protocol.Does(Step::kCountReleasedBytes)) {
    statistics.heap_released.fetch_add(range.Size(), MemoryOrder::kRelaxed);
  }
  statistics.MoveToReleased(range.Size(), protocol);
  probe.Released(range);
  if (protocol.Does(Step::kSetScavengedBits)) {
    pages.MarkScavenged(range.base, range.Size() / G::kPageBytes);
  }
  probe.FreedBack(range);
  return range.Size();
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_SCAVENGE_WORK_H_
