// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of Heap. Step numbers are those of allocator-spec 6.3.

#ifndef HEDDLE_CORE_HEAP_HEAP_INL_H_
#define HEDDLE_CORE_HEAP_HEAP_INL_H_

#include <algorithm>
#include <utility>

#include "core/heap/heap.h"
#include "core/sync/contains_address.h"

namespace heddle::core {

template <class P, Revision kRevision>
Span Heap<P, kRevision>::Allocate(std::uint64_t pages, SpanKind kind, Cache* cache,
                                  SpanAlignment alignment) {
  if (pages == 0 || pages > G::kMaxOffset.value / G::kPageBytes) {
    return {};
  }
  const bool may_use_cache = alignment == SpanAlignment::kPage || pages_.sizes().min_pages == 1;
  Allocation allocation;
  if (cache != nullptr && may_use_cache && pages < kCachedPages) {
    allocation = AllocateFromCache(pages, *cache);
  }
  if (!allocation) {
    Growth growth;
    {
      const HeapSection section(pages_.heap_lock(), probe_, protocol_,
                                Decision::kAllocatesUnderHeapLock);
      allocation = AllocateLocked(pages, alignment, growth);
      if (!protocol_.Holds(Decision::kGrowthScavengedWithoutHeapLock)) {
        ScavengeGrowth(growth);
      }
    }
    // Step 5. Others may use what was grown meanwhile; these pages are ours already, so they are
    // safe from the scavenger.
    if constexpr (!Scavenger::kGrowthUnderHeapLock) {
      ScavengeGrowth(growth);
    }
  }
  if (allocation && !protocol_.Holds(Decision::kEntersSpansWhenReady)) {
    arenas_.Enter({allocation.base, pages, kind, false});
  }
  if (!allocation || !MakeUsable(allocation, pages)) {
    return {};
  }
  Span span{allocation.base, pages, kind, false};
  span.needs_zero = arenas_.Claim(span.base, pages);
  CountSpan(span);
  arenas_.Enter(span);
  return span;
}

// Step 1.
template <class P, Revision kRevision>
Allocation Heap<P, kRevision>::AllocateFromCache(std::uint64_t pages, Cache& cache) {
  if (cache.IsEmpty()) {
    const HeapSection section(pages_.heap_lock(), probe_, protocol_,
                              Decision::kFillsCachesUnderHeapLock);
    cache = pages_.AllocToCache();
  }
  return cache.Alloc(pages, protocol_);
}

// Steps 2 and 3. The heap lock is held from the allocation that fails to the one after the growth,
// so that nobody else can take what was grown (I43).
template <class P, Revision kRevision>
Allocation Heap<P, kRevision>::AllocateLocked(std::uint64_t pages, SpanAlignment alignment,
                                              Growth& growth) {
  Allocation allocation = TakePages(pages, alignment);
  if (allocation) {
    return allocation;
  }
  // An aligned run is cut out of one that is longer by a system page.
  growth = Grow(alignment == SpanAlignment::kPage ? pages : pages + pages_.sizes().min_pages);
  if (!growth.suffices || !protocol_.Does(Step::kAllocatesAfterGrowth)) {
    return {};
  }
  SplitUnless<P, LockRank::kHeap>(Decision::kHeapLockKeptAfterGrowth, protocol_, pages_.heap_lock(),
                                  probe_);
  allocation = TakePages(pages, alignment);
  if (!allocation) {
    Fatal("grew heap, but no adequate free space found");
  }
  return allocation;
}

template <class P, Revision kRevision>
Allocation Heap<P, kRevision>::TakePages(std::uint64_t pages, SpanAlignment alignment) {
  return alignment == SpanAlignment::kPage ? pages_.Alloc(pages) : pages_.AllocAligned(pages);
}

// Spec 6.2: grows by enough for a run of `pages` pages, in whole chunks.
template <class P, Revision kRevision>
typename Heap<P, kRevision>::Growth Heap<P, kRevision>::Grow(std::uint64_t pages) {
  Growth growth;
  const std::uint64_t bytes = RoundUp(pages, G::kChunkPages) * G::kPageBytes;
  if (EnsureRoom(bytes, growth)) {
    const Extent added{arena_.base, arena_.base + bytes};
    growth.suffices = GrowBy(added, growth);
    if (growth.suffices) {
      arena_.base = added.limit;
    }
  }
  if constexpr (Scavenger::kGrowthUnderHeapLock) {
    ScavengeGrowth(growth);
  }
  return growth;
}

// Sees that the current arena has room. If another one must be taken, which does not follow it, the
// rest of the current one becomes part of the heap first.
template <class P, Revision kRevision>
bool Heap<P, kRevision>::EnsureRoom(std::uint64_t bytes, Growth& growth) {
  if (bytes <= arena_.Size()) {
    return true;
  }
  // A spare arena that is too small becomes part of the heap before there can be another one.
  if (!spare_.IsEmpty() && spare_.Size() < bytes) {
    if (!GrowBy(spare_, growth)) {
      return false;
    }
    spare_ = {};
  }
  const Extent more = spare_.IsEmpty() ? hints_.Reserve(bytes) : std::exchange(spare_, {});
  if (more.IsEmpty()) {
    return false;
  }
  if (more.base == arena_.limit) {
    arena_.limit = more.limit;
    return true;
  }
  if (!arena_.IsEmpty() && !GrowBy(arena_, growth)) {
    spare_ = more;  // for when the system has memory again
    return false;
  }
  arena_ = more;
  return true;
}

template <class P, Revision kRevision>
bool Heap<P, kRevision>::GrowBy(const Extent& extent, Growth& growth) {
  const std::uint64_t bytes = extent.Size();
  if (!arenas_.Ensure(G::MakeRange(extent.base, extent.limit))) {
    return false;
  }
  if (!memory_.Map(extent.base, bytes) && protocol_.Does(Step::kAsksWhetherMapped)) {
    return false;
  }
  if (protocol_.Does(Step::kCountsGrowth)) {
    statistics_.CountGrowth(bytes, protocol_);
  }
  pages_.Grow(extent.base, bytes);
  growth.bytes += bytes;
  return true;
}

// By how much the heap will retain more than its goal once what it has grown by is used.
template <class P, Revision kRevision>
std::uint64_t Heap<P, kRevision>::Overage(std::uint64_t growth) const {
  const std::uint64_t goal = Goal();
  if (growth == 0 || goal == kNoGoal) {
    return 0;
  }
  const std::uint64_t expected =
      Retained() + (protocol_.Does(Step::kExpectsGrowthToBeUsed) ? growth : 0);
  return expected > goal ? expected - goal : 0;
}

// Makes up for a growth that takes the heap beyond its goal. With the heap lock held, or without
// it, as the scavenger's revision wants; the analysis cannot tell, nor that the scavenger's heap
// lock is this one.
template <class P, Revision kRevision>
void Heap<P, kRevision>::ScavengeGrowth(const Growth& growth) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
  const std::uint64_t overage =
      protocol_.Does(Step::kStopsAtGoal) ? Overage(growth.bytes) : growth.bytes;
  if (overage != 0 && protocol_.Does(Step::kScavengesGrowth)) {
    scavenger_.ScavengeGrowth(std::min(growth.bytes, overage));
  }
}

