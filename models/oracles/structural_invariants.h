// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_STRUCTURAL_INVARIANTS_H_
#define HEDDLE_MODELS_ORACLES_STRUCTURAL_INVARIANTS_H_

#include "core/invariants/page_alloc_invariants.h"
#include "core/invariants/scavenger_invariants.h"
#include "core/page_alloc/page_alloc.h"
#include "core/scavenger/revision.h"
#include "core/sync/lock_rank.h"

namespace heddle::models {

// The lock that a revision's reservations are made under.
constexpr core::LockRank GuardOfReservations(core::Revision revision) {
  return revision == core::Revision::kR4 ? core::LockRank::kScavenger : core::LockRank::kHeap;
}

// Structural invariants (allocator-spec 8): what the lock of this rank protects is in order.
//
//   I1 to I10   of the page allocator, when the heap lock is given back
//   I22, I23    of what is left to reserve, when the lock of reservations is: the heap lock in R3,
//               the scavenger lock in R4. R1 and R2 have none
//
// What of I20 to I30 needs the history of reservations is ReservationLedger's. I19, of memory, is
// PageContents'.
//
// Evaluated by the holder of the lock, just before it gives it back. Everything that is looked at
// changes under that lock alone, and sections of one lock are in the same order in all equivalent
// executions, so the holder finds the same there in each. Between steps, or of two locks at once,
// it would not.
template <core::Revision kRevision, class P, class Scavenger>
void CheckStructure(core::LockRank released, const core::PageAlloc<P>& pages,
                    const Scavenger& scavenger) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
  if (released == core::LockRank::kHeap) {
    core::PageAllocInvariants<P>::Check(pages);
  }
  if constexpr (kRevision >= core::Revision::kR3) {
    if (released == GuardOfReservations(kRevision)) {
      core::CheckScavenger(scavenger);
    }
  }
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_STRUCTURAL_INVARIANTS_H_
