// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_RANGE_SCAVENGER_H_
#define HEDDLE_CORE_SCAVENGER_RANGE_SCAVENGER_H_

#include <cstdint>
#include <string>

#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/scavenger/generation_count.h"
#include "core/scavenger/reservations.h"
#include "core/scavenger/scavenge_work.h"
#include "core/scavenger/trace_line.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/annotations.h"
#include "core/sync/contains_address.h"
#include "core/sync/section.h"

namespace heddle::core {

// Whether a scavenger may give the heap lock up while it searches.
enum class MayUnlock : bool { kNo, kYes };

// The scavenger of November 2019, revision R3 (allocator-spec 5.5, 5.6): reservations and
// generations in place of the cursor, so that scavengers keep out of each other's way and a new
// cycle cannot be lost. All of it is guarded by the heap lock H, which the caller holds; H is held
// while memory is released (R3-a), and what the caller read before a call that may unlock is out of
// date after it (R3-b).
template <class P>
class RangeScavenger {
 public:
  using G = typename P::Geometry;
  using Mutex = typename P::Sync::Mutex;
  using Probe = typename P::Probe;
  using Held = Reservations<P, LockRank::kHeap>;
  using Ranges = typename Held::Ranges;
  using Statistics = MemoryStatistics<typename P::Sync>;

  // Everything passed by reference outlives this.
  RangeScavenger(PageAlloc<P>& pages, typename P::Memory& memory, Statistics& statistics,
                 Probe& probe, const typename P::Protocol& protocol = {})
      : pages_(pages),
        memory_(memory),
        statistics_(statistics),
        probe_(probe),
        protocol_(protocol),
        reservations_(pages.heap_lock(), memory, probe, protocol),
        released_(protocol) {}
  RangeScavenger(const RangeScavenger&) = delete;
  RangeScavenger& operator=(const RangeScavenger&) = delete;

  Mutex& heap_lock() const HEDDLE_RETURN_CAPABILITY(pages_.heap_lock()) {
    return pages_.heap_lock();
  }

  // Begins a new pass over the whole heap: every reservation still out there is stale from here on.
  // Returns the record of the pass that ends. Under H.
  GenerationRecord StartGeneration() HEDDLE_REQUIRES(pages_.heap_lock());

  // See Reservations. Under H. Fatal if what is given back does not begin with a chunk.
  Reservation Reserve() HEDDLE_REQUIRES(pages_.heap_lock()) { return reservations_.Reserve(); }
  void Unreserve(const Reservation& reservation) HEDDLE_REQUIRES(pages_.heap_lock());

  // Releases free pages until at least `bytes` are released or the generation has nothing left.
  // Returns the bytes released, which may be more (huge pages, system pages). H is held on entry
  // and exit, and in between too unless `may_unlock`.
  std::uint64_t Scavenge(std::uint64_t bytes, MayUnlock may_unlock)
      HEDDLE_REQUIRES(pages_.heap_lock());

  // One step of Scavenge: releases one run of pages of `work` and cuts `work` down to what is left
  // to search. 0 with `work` empty means that nothing was found. Under H, as Scavenge.
  std::uint64_t ScavengeOne(AddressRange& work, std::uint64_t max_bytes, MayUnlock may_unlock)
      HEDDLE_REQUIRES(pages_.heap_lock());

  // Counts work of the background scavenger for the trace line. Needs no lock.
  void AddReleased(std::uint64_t bytes) { released_.Add(bytes); }

  // For the invariants and tests.
  const Ranges& in_use() const HEDDLE_REQUIRES(pages_.heap_lock()) { return reservations_.left(); }
  Generation generation() const HEDDLE_REQUIRES(pages_.heap_lock()) {
    return reservations_.generation();
  }
  std::uint64_t reservation_bytes() const HEDDLE_REQUIRES(pages_.heap_lock()) {
    return reservations_.share();
  }

  // For traces. Takes addresses only.
  std::string NameOf(const void* object) const {
    return ContainsAddress(released_, object) ? "released counter" : reservations_.NameOf(object);
  }

 private:
  std::uint64_t Release(AddressRange& work, ChunkIndex chunk, const PageRun& run)
      HEDDLE_REQUIRES(pages_.heap_lock());

  PageAlloc<P>& pages_;
  typename P::Memory& memory_;
  Statistics& statistics_;
  Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
  Held reservations_;  // guarded by H
  GenerationCount<typename P::Sync, typename P::Protocol> released_;
};

}  // namespace heddle::core

#include "core/scavenger/range_scavenger.inl.h"

#endif  // HEDDLE_CORE_SCAVENGER_RANGE_SCAVENGER_H_