// Step 6, as far as the memory goes. If the system refuses, the pages go back to the heap as
// released ones, since it cannot be told which of them are ready.
template <class P, Revision kRevision>
bool Heap<P, kRevision>::MakeUsable(const Allocation& allocation, std::uint64_t pages) {
  if (allocation.scavenged_bytes == 0 || !protocol_.Does(Step::kUseScavengedPages)) {
    return true;
  }
  const std::uint64_t bytes = pages * G::kPageBytes;
  if (memory_.Use(allocation.base, bytes) || !protocol_.Does(Step::kAsksWhetherUsable)) {
    if (protocol_.Does(Step::kCountsUse)) {
      statistics_.CountUse(allocation.scavenged_bytes, protocol_);
    }
    return true;
  }
  // Should this be refused too, some pages stay ready that count as released, until they are used
  // again.
  memory_.Release(allocation.base, bytes);
  // Less than nothing where trimmed pages of an aligned run were released before (3.9); the sum is
  // right then, too.
  statistics_.CountRelease(bytes - allocation.scavenged_bytes, protocol_);
  const HeapSection section(pages_.heap_lock(), probe_);
  pages_.Free(allocation.base, pages, Freed::kScavenged);
  pages_.MarkScavenged(G::OffsetOf(allocation.base), pages);
  return false;
}

template <class P, Revision kRevision>
void Heap<P, kRevision>::CountSpan(const Span& span) {
  const std::uint64_t bytes = span.pages * G::kPageBytes;
  if (span.kind == SpanKind::kHeap) {
    Statistics::Add(statistics_.heap_inuse, bytes, protocol_);
  } else {
    Statistics::Subtract(statistics_.heap_sys, bytes, protocol_);
  }
  Statistics::Add(statistics_.In(span.kind), bytes, protocol_);
}

template <class P, Revision kRevision>
void Heap<P, kRevision>::UncountSpan(const Span& span) {
  const std::uint64_t bytes = span.pages * G::kPageBytes;
  if (span.kind == SpanKind::kHeap) {
    Statistics::Subtract(statistics_.heap_inuse, bytes, protocol_);
  } else {
    Statistics::Add(statistics_.heap_sys, bytes, protocol_);
  }
  Statistics::Subtract(statistics_.In(span.kind), bytes, protocol_);
}

// Spec 6.4. One section, so that of two threads that free the same span one is told.
template <class P, Revision kRevision>
void Heap<P, kRevision>::Free(Address base) {
  const HeapSection section(pages_.heap_lock(), probe_, protocol_, Decision::kFreesUnderHeapLock);
  const std::optional<Span> span = arenas_.Find(base);
  if (!span) {
    Fail(FailureKind::kAssertion, FailureText()
                                      << "invalid free: no span begins at " << Hex{base}
                                      << "; it was never allocated, or has been freed already");
  }
  const bool removes_first = protocol_.Holds(Decision::kRemovesSpansBeforeFreeing);
  if (removes_first) {
    arenas_.Remove(*span);
  }
  UncountSpan(*span);
  pages_.Free(base, span->pages);
  if (!removes_first) {
    const Gap<P, LockRank::kHeap> gap(pages_.heap_lock(), probe_, /*unlocks=*/true);
    arenas_.Remove(*span);
  }
}

template <class P, Revision kRevision>
std::string Heap<P, kRevision>::NameOf(const void* object) const {
  std::string name = statistics_.NameOf(object);
  if (name.empty()) {
    name = arenas_.NameOf(object);
  }
  if (name.empty() && ContainsAddress(goal_, object)) {
    name = "goal";
  }
  return name.empty() && ContainsAddress(*this, object) ? "heap" : name;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_HEAP_INL_H_
