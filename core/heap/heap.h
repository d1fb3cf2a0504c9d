// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_HEAP_H_
#define HEDDLE_CORE_HEAP_HEAP_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/heap/arena_hints.h"
#include "core/heap/arena_table.h"
#include "core/heap/scavenge_goal.h"
#include "core/heap/span.h"
#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/scavenger/revision.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/annotations.h"
#include "core/sync/section.h"

namespace heddle::core {

struct HeapOptions {
  PhysicalSizes sizes{};
  // Where to look for address space first; what the memory policy offers otherwise. Read by the
  // constructor only.
  std::span<const Address> hints = kLinuxHints;
};

// Pages for a program: obtains address space and grows by it, hands out spans, takes them back, and
// has a scavenger of the given revision release what is free (allocator-spec 6). Any number of
// threads may call it; no lock is held on entry or exit of any function that does not say
// otherwise.
//
// Under MappedMemory a span is memory: it can be written to until it is freed.
template <class P, Revision kRevision = Revision::kR4>
class Heap {
 public:
  using Policies = P;
  using G = typename P::Geometry;
  using Mutex = typename P::Sync::Mutex;
  using Memory = typename P::Memory;
  using Probe = typename P::Probe;
  using Protocol = typename P::Protocol;
  using Scavenger = RevisedScavenger<P, kRevision>;
  using Statistics = MemoryStatistics<typename P::Sync>;
  using HeapSection = Section<P, LockRank::kHeap>;
  // A thread's own store of single pages. Give it back with Flush before the thread ends.
  using Cache = PageCache<G>;

  static constexpr Revision kScavenges = kRevision;
  // Spans of fewer pages may come from a cache (6.3).
  static constexpr std::uint64_t kCachedPages = kWordPages / 4;

  // Everything passed by reference outlives this.
  Heap(Memory& memory, Probe& probe, const HeapOptions& options = {}, const Protocol& protocol = {})
      : memory_(memory),
        probe_(probe),
        protocol_(protocol),
        pages_(memory, options.sizes, protocol),
        scavenger_(pages_, memory, statistics_, probe, protocol),
        arenas_(memory, protocol),
        hints_(memory, options.hints) {}
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  // A span of `pages` pages, from `cache` if one is given and they are few. None if no pages are
  // asked for, if they are more than the address space has, or if the system has no more memory or
  // refuses to make it usable. Then no page has another owner than before, but the heap may have
  // grown by a part of what it needed, and free pages may have been released.
  Span Allocate(std::uint64_t pages, SpanKind kind = SpanKind::kHeap, Cache* cache = nullptr,
                SpanAlignment alignment = SpanAlignment::kPage) HEDDLE_EXCLUDES(pages_.heap_lock());

  // Takes back the span that begins at `base`. Fatal, and nothing has changed, if none does: it was
  // never allocated, or has been freed already.
  void Free(Address base) HEDDLE_EXCLUDES(pages_.heap_lock());

  // Empties a cache. By the thread that owns it.
  void Flush(Cache& cache) HEDDLE_EXCLUDES(pages_.heap_lock()) {
    const HeapSection section(pages_.heap_lock(), probe_, protocol_,
                              Decision::kFlushesCachesUnderHeapLock);
    pages_.Flush(cache);
  }

  // The span that begins at `base`, if one does.
  std::optional<Span> Find(Address base) const { return arenas_.Find(base); }

  // A new cycle of the scavenger: of a garbage collector, the end of its sweep. Returns the record
  // of the one that ends, for a trace line; R1 and R2 keep none.
  GenerationRecord StartCycle() HEDDLE_EXCLUDES(scavenger_.heap_lock()) {
    const HeapSection section(scavenger_.heap_lock(), probe_, protocol_,
                              Decision::kStartsGenerationUnderHeapLock);
    return scavenger_.StartCycle();
  }

  // Releases at least `bytes` of free memory, or all that the cycle has left. Returns the bytes
  // released.
  std::uint64_t Scavenge(std::uint64_t bytes) HEDDLE_EXCLUDES(pages_.heap_lock()) {
    return scavenger_.ScavengeUnlocked(bytes);
  }

