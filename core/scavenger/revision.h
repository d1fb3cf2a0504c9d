// SPDX-License-Identifier: BSD-3-Clause
//
// The revisions of the scavenger under one roof, for those who build a heap around any of them.
// What they share has one name here; where they differ, the difference is in the adapter's few
// lines and nowhere else (allocator-spec 6.2, 6.5, 6.7):
//
//   StartCycle             under H. Begins a pass over the heap
//   ScavengeGrowth         kGrowthUnderHeapLock: under H, which is kept; otherwise under no lock
//   ScavengeAll            under no lock. A forced pass over the heap
//   ScavengeUnlocked       under no lock. Releases so many bytes
//   ScavengeInBackground   the same if is_needed() says so, and counts it

#ifndef HEDDLE_CORE_SCAVENGER_REVISION_H_
#define HEDDLE_CORE_SCAVENGER_REVISION_H_

#include <cstdint>
#include <limits>

#include "core/scavenger/cursor_scavenger.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/scavenger/range_scavenger.h"

namespace heddle::core {

enum class Revision : std::uint8_t {
  kR1,  // 2019-08, 73317080: a cursor
  kR2,  // 2019-09, e5ce13c1: and a mode that keeps the heap lock
  kR3,  // 2019-11, 55ec5182: reservations and generations under the heap lock
  kR4,  // 2021-10, 4f543b59: under a lock of their own
};

constexpr const char* Name(Revision revision) {
  switch (revision) {
    case Revision::kR1:
      return "R1";
    case Revision::kR2:
      return "R2";
    case Revision::kR3:
      return "R3";
    case Revision::kR4:
      return "R4";
  }
  return "unknown revision";
}

// As many bytes as there are.
inline constexpr std::uint64_t kAllBytes = std::numeric_limits<std::uint64_t>::max();

template <class P, Revision kRevision>
class RevisedScavenger;

// R1 and R2. In 2019 nothing but tests called these; R2's locked mode was made for growth and
// forced passes, and R1 has only the one mode for everything.
template <class P, bool kHasLockedMode>
class RevisedCursorScavenger : public CursorScavenger<P> {
 public:
  using Base = CursorScavenger<P>;
  static constexpr bool kGrowthUnderHeapLock = kHasLockedMode;

  RevisedCursorScavenger(PageAlloc<P>& pages, typename P::Memory& memory,
                         typename Base::Statistics& statistics, typename P::Probe& probe,
                         const typename P::Protocol& protocol)
      : Base(pages, memory, statistics, probe, protocol), probe_(probe), protocol_(protocol) {}

  GenerationRecord StartCycle() HEDDLE_REQUIRES(this->heap_lock()) {
    this->ResetCursor();
    return {};
  }
  // The lock is there, or it is not, as kGrowthUnderHeapLock says; the analysis cannot tell.
  std::uint64_t ScavengeGrowth(std::uint64_t bytes) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if constexpr (kHasLockedMode) {
      return this->ScavengeLocked(bytes);
    } else {
      return this->Scavenge(bytes);
    }
  }
  GenerationRecord ScavengeAll() HEDDLE_EXCLUDES(this->heap_lock()) {
    {
      const Section<P, LockRank::kHeap> section(this->heap_lock(), probe_, protocol_,
                                                Decision::kStartsGenerationUnderHeapLock);
      this->ResetCursor();
      if constexpr (kHasLockedMode) {
        SplitUnless<P, LockRank::kHeap>(Decision::kForcesPassInOneSection, protocol_,
                                        this->heap_lock(), probe_);
        return {0, this->ScavengeLocked(kAllBytes)};
      }
    }
    return {0, this->Scavenge(kAllBytes)};
  }
  std::uint64_t ScavengeUnlocked(std::uint64_t bytes) HEDDLE_EXCLUDES(this->heap_lock()) {
    return this->Scavenge(bytes);
  }
  template <class IsNeeded>
  std::uint64_t ScavengeInBackground(std::uint64_t bytes, IsNeeded is_needed)
      HEDDLE_EXCLUDES(this->heap_lock()) {
    return is_needed() ? this->Scavenge(bytes) : 0;
  }

 private:
  typename P::Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
};

template <class P>
class RevisedScavenger<P, Revision::kR1> : public RevisedCursorScavenger<P, false> {
  using RevisedCursorScavenger<P, false>::RevisedCursorScavenger;
};
template <class P>
class RevisedScavenger<P, Revision::kR2> : public RevisedCursorScavenger<P, true> {
  using RevisedCursorScavenger<P, true>::RevisedCursorScavenger;
};

