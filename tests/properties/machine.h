// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_PROPERTIES_MACHINE_H_
#define HEDDLE_TESTS_PROPERTIES_MACHINE_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/address/address_ranges.h"
#include "core/memory/null_memory.h"
#include "models/oracles/reservation_ledger.h"
#include "tests/properties/naive_heap.h"
#include "tests/properties/operations.h"
#include "tests/unit/worlds.h"

namespace heddle::tests {

// Throws unless the two are equal, with both.
template <class A, class B>
void Require(const A& actual, const B& expected, const char* what) {
  if (!(actual == expected)) {
    std::ostringstream text;
    text << what << " is " << actual << ", expected " << expected;
    throw std::runtime_error(text.str());
  }
}

// The geometry and the chunks of it that programs use.
template <class GeometryT, core::ChunkIndex kFirstChunk, std::size_t kChunks>
struct Place {
  using Geometry = GeometryT;
  static constexpr core::ChunkIndex kFirst = kFirstChunk;
  static constexpr std::size_t kCount = kChunks;
};

// Memory that the system may refuse to take back, and that tells of each release.
struct WatchedMemory : core::NullMemory<Checked> {
  bool Release(core::Address base, std::uint64_t bytes) {
    const bool taken = refusals == 0;
    refusals -= taken ? 0 : 1;
    on_release(base, bytes, taken);
    return taken;
  }

  std::uint64_t refusals = 0;
  std::function<void(core::Address, std::uint64_t, bool)> on_release;
};

// Keeps the ledger and the start address of the current generation.
template <class G, class ProtocolT>
struct WatchingProbe
    : models::LedgerProbe<G, core::AddressRanges<Checked, WatchedMemory, ProtocolT>> {
  using Base = models::LedgerProbe<G, core::AddressRanges<Checked, WatchedMemory, ProtocolT>>;

  void GenerationStarted(core::Generation generation, core::Offset at) {
    start = at;
    Base::GenerationStarted(generation, at);
  }

  core::Offset start{};
};

// How often programs came to what they are meant to come to.
struct Reached {
  std::uint64_t allocations = 0;
  std::uint64_t allocations_across_chunks = 0;
  std::uint64_t allocations_without_room = 0;
  std::uint64_t aligned_allocations_trimmed = 0;
  std::uint64_t caches_filled = 0;
  std::uint64_t caches_flushed = 0;
  std::uint64_t generations_from_a_watermark = 0;
  std::uint64_t reservations = 0;
  std::uint64_t reservations_of_two_generations = 0;
  std::uint64_t reservations_returned = 0;
  std::uint64_t reservations_dropped = 0;
  std::uint64_t releases = 0;
  std::uint64_t releases_refused = 0;
  std::uint64_t releases_of_more_than_asked = 0;
  std::uint64_t releases_of_a_stale_reservation = 0;
  std::uint64_t scavenges_that_fell_short = 0;
};

// An allocator with its scavenger, and beside it what they should be doing, page by page. Performs
// operations on both and throws where they differ, or where an invariant does not hold afterwards.
template <class PlaceT, class ProtocolT>
class Machine {
 public:
  using G = typename PlaceT::Geometry;
  using RealWorld = World<Checked, G, WatchedMemory, ProtocolT, WatchingProbe<G, ProtocolT>>;

  Machine(const core::PhysicalSizes& sizes, const ProtocolT& protocol);

  // `reached` outlives this.
  void CountIn(Reached& reached) { reached_ = &reached; }

  void Perform(const Operation& operation) {
    std::visit([this](const auto& o) { this->Do(o); }, operation);
    Check();
  }

 private:
  using HeapSection = typename RealWorld::HeapSection;
  using ScavengerSection = typename RealWorld::ScavengerSection;
  using Cache = typename RealWorld::Pages::Cache;
  using Reservation = typename RealWorld::Scavenger::Reservation;

  static constexpr std::uint64_t kPage = G::kPageBytes;

  struct Run {
    std::size_t first;
    std::size_t count;
  };
  struct CacheState {
    Cache real;
    std::size_t first = 0;  // page of the naive heap
    std::uint64_t free = 0;
    std::uint64_t scavenged = 0;
  };
  // One release by the scavenger, as it should be.
  struct Expected {
    std::size_t first = 0;
    std::size_t count = 0;
    core::Offset rest{};  // where the work ends afterwards
  };

  void Do(const Grow& o);
  void Do(const Alloc& o);
  void Do(const AllocAligned& o);
  void Do(const Free& o);
  void Do(const FreePart& o);
  void Do(const FillCache& o);
  void Do(const CacheAlloc& o);
  void Do(const FlushCache& o);
  void Do(const StartGeneration& o);
  void Do(const Reserve& o);
  void Do(const Unreserve& o);
  void Do(const ScavengeOne& o);
  void Do(const Scavenge& o);
  void Do(const RefuseReleases& o) { world_.memory.refusals += o.count; }

  void FreeRun(std::size_t run, std::size_t skip, std::size_t count);
  void Released(core::Address base, std::uint64_t bytes, bool taken);
  Expected ExpectScavengeOne(const core::AddressRange& work, std::uint64_t bytes) const;
  void RaiseFreeHigh(std::size_t first, std::size_t count);

  void Check();
  void CheckPages();
  void CheckCounters();
  void CheckScavengerState();

  core::Offset OffsetOfPage(std::size_t page) const {
    return G::PageOffset(PlaceT::kFirst, 0) + page * kPage;
  }
  core::Address AddressOfPage(std::size_t page) const { return G::AddressOf(OffsetOfPage(page)); }
  std::size_t PageOf(core::Offset offset) const {
    return (offset - G::PageOffset(PlaceT::kFirst, 0)) / kPage;
  }

  RealWorld world_;
  NaiveHeap naive_{PlaceT::kCount, G::kChunkPages};
  std::vector<Run> runs_;
  CacheState caches_[2];
  std::vector<Reservation> held_;
  core::Generation generation_ = 0;
  core::Offset low_ = G::kMaxOffset;        // I26
  core::Offset free_high_ = G::kMinOffset;  // I27
  std::uint64_t heap_bytes_ = 0;
  std::uint64_t share_ = 0;           // of a reservation, I29
  std::uint64_t released_bytes_ = 0;  // by the operation that is being performed
  core::Offset last_release_{};
  Reached not_counted_;
  Reached* reached_ = &not_counted_;
};

}  // namespace heddle::tests

#include "tests/properties/machine.inl.h"
#include "tests/properties/machine_scavenge.inl.h"

#endif  // HEDDLE_TESTS_PROPERTIES_MACHINE_H_
