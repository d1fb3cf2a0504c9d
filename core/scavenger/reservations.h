// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_RESERVATIONS_H_
#define HEDDLE_CORE_SCAVENGER_RESERVATIONS_H_

#include <algorithm>
#include <cstdint>
#include <source_location>
#include <string>

#include "core/address/address_ranges.h"
#include "core/address/align.h"
#include "core/policies.h"
#include "core/protocol/repair_cell.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"
#include "core/sync/section.h"

namespace heddle::core {

// Address space that one scavenger may search, and the generation it belongs to. The base is the
// first byte of a chunk, the limit may be anything (I22).
struct Reservation {
  AddressRange range{};
  Generation generation = 0;
};

// Who may search what (allocator-spec 5.5): each generation is one pass over the heap, whose
// address space is handed out in reservations, highest addresses first, and regains what comes back
// unsearched. Invariants I20 to I25 and I28 to I30.
//
// Every call is made with the one lock that guards it, the heap lock in R3, the scavenger lock in
// R4, and each is one section of it. The analysis cannot tell that this is the lock that its owner
// says it is guarded by.
template <class P, LockRank kGuard>
class Reservations {
 public:
  using G = typename P::Geometry;
  using Mutex = typename P::Sync::Mutex;
  using Probe = typename P::Probe;
  using Ranges = AddressRanges<typename P::Sync, typename P::Memory, typename P::Protocol>;

  // Everything passed by reference outlives this.
  Reservations(Mutex& guard, typename P::Memory& memory, Probe& probe,
               const typename P::Protocol& protocol)
      : guard_(guard), probe_(probe), protocol_(protocol), left_(memory, 0, protocol) {}
  Reservations(const Reservations&) = delete;
  Reservations& operator=(const Reservations&) = delete;

  // A new generation: the ranges of `heap` below `start`. Every reservation still out there is
  // stale from here on.
  void Begin(const Ranges& heap, Offset start) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    {
      const Gap<P, kGuard> gap(guard_, probe_, !protocol_.Holds(Decision::kClonesHeapUnderGuard));
      heap.CloneInto(left_);
    }
    left_.RemoveGreaterEqual(start);
    if (protocol_.Does(Step::kSetsShare)) {
      share_.Set(RoundUp(heap.TotalBytes(), G::kChunkBytes) / G::kReservationShards);
    }
    Split(Decision::kBeginsGenerationInOneSection);
    generation_.Set(Next(generation_.Get()));
    if (protocol_.Repairs(Repair::kStartsAboveUnsearched)) {
      out_.Set(0);
    }
    probe_.GenerationStarted(generation_.Get(), start);
  }

  // The highest part of the generation's address space that nobody has reserved; empty if none is
  // left.
  Reservation Reserve() {
    Reservation reservation{left_.RemoveLast(share_.Get()), generation_.Get()};
    if (reservation.range.IsEmpty()) {
      return reservation;
    }
    // The rest of its lowest chunk comes along, so that no chunk has two owners (I20). It is in the
    // same range, whose base is the first byte of a chunk.
    const Offset base{RoundDown(reservation.range.base.value, G::kChunkBytes)};
    Split(Decision::kReservesInOneSection);
    if (protocol_.Does(Step::kReserveWholeChunks)) {
      left_.RemoveGreaterEqual(base);
    }
    if (protocol_.Does(Step::kReservesFromChunkBase)) {
      reservation.range.base = base;
    }
    if (!protocol_.Holds(Decision::kReservesOfKnownGeneration)) {
      Split(Decision::kReservesOfKnownGeneration);
      reservation.generation = generation_.Get();
    }
    if (protocol_.Repairs(Repair::kStartsAboveUnsearched)) {
      const Offset limit = reservation.range.limit;
      out_limit_.Set(out_.Get() == 0 ? limit : std::max(out_limit_.Get(), limit));
      out_.Set(out_.Get() + 1);
    }
    probe_.Reserved(reservation.range, reservation.generation);
    return reservation;
  }

  // Takes a reservation back, or what is left of it; drops it if its generation has ended (I24).
  void Unreserve(const Reservation& reservation) {
    const bool current = reservation.generation == generation_.Get() ||
                         !protocol_.Holds(Decision::kUnreserveChecksGeneration);
    Split(Decision::kComparesAndAddsInOneSection);
    probe_.Unreserved(reservation.range, reservation.generation,
                      current ? UnreserveOutcome::kReturned : UnreserveOutcome::kDropped);
    if (current) {
      left_.Add(reservation.range);
    }
    End(reservation);
  }

  // A reservation is over: it has been searched to its end, or is back. For a repair only. A fault
  // may give one back twice, or a stale one; then there is none to take off.
  void End(const Reservation& reservation) {
    if (protocol_.Repairs(Repair::kStartsAboveUnsearched) &&
        reservation.generation == generation_.Get() && out_.Get() != 0) {
      out_.Set(out_.Get() - 1);
    }
  }

  // Nothing of this generation is left to search from here on upwards. While reservations are out,
  // they count with the highest address of those that have been since none was. For a repair only.
  Offset UnsearchedLimit() const {
    const Offset left =
        left_.Count() == 0 ? G::kMinOffset : Offset{left_.At(left_.Count() - 1).limit};
    return out_.Get() == 0 ? left : std::max(left, out_limit_.Get());
  }

  // Needs no lock. Fatal unless a reservation begins with the first byte of a chunk.
  static void CheckAligned(const AddressRange& range) {
    if (!IsAligned(range.base.value, G::kChunkBytes)) {
      Fail(FailureKind::kAssertion, FailureText()
                                        << "unreserving unaligned region " << range
                                        << ", chunks have " << Hex{G::kChunkBytes} << " bytes");
    }
  }

  // What nobody has reserved.
  const Ranges& left() const { return left_; }
  Generation generation() const { return generation_.Get(); }
  // Bytes of a reservation, before it is extended to whole chunks (I29).
  std::uint64_t share() const { return share_.Get(); }

  // For traces. Takes addresses only, so it needs no lock.
  std::string NameOf(const void* object) const {
    if (ContainsAddress(generation_, object)) {
      return "generation";
    }
    if (ContainsAddress(share_, object)) {
      return "size of a reservation";
    }
    if (out_.Has(object) || out_limit_.Has(object)) {
      return "reservations that are out";
    }
    return left_.Has(object) ? "ranges left to reserve" : "";
  }

 private:
  template <class T>
  using Shared = typename P::Sync::template Shared<T>;

  Generation Next(Generation generation) const {
    if (!protocol_.Does(Step::kNumberGenerations)) {
      return generation;
    }
    return protocol_.Holds(Decision::kManyGenerations) ? generation + 1 : (generation + 1) % 2;
  }
  void Split(Decision decision, const std::source_location& where = std::source_location::current())
      HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    SplitUnless<P, kGuard>(decision, protocol_, guard_, probe_, where);
  }

  Mutex& guard_;
  Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
  Ranges left_;
  Shared<Generation> generation_{0};
  Shared<std::uint64_t> share_{0};
  // Reservations of this generation that are not over, and no lower than the limit of any of them.
  [[no_unique_address]] RepairCell<typename P::Sync, typename P::Protocol, std::uint64_t> out_;
  [[no_unique_address]] RepairCell<typename P::Sync, typename P::Protocol, Offset> out_limit_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_RESERVATIONS_H_
