// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_UNIT_WORLDS_H_
#define HEDDLE_TESTS_UNIT_WORLDS_H_

#include <cstdint>
#include <utility>

#include "core/invariants/page_alloc_invariants.h"
#include "core/invariants/scavenger_invariants.h"
#include "core/memory/null_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/sync/section.h"
#include "core/sync/single_thread.h"

namespace heddle::tests {

// One thread with the checks of a debug build, and without them, whatever this build is.
struct Checked : core::SingleThread {
  static constexpr bool kChecked = true;
};
struct Unchecked : core::SingleThread {
  static constexpr bool kChecked = false;
};

// Chunks of 64 pages, 16 of them, of which 1 to 14 can be grown; blocks of 4 in the chunk table.
inline constexpr core::GeometryParameters kSmallParameters{.log_page_bytes = 13,
                                                           .log_chunk_pages = 6,
                                                           .levels = 2,
                                                           .level_bits = 3,
                                                           .address_bits = 23,
                                                           .chunk_table_l1_bits = 2,
                                                           .base_address = 0,
                                                           .arena_bytes = std::uint64_t{1} << 19,
                                                           .reservation_shards = 1,
                                                           .initial_ranges = 2};
using SmallGeometry = core::Geometry<kSmallParameters>;

// An allocator and its scavenger.
template <class SyncT, class GeometryT = SmallGeometry, class MemoryT = core::NullMemory<SyncT>,
          class ProtocolT = core::ShippedProtocol, class ProbeT = core::NoProbe>
struct World {
  using P = core::Policies<SyncT, MemoryT, GeometryT, ProtocolT, ProbeT>;
  using G = GeometryT;
  using Pages = core::PageAlloc<P>;
  using Scavenger = core::LockedRangeScavenger<P>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;
  using ScavengerSection = core::Section<P, core::LockRank::kScavenger>;

  World() : World(core::PhysicalSizes{}) {}
  explicit World(const core::PhysicalSizes& sizes, const ProtocolT& protocol = {})
      : pages(memory, sizes, protocol), scavenger(pages, memory, statistics, probe, protocol) {}

  static core::Address At(core::ChunkIndex chunk, unsigned page = 0) {
    return G::AddressOf(G::PageOffset(chunk, page));
  }

  void Grow(core::ChunkIndex chunk, std::uint64_t chunks = 1) {
    const HeapSection section(pages.heap_lock(), probe);
    pages.Grow(At(chunk), chunks * G::kChunkBytes);
    statistics.heap_sys.fetch_add(chunks * G::kChunkBytes, core::MemoryOrder::kRelaxed);
    statistics.heap_released.fetch_add(chunks * G::kChunkBytes, core::MemoryOrder::kRelaxed);
  }
  core::Allocation Alloc(std::uint64_t count) {
    const HeapSection section(pages.heap_lock(), probe);
    const core::Allocation run = pages.Alloc(count);
    statistics.heap_released.fetch_sub(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
    statistics.committed.fetch_add(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
    return run;
  }
  void Free(core::Address base, std::uint64_t count) {
    const HeapSection section(pages.heap_lock(), probe);
    pages.Free(base, count);
  }
  core::GenerationRecord StartGeneration() {
    const HeapSection section(scavenger.heap_lock(), probe);
    return scavenger.StartGeneration();
  }
  void Check() {
    {
      const HeapSection section(pages.heap_lock(), probe);
      core::PageAllocInvariants<P>::Check(pages);
    }
    const ScavengerSection section(scavenger.scavenger_lock(), probe);
    core::CheckScavenger(scavenger);
  }

  // For looking at, and for breaking, what is not reached otherwise. Under the heap lock.
  core::ChunkTable<P>& Chunks() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // single-threaded tests only
    return const_cast<core::ChunkTable<P>&>(std::as_const(pages).chunks());
  }
  core::SummaryTree<P>& Tree() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    return const_cast<core::SummaryTree<P>&>(std::as_const(pages).tree());
  }
  typename Pages::Ranges& HeapRanges() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    return const_cast<typename Pages::Ranges&>(std::as_const(pages).in_use());
  }
  typename Scavenger::Ranges& LeftToReserve() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    return const_cast<typename Scavenger::Ranges&>(std::as_const(scavenger).in_use());
  }

  MemoryT memory;
  core::MemoryStatistics<SyncT> statistics;
  [[no_unique_address]] ProbeT probe;
  Pages pages;
  Scavenger scavenger;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_UNIT_WORLDS_H_
