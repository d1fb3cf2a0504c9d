// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_LOCK_DISCIPLINE_H_
#define HEDDLE_MODELS_ORACLES_LOCK_DISCIPLINE_H_

#include "checker/relacy/primitives.h"
#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/revision.h"
#include "core/sync/failure.h"
#include "core/sync/lock_rank.h"
#include "models/model.h"

// Lock discipline: which locks a thread holds when it does what.
//
//   I38  locks are taken in the order of their ranks. The checker's own check of every acquisition
//        (SimulationOptions::check_lock_ranks), made before the thread would wait
//   I39  what is held while memory is released
//   I40  an operation leaves with the locks that it came with
//
// Evaluated by the thread itself, on its own locks alone, so it finds the same in equivalent
// executions: they have the same steps of each thread.

namespace heddle::models {

// I39, when memory is about to be released: R4 holds no lock then, and those before it exactly the
// heap lock. Of a protocol that keeps the scavenger lock on purpose that lock is not asked about:
// what follows a release takes the heap lock, so it meets the order of locks, which says more.
inline void CheckLocksOfRelease(core::Revision revision,
                                const core::TunableProtocol& protocol = {}) {
  const bool expected = revision != core::Revision::kR4;
  if (checker::HoldsLock(core::LockRank::kHeap) != expected) {
    core::Fail(core::FailureKind::kLockDiscipline,
               core::FailureText() << "I39: the heap lock is " << (expected ? "not " : "")
                                   << "held while memory is released, which " << Name(revision)
                                   << (expected ? " holds it for" : " never does"));
  }
  if (checker::HoldsLock(core::LockRank::kScavenger) &&
      protocol.Holds(core::Decision::kScavengerLockDroppedBeforeHeapLock)) {
    core::Fail(core::FailureKind::kLockDiscipline,
               core::FailureText() << "I39: the scavenger lock is held while memory is released");
  }
}

// I40: while one lives, the thread may take locks and give them back, but comes out with those that
// it came in with.
class SameLocksAfter {
 public:
  explicit SameLocksAfter(const Oracles& oracles = {}) : is_on_(oracles.lock_discipline) {}
  SameLocksAfter(const SameLocksAfter&) = delete;
  SameLocksAfter& operator=(const SameLocksAfter&) = delete;
  ~SameLocksAfter() {
    Check(core::LockRank::kHeap, heap_);
    Check(core::LockRank::kScavenger, scavenger_);
  }

 private:
  void Check(core::LockRank rank, bool was_held) const {
    if (is_on_ && checker::HoldsLock(rank) != was_held) {
      core::Fail(core::FailureKind::kLockDiscipline,
                 core::FailureText() << "I40: the " << Name(rank) << " was "
                                     << (was_held ? "held on entry and is not on exit"
                                                  : "not held on entry and is on exit"));
    }
  }

  bool is_on_;
  bool heap_ = checker::HoldsLock(core::LockRank::kHeap);
  bool scavenger_ = checker::HoldsLock(core::LockRank::kScavenger);
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_LOCK_DISCIPLINE_H_
