// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_WORLD_H_
#define HEDDLE_TESTS_STRESS_STRESS_WORLD_H_

#include <atomic>
#include <bit>
#include <cstdint>
#include <functional>
#include <utility>

#include "core/invariants/page_alloc_invariants.h"
#include "core/invariants/scavenger_invariants.h"
#include "core/memory/metadata_mappings.h"
#include "core/memory/simulated_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/sync/section.h"
#include "core/sync/std_sync.h"
#include "models/oracles/reservation_ledger.h"

namespace heddle::tests {

// 64 chunks of 64 pages in three levels and eight blocks of the chunk table.
inline constexpr core::GeometryParameters kStressParameters{.log_page_bytes = 13,
                                                            .log_chunk_pages = 6,
                                                            .levels = 3,
                                                            .level_bits = 2,
                                                            .address_bits = 25,
                                                            .chunk_table_l1_bits = 3,
                                                            .base_address = 0,
                                                            .arena_bytes = std::uint64_t{1} << 19,
                                                            .reservation_shards = 8,
                                                            .initial_ranges = 1};
using StressGeometry = core::Geometry<kStressParameters>;

// Simulated pages that the system refuses to take back now and then.
class RefusingMemory
    : public core::SimulatedMemory<core::StdSync, core::MetadataMappings<core::StdSync>> {
 public:
  using Base = core::SimulatedMemory<core::StdSync, core::MetadataMappings<core::StdSync>>;
  using Base::Base;

  bool Release(core::Address base, std::uint64_t bytes) {
    const unsigned every = refuse_every.load(std::memory_order_relaxed);
    if (every != 0 && calls_.fetch_add(1, std::memory_order_relaxed) % every == 0) {
      return false;
    }
    return Base::Release(base, bytes);
  }

  std::atomic<unsigned> refuse_every{16};

 private:
  std::atomic<unsigned> calls_{0};
};

// Keeps the ledger, and looks at the whole heap now and then when the heap lock is given back.
template <class ProtocolT>
class StressProbe
    : public models::LedgerProbe<StressGeometry,
                                 core::AddressRanges<core::StdSync, RefusingMemory, ProtocolT>> {
 public:
  static constexpr unsigned kCheckEvery = 500;

  void LockReleased(core::LockRank rank) {
    if (rank == core::LockRank::kHeap && ++heap_sections_ % kCheckEvery == 0) {
      check_heap();
    }
  }

  std::function<void()> check_heap = [] {};

 private:
  unsigned heap_sections_ = 0;  // under the heap lock
};

// What the threads share.
template <class ProtocolT>
struct StressWorld {
  using G = StressGeometry;
  using P = core::Policies<core::StdSync, RefusingMemory, G, ProtocolT, StressProbe<ProtocolT>>;
  using Pages = core::PageAlloc<P>;
  using Scavenger = core::LockedRangeScavenger<P>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;
  using ScavengerSection = core::Section<P, core::LockRank::kScavenger>;

  static constexpr core::ChunkIndex kChunks = G::LevelEntries(G::kLeaf);

  explicit StressWorld(const ProtocolT& protocol = {})
      : pages(memory, {}, protocol), scavenger(pages, memory, statistics, probe, protocol) {
    probe.Watch(HeapRanges(), LeftToReserve());
    probe.check_heap = [this] { CheckHeap(); };
    for (int i = 0; i < 4; ++i) {
      Grow();
    }
  }

  // By one chunk. They come in an order that leaves holes. False if there are no more.
  bool Grow() {
    const HeapSection section(pages.heap_lock(), probe);
    while (grown < kChunks) {
      const core::ChunkIndex chunk = grown++ * 37 % kChunks;
      if (chunk != 0 && chunk != kChunks - 1) {
        pages.Grow(G::AddressOf(G::ChunkBase(chunk)), G::kChunkBytes);
        statistics.heap_sys.fetch_add(G::kChunkBytes, core::MemoryOrder::kRelaxed);
        statistics.heap_released.fetch_add(G::kChunkBytes, core::MemoryOrder::kRelaxed);
        return true;
      }
    }
    return false;
  }

  core::Allocation Alloc(std::uint64_t count) {
    const HeapSection section(pages.heap_lock(), probe);
    return pages.Alloc(count);
  }
  void Free(core::Address base, std::uint64_t count) {
    const HeapSection section(pages.heap_lock(), probe);
    pages.Free(base, count);
  }
  typename Pages::Cache FillCache() {
    const HeapSection section(pages.heap_lock(), probe);
    return pages.AllocToCache();
  }
  void Flush(typename Pages::Cache& cache) {
    const HeapSection section(pages.heap_lock(), probe);
    pages.Flush(cache);
  }
  void StartGeneration() {
    const HeapSection section(scavenger.heap_lock(), probe);
    scavenger.StartGeneration();
  }

  // What an owner does with pages it was given, before it touches them.
  void MakeUsable(const core::Allocation& run, std::uint64_t count) {
    if (run.scavenged_bytes > 0) {
      memory.Use(run.base, count * G::kPageBytes);
      statistics.heap_released.fetch_sub(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
      statistics.committed.fetch_add(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
    }
  }

  // How many pages are in use and how many are scavenged. Nobody else is running.
  std::pair<std::uint64_t, std::uint64_t> CountPages() {
    const HeapSection section(pages.heap_lock(), probe);
    std::uint64_t used = 0;
    std::uint64_t scavenged = 0;
    for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
      const core::AddressRange range = pages.in_use().At(i);
      for (auto c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
        used += pages.chunks().Of(c).allocated().CountRange(0, G::kChunkPages);
        scavenged += pages.chunks().Of(c).scavenged().CountRange(0, G::kChunkPages);
      }
    }
    return {used, scavenged};
  }

  void CheckHeap() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // called back while the lock is held
    core::PageAllocInvariants<P>::Check(pages);
  }
  // Before there are threads.
  const typename Pages::Ranges& HeapRanges() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    return pages.in_use();
  }
  const typename Scavenger::Ranges& LeftToReserve() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    return scavenger.in_use();
  }

  core::MetadataMappings<core::StdSync> mappings;
  RefusingMemory memory{mappings, 0, kChunks* G::kChunkPages, G::kPageBytes};
  core::MemoryStatistics<core::StdSync> statistics;
  StressProbe<ProtocolT> probe;
  Pages pages;
  Scavenger scavenger;
  std::uint64_t grown = 0;  // under the heap lock
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_STRESS_STRESS_WORLD_H_