  // Begins a cycle and releases all that it finds. In R4 a cycle begins where the last one left
  // off, so this need not be all there is (R4-d). Returns the cycle and the bytes released.
  GenerationRecord ScavengeAll() HEDDLE_EXCLUDES(pages_.heap_lock()) {
    return scavenger_.ScavengeAll();
  }

  // What the background scavenger does in one go: as Scavenge, if more is retained than the goal
  // says; 0 if not. Calls on_start() before it begins to release.
  template <class OnStart>
  std::uint64_t ScavengeTowardsGoal(std::uint64_t bytes, OnStart on_start)
      HEDDLE_EXCLUDES(pages_.heap_lock()) {
    return scavenger_.ScavengeInBackground(bytes, [this, &on_start] {
      const bool is_needed = Retained() > Goal() || !protocol_.Does(Step::kStopsAtGoal);
      if (is_needed) {
        on_start();
      }
      return is_needed;
    });
  }

  // Memory that is not released, in bytes.
  std::uint64_t Retained() const { return statistics_.HeapRetained(); }
  // How much of it should stay; kNoGoal if all may.
  std::uint64_t Goal() const { return goal_.load(MemoryOrder::kRelaxed); }
  void SetGoal(std::uint64_t bytes) { goal_.store(bytes, MemoryOrder::kRelaxed); }
  // The goal that follows from how the garbage collector is doing (6.6).
  void UpdateGoal(const CollectorPace& pace) {
    SetGoal(ScavengeGoal(pace, Retained(), pages_.sizes().page_bytes));
  }

  // For tests, invariants and traces.
  Mutex& heap_lock() const HEDDLE_RETURN_CAPABILITY(pages_.heap_lock()) {
    return pages_.heap_lock();
  }
  const PageAlloc<P>& pages() const { return pages_; }
  const ArenaTable<P>& arenas() const { return arenas_; }
  const Statistics& statistics() const { return statistics_; }
  Scavenger& scavenger() { return scavenger_; }
  const Scavenger& scavenger() const { return scavenger_; }
  Probe& probe() { return probe_; }
  // For traces: what the object is, if it is one of the heap's own and neither the page allocator's
  // nor the scavenger's. Takes addresses only.
  std::string NameOf(const void* object) const;

 private:
  struct Growth {
    std::uint64_t bytes = 0;
    bool suffices = false;
  };

  Allocation AllocateFromCache(std::uint64_t pages, Cache& cache)
      HEDDLE_EXCLUDES(pages_.heap_lock());
  Allocation AllocateLocked(std::uint64_t pages, SpanAlignment alignment, Growth& growth)
      HEDDLE_REQUIRES(pages_.heap_lock());
  Allocation TakePages(std::uint64_t pages, SpanAlignment alignment)
      HEDDLE_REQUIRES(pages_.heap_lock());
  Growth Grow(std::uint64_t pages) HEDDLE_REQUIRES(pages_.heap_lock());
  bool EnsureRoom(std::uint64_t bytes, Growth& growth) HEDDLE_REQUIRES(pages_.heap_lock());
  bool GrowBy(const Extent& extent, Growth& growth) HEDDLE_REQUIRES(pages_.heap_lock());
  std::uint64_t Overage(std::uint64_t growth) const;
  void ScavengeGrowth(const Growth& growth);
  bool MakeUsable(const Allocation& allocation, std::uint64_t pages)
      HEDDLE_EXCLUDES(pages_.heap_lock());
  void CountSpan(const Span& span);
  void UncountSpan(const Span& span);

  Memory& memory_;
  Probe& probe_;
  [[no_unique_address]] Protocol protocol_;
  Statistics statistics_;
  PageAlloc<P> pages_;
  Scavenger scavenger_;
  ArenaTable<P> arenas_;
  typename P::Sync::template Atomic<std::uint64_t> goal_{kNoGoal};

  ArenaHints<G, Memory> hints_ HEDDLE_GUARDED_BY(pages_.heap_lock());
  // Address space that is ours and not yet part of the heap: what is left of the arena that the
  // heap grows into, and one that could not be mapped when it was to follow.
  Extent arena_ HEDDLE_GUARDED_BY(pages_.heap_lock());
  Extent spare_ HEDDLE_GUARDED_BY(pages_.heap_lock());
};

}  // namespace heddle::core

#include "core/heap/heap.inl.h"

#endif  // HEDDLE_CORE_HEAP_HEAP_H_
