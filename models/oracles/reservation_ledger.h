// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_RESERVATION_LEDGER_H_
#define HEDDLE_MODELS_ORACLES_RESERVATION_LEDGER_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/address/address_range.h"
#include "core/address/align.h"
#include "core/geometry/geometry.h"
#include "core/invariants/ranges_invariants.h"
#include "core/probe/probe.h"
#include "core/sync/failure.h"

namespace heddle::models {

// A set of addresses in a fixed array: sorted, ranges that touch are joined. Fails when full.
template <std::size_t kCapacity>
class FixedRanges {
 public:
  std::size_t Count() const { return count_; }
  core::AddressRange At(std::size_t i) const { return ranges_[i]; }

  void Clear() { count_ = 0; }

  // `range` overlaps nothing in here.
  void Add(core::AddressRange range) {
    std::size_t i = 0;
    while (i < count_ && ranges_[i].base < range.base) {
      ++i;
    }
    if (i < count_ && range.limit == ranges_[i].base) {
      range.limit = ranges_[i].limit;
      EraseAt(i);
    }
    if (i > 0 && ranges_[i - 1].limit == range.base) {
      ranges_[i - 1].limit = range.limit;
      return;
    }
    if (count_ == kCapacity) {
      core::Fatal("the reservation ledger has no room for another range");
    }
    std::copy_backward(ranges_.begin() + i, ranges_.begin() + count_, ranges_.begin() + count_ + 1);
    ranges_[i] = range;
    ++count_;
  }

  // Takes `range` out if it lies within one of the ranges; returns whether it does.
  bool Remove(const core::AddressRange& range) {
    for (std::size_t i = 0; i < count_; ++i) {
      const core::AddressRange whole = ranges_[i];
      if (whole.base <= range.base && range.limit <= whole.limit) {
        EraseAt(i);
        if (whole.base < range.base) {
          Add({whole.base, range.base});
        }
        if (range.limit < whole.limit) {
          Add({range.limit, whole.limit});
        }
        return true;
      }
    }
    return false;
  }

 private:
  void EraseAt(std::size_t i) {
    std::copy(ranges_.begin() + i + 1, ranges_.begin() + count_, ranges_.begin() + i);
    --count_;
  }

  std::array<core::AddressRange, kCapacity> ranges_{};
  std::size_t count_ = 0;
};

// The history of the scavenger's reservations, against which every new event is held
// (allocator-spec 8):
//
//   I20  within a generation, no chunk is in two reservations, or in one and among what is left
//   I21  reservations and what is left lie in the generation's start set, rounded to chunks
//   I22  they begin with the first byte of a chunk
//   I24  a generation's number is one more than the last; a reservation is returned if its
//        generation is the current one and dropped if it is not; what comes back was reserved, once
//   I25  what is left only loses what is reserved and regains what is returned, and a reservation
//        comes back no larger than the chunks it went out with
//   I28  the start set is the heap below the start address
//   I29  a reservation's share is the heap's size, in whole chunks, divided by the shards
//   I30  a reservation comes out of one range, and is less than a chunk larger than the share
//
// Every call happens under the lock that guards the reservations, the scavenger lock in R4, as the
// probe's do, so the ledger needs no lock of its own; GenerationStarted is called under the heap
// lock too. Sections of one lock are in the same order in equivalent executions, so the ledger has
// the same history in each: partial-order reduction preserves what it says. It holds plain memory
// of fixed size and never allocates, so it may be called on a simulated thread.
//
// A reservation that was searched to its end does not come back, so the ledger cannot tell when it
// is done with. It counts as held until its generation ends, which is right: its space is not to be
// handed out again. Beyond that it is remembered until the room is needed.
template <core::GeometryPolicy G, std::size_t kReservations = 128, std::size_t kRanges = 64>
class ReservationLedger {
 public:
  // Of a scavenger that is in this generation already, has no reservation out, and `left` to
  // reserve, with this share.
  template <class Ranges>
  void Begin(core::Generation generation, const Ranges& left, std::uint64_t share) {
    generation_ = generation;
    share_ = share;
    start_set_.Clear();
    for (std::size_t i = 0; i < left.Count(); ++i) {
      start_set_.Add(left.At(i));
    }
    left_ = start_set_;
  }

