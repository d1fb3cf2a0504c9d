// SPDX-License-Identifier: BSD-3-Clause
//
// The probe policy: what an oracle may watch without being part of the design. The allocator calls
// these where they happen; NoProbe's are empty and cost nothing. A probe must not change anything
// that the allocator reads.

#ifndef HEDDLE_CORE_PROBE_PROBE_H_
#define HEDDLE_CORE_PROBE_PROBE_H_

#include <cstdint>

#include "core/address/address_range.h"
#include "core/sync/lock_rank.h"

namespace heddle::core {

// The number of a scavenge generation; wraps (I24).
using Generation = std::uint32_t;

// What becomes of a reservation that is given back.
enum class UnreserveOutcome : std::uint8_t { kReturned, kDropped };

// What a look for pages to release has come to: some were found where the search began, with the
// lock held; found without it and there when it was held; or gone by then.
enum class SearchOutcome : std::uint8_t { kFoundAtLimit, kFoundBelow, kFooled };

struct NoProbe {
  // The lock of this rank is about to be given back by its holder.
  void LockReleased(LockRank /*rank*/) {}
  // Of reservations, under the lock that guards them: the heap lock in R3, the scavenger lock in
  // R4. A new generation has begun with the addresses below `start`.
  void GenerationStarted(Generation /*generation*/, Offset /*start*/) {}
  // `range` is now the caller's to search. Empty ranges are not told.
  void Reserved(const AddressRange& /*range*/, Generation /*generation*/) {}
  // `range` comes back from a caller who reserved it in `generation`.
  // Called before the range is added.
  void Unreserved(const AddressRange& /*range*/, Generation /*generation*/,
                  UnreserveOutcome /*what*/) {}
  // Nothing is left of the caller's reservation: there is none that comes back. Under the heap lock
  // in R3, under none in R4.
  void SearchedThrough() {}
  // With the heap lock or without.
  void Searched(SearchOutcome /*outcome*/) {}
  // Under the heap lock: the pages are now in transit, owned by the scavenger.
  void Claimed(const AddressRange& /*pages*/) {}
  // The memory of the pages is about to be released; then, it has been. Under no lock in R4, under
  // the heap lock before it (I39).
  void Releasing(const AddressRange& /*pages*/) {}
  void Released(const AddressRange& /*pages*/) {}
  // Under the heap lock: the pages are no longer in transit, and scavenged unless the system has
  // refused.
  void FreedBack(const AddressRange& /*pages*/) {}
};

template <class P>
concept ProbePolicy =
    requires(P probe, const AddressRange& range, Generation generation, LockRank rank,
             Offset offset, UnreserveOutcome what, SearchOutcome outcome) {
      probe.LockReleased(rank);
      probe.GenerationStarted(generation, offset);
      probe.Reserved(range, generation);
      probe.Unreserved(range, generation, what);
      probe.SearchedThrough();
      probe.Searched(outcome);
      probe.Claimed(range);
      probe.Releasing(range);
      probe.Released(range);
      probe.FreedBack(range);
    };

static_assert(ProbePolicy<NoProbe>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROBE_PROBE_H_
