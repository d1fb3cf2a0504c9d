// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of Machine: what concerns the scavenger.

#ifndef HEDDLE_TESTS_PROPERTIES_MACHINE_SCAVENGE_INL_H_
#define HEDDLE_TESTS_PROPERTIES_MACHINE_SCAVENGE_INL_H_

#include "tests/properties/machine.h"

namespace heddle::tests {

// I28, I29.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const StartGeneration& /*o*/) {
  const core::GenerationRecord ended = world_.StartGeneration();
  Require(ended.generation, generation_, "the generation that ended");
  const core::Offset start = low_ < free_high_ ? free_high_ : low_;
  Require(world_.probe.start.value, start.value, "I28: the start address");
  reached_->generations_from_a_watermark += start == G::kMaxOffset ? 0 : 1;
  ++generation_;
  low_ = G::kMaxOffset;
  free_high_ = G::kMinOffset;
  share_ =
      (heap_bytes_ + G::kChunkBytes - 1) / G::kChunkBytes * G::kChunkBytes / G::kReservationShards;
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const Reserve& /*o*/) {
  constexpr std::size_t kMost = 12;
  if (held_.size() == kMost) {
    return;
  }
  core::AddressRange last{};
  {
    const ScavengerSection section(world_.scavenger.scavenger_lock(), world_.probe);
    if (const auto& left = world_.scavenger.in_use(); left.Count() > 0) {
      last = left.At(left.Count() - 1);
      if (last.Size() > share_) {
        last.base.value = (last.limit.value - share_) / G::kChunkBytes * G::kChunkBytes;
      }
    }
  }
  const Reservation reservation = world_.scavenger.Reserve();
  Require(reservation.range.base.value, last.base.value, "the reservation's base");
  Require(reservation.range.limit.value, last.limit.value, "the reservation's limit");
  Require(reservation.generation, generation_, "the reservation's generation");
  if (!reservation.range.IsEmpty()) {
    ++reached_->reservations;
    const bool two = !held_.empty() && held_.front().generation != generation_;
    reached_->reservations_of_two_generations += two ? 1 : 0;
    held_.push_back(reservation);
  }
}

// What comes back is checked by the ledger.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const Unreserve& o) {
  if (held_.empty()) {
    return;
  }
  const auto at = held_.begin() + static_cast<std::ptrdiff_t>(o.reservation % held_.size());
  ++(at->generation == generation_ ? reached_->reservations_returned
                                   : reached_->reservations_dropped);
  world_.scavenger.Unreserve(*at);
  held_.erase(at);
}

// The pages of a release as they were before it; marks them after it. I19, I33, I37.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Released(core::Address base, std::uint64_t bytes, bool taken) {
  const core::Offset offset = G::OffsetOf(base);
  const std::size_t first = PageOf(offset);
  const std::size_t count = bytes / kPage;
  const core::PhysicalSizes& sizes = world_.pages.sizes();
  Require(bytes % (kPage * sizes.min_pages), std::uint64_t{0}, "I33: the rest of a system page");
  Require(first % sizes.min_pages, std::size_t{0}, "I33: the pages before it in a system page");
  Require(first / G::kChunkPages, (first + count - 1) / G::kChunkPages,
          "I33: the run's last chunk");
  Require(naive_.IsIdle(first, count), true, "I33: whether the run is free and not scavenged");
  if (const std::size_t huge = sizes.huge_pages; huge > 0 && first % huge != 0) {
    const std::size_t below = first - first % huge;
    Require(below + huge <= first + count && naive_.IsIdle(below, first - below), false,
            "I37: whether an idle huge page is split");
  }
  const auto& bits = world_.Chunks().Of(G::ChunkOf(offset));
  const unsigned page = G::PageInChunk(offset);
  const auto pages = static_cast<unsigned>(count);
  Require(bits.allocated().CountRange(page, pages), pages, "I19: the number of pages in transit");
  low_ = std::min(low_, offset);
  last_release_ = offset;
  if (taken) {
    naive_.MarkScavenged(first, count);
    released_bytes_ += bytes;
    ++reached_->releases;
  } else {
    ++reached_->releases_refused;
    RaiseFreeHigh(first, count);  // so that they are looked at again
  }
}

