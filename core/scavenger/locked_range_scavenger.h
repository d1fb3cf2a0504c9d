// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_H_
#define HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_H_

#include <cstdint>

#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/scavenger/generation_count.h"
#include "core/scavenger/reservations.h"
#include "core/scavenger/scavenge_work.h"
#include "core/scavenger/trace_line.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/annotations.h"
#include "core/sync/section.h"

namespace heddle::core {

// The scavenger of October 2021, revision R4 (allocator-spec 5.5, 5.7, 5.8): gives free pages back
// to the system, highest addresses first, with the heap lock H never held across the release (I39).
//
// A generation is one pass over the heap. Each scavenger reserves a range of the generation's
// address space to itself (I20), searches it without a lock, looks again under H before it believes
// what it saw, and marks the pages used while their memory goes away. What it has not searched it
// gives back, unless a new generation has begun, whose address space includes that range already
// (I24).
//
// Its own lock S guards reservations and generations (invariants I20 to I30); H may be held when S
// is taken, never the other way round (I38).
template <class P>
class LockedRangeScavenger {
 public:
  using G = typename P::Geometry;
  using Mutex = typename P::Sync::Mutex;
  using Probe = typename P::Probe;
  using Held = Reservations<P, LockRank::kScavenger>;
  using Ranges = typename Held::Ranges;
  using Reservation = core::Reservation;
  using Statistics = MemoryStatistics<typename P::Sync>;

  // Everything passed by reference outlives this.
  LockedRangeScavenger(PageAlloc<P>& pages, typename P::Memory& memory, Statistics& statistics,
                       Probe& probe, const typename P::Protocol& protocol = {})
      : pages_(pages),
        memory_(memory),
        statistics_(statistics),
        probe_(probe),
        protocol_(protocol),
        reservations_(lock_, memory, probe, protocol),
        released_(protocol) {}
  LockedRangeScavenger(const LockedRangeScavenger&) = delete;
  LockedRangeScavenger& operator=(const LockedRangeScavenger&) = delete;

  // H, for StartGeneration's caller.
  Mutex& heap_lock() const HEDDLE_RETURN_CAPABILITY(pages_.heap_lock()) {
    return pages_.heap_lock();
  }
  Mutex& scavenger_lock() const HEDDLE_RETURN_CAPABILITY(lock_) { return lock_; }

  // Begins a new pass: every reservation still out there is stale from here on. Under H; takes S.
  // Returns the record of the pass that ends, for a trace line once H is given back.
  GenerationRecord StartGeneration() HEDDLE_REQUIRES(pages_.heap_lock()) HEDDLE_EXCLUDES(lock_);

  // The highest part of the generation's address space that nobody has reserved; empty if none is
  // left. Takes S.
  Reservation Reserve() HEDDLE_EXCLUDES(lock_);

  // Gives back a reservation, or what is left of it. Dropped if its generation has ended. Fatal if
  // its base is not the first byte of a chunk. Takes S.
  void Unreserve(const Reservation& reservation) HEDDLE_EXCLUDES(lock_);

  // Releases free pages until at least `bytes` are released or the generation has nothing left.
  // Returns the bytes released, which may be more (huge pages, system pages). No lock is held on
  // entry or exit; any number of threads may be in here.
  std::uint64_t Scavenge(std::uint64_t bytes) HEDDLE_EXCLUDES(lock_, pages_.heap_lock());

  // One step of Scavenge: releases one run of pages of `work`, at most `max_bytes` but for whole
  // huge and system pages, and cuts its range down to what is left to search. Returns the bytes
  // released; 0 with the range empty means that nothing was found.
  std::uint64_t ScavengeOne(Reservation& work, std::uint64_t max_bytes)
      HEDDLE_EXCLUDES(lock_, pages_.heap_lock());

  // Counts work of the background scavenger for the trace line.
  void AddReleased(std::uint64_t bytes) { released_.Add(bytes); }
  // What it has counted since this generation began.
  std::uint64_t released() const { return released_.Get(); }

  // For the invariants and tests.
  const Ranges& in_use() const HEDDLE_REQUIRES(lock_) { return reservations_.left(); }
  Generation generation() const HEDDLE_REQUIRES(lock_) { return reservations_.generation(); }
  std::uint64_t reservation_bytes() const HEDDLE_REQUIRES(lock_) { return reservations_.share(); }
  Offset low_watermark() const HEDDLE_REQUIRES(lock_) { return low_watermark_.Get(); }

 private:
  template <class>
  friend struct LockedRangeScavengerDescription;

  using HeapSection = Section<P, LockRank::kHeap>;
  using ScavengerSection = Section<P, LockRank::kScavenger>;

  // Pages of one chunk whose memory is about to be released.
  struct Claim {
    Offset base{};
    unsigned pages = 0;

    explicit operator bool() const { return pages > 0; }
    std::uint64_t Bytes() const { return pages * G::kPageBytes; }
    AddressRange Range() const { return {base, base + Bytes()}; }
  };

  Claim ClaimNearLimit(const AddressRange& work, std::uint64_t max_pages)
      HEDDLE_EXCLUDES(pages_.heap_lock());
  Claim ClaimOptimistically(AddressRange& work, std::uint64_t max_pages)
      HEDDLE_EXCLUDES(pages_.heap_lock());
  Claim Take(ChunkIndex chunk, const PageRun& run) HEDDLE_REQUIRES(pages_.heap_lock());
  std::uint64_t Release(const Claim& claim, Generation generation)
      HEDDLE_EXCLUDES(lock_, pages_.heap_lock());
  Offset NextStart(Offset low, Offset high) const HEDDLE_REQUIRES(lock_, pages_.heap_lock());
  bool ReleaseMemory(const Claim& claim) HEDDLE_EXCLUDES(lock_, pages_.heap_lock());
  void ResetWatermarks() HEDDLE_REQUIRES(lock_, pages_.heap_lock());
  void LowerWatermark(Offset base) HEDDLE_REQUIRES(lock_);
  void FreeBack(const Claim& claim, bool released) HEDDLE_EXCLUDES(lock_, pages_.heap_lock());
  void MarkInTransit(const Claim& claim);

  PageAlloc<P>& pages_;
  typename P::Memory& memory_;
  Statistics& statistics_;
  Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;

  mutable Mutex lock_{LockRank::kScavenger};
  Held reservations_ HEDDLE_GUARDED_BY(lock_);
  // The lowest address released in this generation, or the highest address (I26).
  typename P::Sync::template Shared<Offset> low_watermark_ HEDDLE_GUARDED_BY(lock_){G::kMaxOffset};
  GenerationCount<typename P::Sync, typename P::Protocol> released_;
};

}  // namespace heddle::core

#include "core/scavenger/locked_range_scavenger.inl.h"

#endif  // HEDDLE_CORE_SCAVENGER_LOCKED_RANGE_SCAVENGER_H_
