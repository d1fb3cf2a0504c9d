// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_SCAVENGER_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_SCAVENGER_INVARIANTS_H_

#include <cstddef>

#include "core/address/align.h"
#include "core/invariants/ranges_invariants.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/scavenger/range_scavenger.h"

namespace heddle::core {

// What can be told of the address space that is left to reserve from itself alone: I22 and I23 of
// allocator-spec 8. What needs the history of reservations is kept by a ledger that watches through
// the probe.
template <GeometryPolicy G, class Ranges>
void CheckLeftToReserve(const Ranges& left) {
  CheckRanges(left, "I23");
  for (std::size_t i = 0; i < left.Count(); ++i) {
    const AddressRange range = left.At(i);
    CheckInvariant(IsAligned(range.base.value, G::kChunkBytes), "I22", [&](FailureText& text) {
      text << range << " does not begin with the first byte of a chunk";
    });
  }
}

// Of R3 whenever the heap lock is free, and of R4 whenever the scavenger lock is. Call it with that
// lock held. R1 and R2 have nothing to check: any cursor will do.
template <class P>
void CheckScavenger(const RangeScavenger<P>& scavenger) HEDDLE_REQUIRES(scavenger.heap_lock()) {
  CheckLeftToReserve<typename P::Geometry>(scavenger.in_use());
}
template <class P>
void CheckScavenger(const LockedRangeScavenger<P>& scavenger)
    HEDDLE_REQUIRES(scavenger.scavenger_lock()) {
  CheckLeftToReserve<typename P::Geometry>(scavenger.in_use());
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_SCAVENGER_INVARIANTS_H_