  // A generation has begun. `heap` is all the heap's ranges, `left` what may be reserved.
  template <class Ranges>
  void GenerationStarted(core::Generation generation, core::Offset start, const Ranges& heap,
                         const Ranges& left) {
    core::CheckInvariant(generation == static_cast<core::Generation>(generation_ + 1), "I24",
                         [&](core::FailureText& text) {
                           text << "generation " << generation << " follows generation "
                                << generation_;
                         });
    generation_ = generation;
    start_set_.Clear();
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < heap.Count(); ++i) {
      const core::AddressRange range = heap.At(i);
      bytes += range.Size();
      if (range.base < start) {
        start_set_.Add(range.RemoveGreaterEqual(start));
      }
    }
    share_ = core::RoundUp(bytes, G::kChunkBytes) / G::kReservationShards;
    left_ = start_set_;
    CheckSame(left, start_set_, "I28", "the heap below the start address");
    for (std::size_t i = 0; i < start_set_.Count(); ++i) {
      CheckBase(start_set_.At(i));
    }
  }

  // `range` has gone to a scavenger. Before this, it was part of what was left.
  void Reserved(const core::AddressRange& range, core::Generation generation) {
    core::CheckInvariant(generation == generation_, "I24", [&](core::FailureText& text) {
      text << range << " is reserved in generation " << generation << ", the current one is "
           << generation_;
    });
    CheckBase(range);
    core::CheckInvariant(0 < range.Size() && range.Size() < share_ + G::kChunkBytes, "I30",
                         [&](core::FailureText& text) {
                           text << "the reservation " << range << " has " << range.Size()
                                << " bytes, a share is " << share_ << " and a chunk "
                                << G::kChunkBytes;
                         });
    CheckInStartSet(range);
    CheckApartFromReservations(range);
    core::CheckInvariant(left_.Remove(range), "I30", [&](core::FailureText& text) {
      text << "the reservation " << range << " is not part of one range of what was left";
      Append(text, left_);
    });
    CheckApartFromLeft(range);
    Remember({range, generation});
  }

  // `range` is what remains of a reservation of `generation`. Before it is added to what is left.
  void Unreserved(const core::AddressRange& range, core::Generation generation,
                  core::UnreserveOutcome what) {
    CheckBase(range);
    const bool returned = what == core::UnreserveOutcome::kReturned;
    core::CheckInvariant(
        returned == (generation == generation_), "I24", [&](core::FailureText& text) {
          text << range << ", reserved in generation " << generation << ", is "
               << (returned ? "returned" : "dropped") << " in generation " << generation_;
        });
    const Entry* const entry = Find(range.base, generation);
    if (entry == nullptr) {
      core::CheckInvariant(!returned && forgot_some_, "I24", [&](core::FailureText& text) {
        text << range << " comes back, but nothing is reserved there in generation " << generation;
      });
      return;
    }
    const core::AddressRange reserved = entry->range;
    core::CheckInvariant(range.limit <= InChunks(reserved).limit, "I25",
                         [&](core::FailureText& text) {
                           text << range << " comes back, but only " << reserved << " was reserved";
                         });
    Forget(entry);
    if (returned) {
      CheckApartFromReservations(range);
      CheckApartFromLeft(range);
      left_.Add(range);
    }
  }

  // What the scavenger says is left, whenever its lock is about to be given back.
  template <class Ranges>
  void CheckLeft(const Ranges& left) const {
    core::CheckRanges(left, "I23");
    for (std::size_t i = 0; i < left.Count(); ++i) {
      const core::AddressRange range = left.At(i);
      CheckBase(range);
      CheckInStartSet(range);
      CheckApartFromReservations(range);
    }
    CheckSame(left, left_, "I25", "what was there, reserved and returned");
  }

  // The scavenger's own idea of the share.
  void CheckShare(std::uint64_t reservation_bytes) const {
    core::CheckInvariant(reservation_bytes == share_, "I29", [&](core::FailureText& text) {
      text << "a reservation's share is " << reservation_bytes << " bytes, the heap's size gives "
           << share_;
    });
  }

  core::Generation generation() const { return generation_; }

 private:
  struct Entry {
    core::AddressRange range;
    core::Generation generation;
  };

  static core::AddressRange InChunks(const core::AddressRange& range) {
    return {{core::RoundDown(range.base.value, G::kChunkBytes)},
            {core::RoundUp(range.limit.value, G::kChunkBytes)}};
  }

  static void CheckBase(const core::AddressRange& range) {
    core::CheckInvariant(core::IsAligned(range.base.value, G::kChunkBytes), "I22",
                         [&](core::FailureText& text) {
                           text << range << " does not begin with the first byte of a chunk of "
                                << core::Hex{G::kChunkBytes} << " bytes";
                         });
  }

