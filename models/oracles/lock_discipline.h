// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_LOCK_DISCIPLINE_H_
#define HEDDLE_MODELS_ORACLES_LOCK_DISCIPLINE_H_

#include "checker/relacy/primitives.h"
#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/revision.h"
#include "core/sync/failure.h"
#include "core/sync/lock_rank.h"

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
  SameLocksAfter() = default;
  SameLocksAfter(const SameLocksAfter&) = delete;
  SameLocksAfter& operator=(const SameLocksAfter&) = delete;
  ~SameLocksAfter() {
    Check(core::LockRank::kHeap, heap_);
    Check(core::LockRank::kScavenger, scavenger_);
  }

 private:
  static void Check(core::LockRank rank, bool was_held) {
    if (checker::HoldsLock(rank) != was_held) {
      core::Fail(core::FailureKind::kLockDiscipline,
                 core::FailureText() << "I40: the " << Name(rank) << " was "
                                     << (was_held ? "held on entry and is not on exit"
                                                  : "not held on entry and is on exit"));
    }
  }

  bool heap_ = checker::HoldsLock(core::LockRank::kHeap);
  bool scavenger_ = checker::HoldsLock(core::LockRank::kScavenger);
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_LOCK_DISCIPLINE_H_
