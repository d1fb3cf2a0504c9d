// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_SCAVENGER_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_SCAVENGER_INVARIANTS_H_

#include "core/address/align.h"
#include "core/invariants/ranges_invariants.h"
#include "core/scavenger/locked_range_scavenger.h"

namespace heddle::core {

// What can be told of a scavenger's reservations from its own state alone, whenever the scavenger
// lock is free: I22 and I23 of allocator-spec 8. What needs the history of reservations is kept by
// a ledger that watches through the probe. Call it with the lock held.
template <class P>
void CheckScavenger(const LockedRangeScavenger<P>& scavenger)
    HEDDLE_REQUIRES(scavenger.scavenger_lock()) {
  CheckRanges(scavenger.in_use(), "I23");
  for (std::size_t i = 0; i < scavenger.in_use().Count(); ++i) {
    const AddressRange range = scavenger.in_use().At(i);
    CheckInvariant(IsAligned(range.base.value, P::Geometry::kChunkBytes), "I22",
                   [&](FailureText& text) {
                     text << range << " does not begin with the first byte of a chunk";
                   });
  }
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_SCAVENGER_INVARIANTS_H_