  void CheckInStartSet(const core::AddressRange& range) const {
    for (std::size_t i = 0; i < start_set_.Count(); ++i) {
      const core::AddressRange whole = InChunks(start_set_.At(i));
      if (whole.base <= range.base && range.limit <= whole.limit) {
        return;
      }
    }
    core::CheckInvariant(false, "I21", [&](core::FailureText& text) {
      text << range << " is not in the start set of generation " << generation_;
      Append(text, start_set_);
    });
  }

  void CheckApartFromReservations(const core::AddressRange& range) const {
    for (std::size_t i = 0; i < count_; ++i) {
      const Entry& entry = entries_[i];
      core::CheckInvariant(
          entry.generation != generation_ || !InChunks(entry.range).Overlaps(InChunks(range)),
          "I20", [&](core::FailureText& text) {
            text << range << " shares a chunk with the reservation " << entry.range
                 << " of the same generation " << generation_;
          });
    }
  }

  void CheckApartFromLeft(const core::AddressRange& range) const {
    for (std::size_t i = 0; i < left_.Count(); ++i) {
      core::CheckInvariant(
          !InChunks(left_.At(i)).Overlaps(InChunks(range)), "I20", [&](core::FailureText& text) {
            text << range << " shares a chunk with " << left_.At(i) << ", which is left to reserve";
          });
    }
  }

  template <class Ranges>
  static void CheckSame(const Ranges& actual, const FixedRanges<kRanges>& expected,
                        std::string_view invariant, std::string_view what) {
    bool same = actual.Count() == expected.Count();
    for (std::size_t i = 0; same && i < expected.Count(); ++i) {
      same = actual.At(i) == expected.At(i);
    }
    core::CheckInvariant(same, invariant, [&](core::FailureText& text) {
      text << "what is left to reserve";
      Append(text, actual);
      text << " is not " << what;
      Append(text, expected);
    });
  }

  // ": range range ...", as many as the text has room for.
  template <class Ranges>
  static void Append(core::FailureText& text, const Ranges& ranges) {
    text << ":";
    for (std::size_t i = 0; i < ranges.Count(); ++i) {
      text << " " << ranges.At(i);
    }
    if (ranges.Count() == 0) {
      text << " nothing";
    }
  }

  const Entry* Find(core::Offset base, core::Generation generation) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (entries_[i].range.base == base && entries_[i].generation == generation) {
        return &entries_[i];
      }
    }
    return nullptr;
  }

  void Remember(const Entry& entry) {
    if (count_ == kReservations) {
      const auto stale = std::find_if(entries_.begin(), entries_.end(), [this](const Entry& old) {
        return old.generation != generation_;
      });
      if (stale == entries_.end()) {
        core::Fatal("the reservation ledger has no room for another reservation");
      }
      Forget(&*stale);
      forgot_some_ = true;
    }
    entries_[count_++] = entry;
  }

  // Keeps the order, so that the oldest is the first to be forgotten.
  void Forget(const Entry* entry) {
    const auto at = entries_.begin() + (entry - entries_.data());
    std::copy(at + 1, entries_.begin() + count_, at);
    --count_;
  }

  std::array<Entry, kReservations> entries_{};
  std::size_t count_ = 0;
  bool forgot_some_ = false;  // some stale reservation
  FixedRanges<kRanges> start_set_;
  FixedRanges<kRanges> left_;  // to reserve
  core::Generation generation_ = 0;
  std::uint64_t share_ = 0;
};

// A probe that keeps a ledger of one scavenger. `AddressRanges` is the type of its sets.
template <core::GeometryPolicy G, class AddressRanges>
class LedgerProbe : public core::NoProbe {
 public:
  // The sets of the page allocator and of the scavenger, before the first generation.
  void Watch(const AddressRanges& heap, const AddressRanges& left) {
    heap_ = &heap;
    left_ = &left;
  }

  void GenerationStarted(core::Generation generation, core::Offset start) {
    ledger_.GenerationStarted(generation, start, *heap_, *left_);
    ledger_.CheckLeft(*left_);
  }
  void Reserved(const core::AddressRange& range, core::Generation generation) {
    ledger_.Reserved(range, generation);
    ledger_.CheckLeft(*left_);
  }
  void Unreserved(const core::AddressRange& range, core::Generation generation,
                  core::UnreserveOutcome what) {
    ledger_.CheckLeft(*left_);
    ledger_.Unreserved(range, generation, what);
  }

  // Under the scavenger lock.
  const ReservationLedger<G>& ledger() const { return ledger_; }

 private:
  ReservationLedger<G> ledger_;
  const AddressRanges* heap_ = nullptr;
  const AddressRanges* left_ = nullptr;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_RESERVATION_LEDGER_H_