template <class PlaceT, class ProtocolT>
typename Machine<PlaceT, ProtocolT>::Expected Machine<PlaceT, ProtocolT>::ExpectScavengeOne(
    const core::AddressRange& work, std::uint64_t bytes) const {
  const std::uint64_t most = bytes / kPage + (bytes % kPage != 0 ? 1 : 0);
  const std::size_t last = PageOf(work.limit - 1);
  const std::size_t lowest = PageOf(work.base) / G::kChunkPages;
  std::size_t from = last % G::kChunkPages;
  for (std::size_t chunk = last / G::kChunkPages + 1; chunk-- > lowest;) {
    const core::PageRun run = naive_.FindIdle(chunk, from, world_.pages.sizes(), most);
    if (run.size > 0) {
      const std::size_t first = chunk * G::kChunkPages + run.start;
      return {first, run.size, OffsetOfPage(first)};
    }
    from = G::kChunkPages - 1;
  }
  return {.first = 0, .count = 0, .rest = work.base};
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const ScavengeOne& o) {
  if (held_.empty()) {
    return;
  }
  const std::size_t at = o.reservation % held_.size();
  const core::AddressRange& work = held_[at].range;
  const Expected expected = ExpectScavengeOne(work, o.bytes);
  const NaiveHeap before = naive_;
  released_bytes_ = 0;
  const std::uint64_t released = world_.scavenger.ScavengeOne(held_[at], o.bytes);
  Require(released, released_bytes_, "the count of bytes released");
  // Where the system has refused, the rest of the word is left alone.
  const std::uint64_t unit = released == 0 ? core::kWordPages * kPage : 1;
  Require(work.limit.value, core::RoundDown(expected.rest.value, unit), "where the work ends");
  if (released > 0) {
    reached_->releases_of_more_than_asked += released > o.bytes + kPage ? 1 : 0;
    reached_->releases_of_a_stale_reservation += held_[at].generation != generation_ ? 1 : 0;
    Require(released, expected.count * kPage, "the count of bytes released");
    for (std::size_t page = 0; page < naive_.Count(); ++page) {
      const bool in = expected.first <= page && page < expected.first + expected.count;
      Require(naive_.At(page) == before.At(page), !in, "whether another page was released");
    }
  }
  if (work.IsEmpty()) {
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

// I18, I34, I35. That nothing but the released pages changes (I36) is seen by the comparison with
// the naive heap.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const Scavenge& o) {
  released_bytes_ = 0;
  std::vector<core::AddressRange> left;
  {
    const ScavengerSection section(world_.scavenger.scavenger_lock(), world_.probe);
    for (std::size_t i = 0; i < world_.scavenger.in_use().Count(); ++i) {
      left.push_back(world_.scavenger.in_use().At(i));
    }
  }
  const std::uint64_t released = world_.scavenger.Scavenge(o.bytes);
  Require(released, released_bytes_, "the count of bytes released");
  Require(released % (kPage * world_.pages.sizes().min_pages), std::uint64_t{0},
          "I18: the rest of a system page");
  if (released >= o.bytes) {
    // What lies below the last pages released has not been searched and came back.
    std::uint64_t not_searched = 0;
    for (const core::AddressRange& range : left) {
      not_searched += range.RemoveGreaterEqual(released == 0 ? range.limit : last_release_).Size();
    }
    const ScavengerSection section(world_.scavenger.scavenger_lock(), world_.probe);
    Require(world_.scavenger.in_use().TotalBytes() >= not_searched, true,
            "whether a scavenge gave back what it had not searched");
    return;
  }
  ++reached_->scavenges_that_fell_short;
  {
    const ScavengerSection section(world_.scavenger.scavenger_lock(), world_.probe);
    Require(world_.scavenger.in_use().Count(), std::size_t{0},
            "I34: the number of ranges left by a scavenge that fell short");
  }
  Require(world_.scavenger.Scavenge(1), std::uint64_t{0}, "I35: the count of bytes released twice");
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_PROPERTIES_MACHINE_SCAVENGE_INL_H_