template <class P>
class RevisedScavenger<P, Revision::kR3> : public RangeScavenger<P> {
 public:
  using Base = RangeScavenger<P>;
  static constexpr bool kGrowthUnderHeapLock = true;

  RevisedScavenger(PageAlloc<P>& pages, typename P::Memory& memory,
                   typename Base::Statistics& statistics, typename P::Probe& probe,
                   const typename P::Protocol& protocol)
      : Base(pages, memory, statistics, probe, protocol), probe_(probe), protocol_(protocol) {}

  GenerationRecord StartCycle() HEDDLE_REQUIRES(this->heap_lock()) {
    return this->StartGeneration();
  }
  std::uint64_t ScavengeGrowth(std::uint64_t bytes) HEDDLE_REQUIRES(this->heap_lock()) {
    return this->Scavenge(bytes, MayUnlock::kNo);
  }
  GenerationRecord ScavengeAll() HEDDLE_EXCLUDES(this->heap_lock()) {
    const Section<P, LockRank::kHeap> section(this->heap_lock(), probe_, protocol_,
                                              Decision::kStartsGenerationUnderHeapLock);
    this->StartGeneration();
    SplitUnless<P, LockRank::kHeap>(Decision::kForcesPassInOneSection, protocol_, this->heap_lock(),
                                    probe_);
    const std::uint64_t released = this->Scavenge(kAllBytes, MayUnlock::kNo);
    return {this->generation(), released};
  }
  std::uint64_t ScavengeUnlocked(std::uint64_t bytes) HEDDLE_EXCLUDES(this->heap_lock()) {
    const Section<P, LockRank::kHeap> section(this->heap_lock(), probe_, protocol_,
                                              Decision::kScavengesUnderHeapLock);
    return this->Scavenge(bytes, MayUnlock::kYes);
  }
  template <class IsNeeded>
  std::uint64_t ScavengeInBackground(std::uint64_t bytes, IsNeeded is_needed)
      HEDDLE_EXCLUDES(this->heap_lock()) {
    const Section<P, LockRank::kHeap> section(this->heap_lock(), probe_, protocol_,
                                              Decision::kScavengesUnderHeapLock);
    if (!is_needed()) {
      return 0;
    }
    const std::uint64_t released = this->Scavenge(bytes, MayUnlock::kYes);
    this->AddReleased(released);
    return released;
  }

 private:
  typename P::Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
};

template <class P>
class RevisedScavenger<P, Revision::kR4> : public LockedRangeScavenger<P> {
 public:
  using Base = LockedRangeScavenger<P>;
  static constexpr bool kGrowthUnderHeapLock = false;

  RevisedScavenger(PageAlloc<P>& pages, typename P::Memory& memory,
                   typename Base::Statistics& statistics, typename P::Probe& probe,
                   const typename P::Protocol& protocol)
      : Base(pages, memory, statistics, probe, protocol), probe_(probe), protocol_(protocol) {}

  GenerationRecord StartCycle() HEDDLE_REQUIRES(this->heap_lock()) {
    return this->StartGeneration();
  }
  std::uint64_t ScavengeGrowth(std::uint64_t bytes) HEDDLE_EXCLUDES(this->heap_lock()) {
    return this->Scavenge(bytes);
  }
  // The generation is read when all is done, and may be a later one by then (R4-h).
  GenerationRecord ScavengeAll() HEDDLE_EXCLUDES(this->heap_lock()) {
    {
      const Section<P, LockRank::kHeap> section(this->heap_lock(), probe_, protocol_,
                                                Decision::kStartsGenerationUnderHeapLock);
      this->StartGeneration();
    }
    const std::uint64_t released = this->Scavenge(kAllBytes);
    const Section<P, LockRank::kScavenger> section(this->scavenger_lock(), probe_, protocol_,
                                                   Decision::kReadsGenerationUnderScavengerLock);
    return {this->generation(), released};
  }
  std::uint64_t ScavengeUnlocked(std::uint64_t bytes) HEDDLE_EXCLUDES(this->heap_lock()) {
    return this->Scavenge(bytes);
  }
  template <class IsNeeded>
  std::uint64_t ScavengeInBackground(std::uint64_t bytes, IsNeeded is_needed)
      HEDDLE_EXCLUDES(this->heap_lock()) {
    if (!is_needed()) {
      return 0;
    }
    const std::uint64_t released = this->Scavenge(bytes);
    this->AddReleased(released);
    return released;
  }

 private:
  typename P::Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_REVISION_H_
