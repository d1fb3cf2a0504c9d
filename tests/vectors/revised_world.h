// SPDX-License-Identifier: BSD-3-Clause
//
// The ways to scavenge that there have been, for the vectors that are about all of them.

#ifndef HEDDLE_TESTS_VECTORS_REVISED_WORLD_H_
#define HEDDLE_TESTS_VECTORS_REVISED_WORLD_H_

#include <cstdint>

#include "core/invariants/scavenger_invariants.h"
#include "core/scavenger/cursor_scavenger.h"
#include "core/scavenger/range_scavenger.h"
#include "core/scavenger/revision.h"
#include "tests/vectors/world.h"

namespace heddle::tests {

// A page allocator with a scavenger of any revision, in the state of a vector; its first cycle has
// begun. For each way, BeginCycle, Scavenge and CheckScavenger.
template <class Sync, class ScavengerT>
class CycleWorld : public PagesWorld<Sync> {
 public:
  using typename PagesWorld<Sync>::P;
  using typename PagesWorld<Sync>::HeapSection;
  using Scavenger = ScavengerT;

  using PagesWorld<Sync>::PagesWorld;

 protected:
  Scavenger scavenger_{this->pages_, this->memory_, this->statistics_, this->probe_};
};

// R1 and R2 without its locked mode, which are the same.
template <class Sync>
class CursorWorld : public CycleWorld<Sync, core::CursorScavenger<typename PagesWorld<Sync>::P>> {
 public:
  using Base = CycleWorld<Sync, core::CursorScavenger<typename PagesWorld<Sync>::P>>;

  CursorWorld(const ChunkRuns& allocated, const ChunkRuns& scavenged) : Base(allocated, scavenged) {
    const typename Base::HeapSection section(this->scavenger_.heap_lock(), this->probe_);
    this->scavenger_.ResetCursor();
  }

  std::uint64_t Scavenge(std::uint64_t bytes) { return this->scavenger_.Scavenge(bytes); }
  void CheckInvariants() { this->CheckPages(); }
};

template <class Sync>
class LockedCursorWorld : public CursorWorld<Sync> {
 public:
  using CursorWorld<Sync>::CursorWorld;

  std::uint64_t Scavenge(std::uint64_t bytes) {
    const typename CursorWorld<Sync>::HeapSection section(this->scavenger_.heap_lock(),
                                                          this->probe_);
    return this->scavenger_.ScavengeLocked(bytes);
  }
};

template <class Sync, core::MayUnlock kMayUnlock>
class RangeWorld : public CycleWorld<Sync, core::RangeScavenger<typename PagesWorld<Sync>::P>> {
 public:
  using Base = CycleWorld<Sync, core::RangeScavenger<typename PagesWorld<Sync>::P>>;
  using typename Base::HeapSection;

  RangeWorld(const ChunkRuns& allocated, const ChunkRuns& scavenged) : Base(allocated, scavenged) {
    const HeapSection section(this->scavenger_.heap_lock(), this->probe_);
    this->scavenger_.StartGeneration();
  }

  std::uint64_t Scavenge(std::uint64_t bytes) {
    const HeapSection section(this->scavenger_.heap_lock(), this->probe_);
    return this->scavenger_.Scavenge(bytes, kMayUnlock);
  }
  void CheckInvariants() {
    this->CheckPages();
    const HeapSection section(this->scavenger_.heap_lock(), this->probe_);
    core::CheckScavenger(this->scavenger_);
  }
};

template <class Sync>
class LockedRangeWorld : public World<Sync> {
 public:
  using World<Sync>::World;

  std::uint64_t Scavenge(std::uint64_t bytes) { return this->scavenger().Scavenge(bytes); }
};

// A way to scavenge: the revision that it is of, and the world that does it.
struct R1 {
  static constexpr core::Revision kRevision = core::Revision::kR1;
  template <class Sync>
  using World = CursorWorld<Sync>;
};
struct R2Unlocked {
  static constexpr core::Revision kRevision = core::Revision::kR2;
  template <class Sync>
  using World = CursorWorld<Sync>;
};
struct R2Locked {
  static constexpr core::Revision kRevision = core::Revision::kR2;
  template <class Sync>
  using World = LockedCursorWorld<Sync>;
};
struct R3KeepsLock {
  static constexpr core::Revision kRevision = core::Revision::kR3;
  template <class Sync>
  using World = RangeWorld<Sync, core::MayUnlock::kNo>;
};
struct R3Unlocks {
  static constexpr core::Revision kRevision = core::Revision::kR3;
  template <class Sync>
  using World = RangeWorld<Sync, core::MayUnlock::kYes>;
};
struct R4 {
  static constexpr core::Revision kRevision = core::Revision::kR4;
  template <class Sync>
  using World = LockedRangeWorld<Sync>;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_VECTORS_REVISED_WORLD_H_
