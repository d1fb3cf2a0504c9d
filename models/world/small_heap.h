// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_SMALL_HEAP_H_
#define HEDDLE_MODELS_WORLD_SMALL_HEAP_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "core/invariants/page_alloc_invariants.h"
#include "core/invariants/scavenger_invariants.h"
#include "core/memory/execution_storage.h"
#include "core/memory/simulated_memory.h"
#include "core/page_alloc/describe.h"
#include "core/page_alloc/page_alloc.h"
#include "core/page_alloc/page_alloc_setup.h"
#include "core/scavenger/describe.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/statistics/memory_statistics.h"
#include "models/model.h"
#include "models/oracles/reservation_ledger.h"
#include "models/world/heap_probe.h"

namespace heddle::models {

// Chunks of one bitmap word and two levels of summaries: everything there is to go wrong, as small
// as it gets. Chunks come in blocks of two, so that a heap can grow into a new block.
template <unsigned kShards>
using SmallGeometry = core::Geometry<core::GeometryParameters{.log_page_bytes = 13,
                                                              .log_chunk_pages = 6,
                                                              .levels = 2,
                                                              .level_bits = 3,
                                                              .address_bits = 23,
                                                              .chunk_table_l1_bits = 3,
                                                              .base_address = 0,
                                                              .arena_bytes = 512 << 10,
                                                              .reservation_shards = kShards,
                                                              .initial_ranges = 4}>;

// The scavenger-lock design on a heap of a few chunks, watched by every oracle that the options
// leave on. Built inside a simulated execution, in its storage; its first generation has begun.
//
// The layout names, from chunk 1 on and separated by commas, the last pages of each chunk, highest
// page last: A in use, F free, S free and scavenged. The pages below those are in use.
//
// A reservation is the heap's size divided by kShards, in whole chunks: with 1 it takes in two
// chunks or more, and a search goes beyond the chunk at its limit.
template <unsigned kShards>
class SmallHeap : private HeapProbe::Listener {
 public:
  using G = SmallGeometry<kShards>;
  using Sync = checker::RelacySync;
  using Memory = core::SimulatedMemory<Sync, core::ExecutionStorage>;
  using P = core::Policies<Sync, Memory, G, core::TunableProtocol, HeapProbe>;
  using Scavenger = core::LockedRangeScavenger<P>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;
  using Address = core::Address;
  using Location = std::source_location;

  static constexpr std::uint64_t kPage = G::kPageBytes;
  static constexpr core::ChunkIndex kFirstChunk = 1;
  static constexpr core::ChunkIndex kMaxChunks = 4;

  SmallHeap(core::ExecutionStorage& storage, const ModelOptions& options, std::string_view layout)
      : options_(options),
        memory_(storage, G::AddressOf(G::ChunkBase(kFirstChunk)), kMaxChunks * G::kChunkPages,
                kPage),
        pages_(memory_, {}, options.protocol),
        scavenger_(pages_, memory_, statistics_, probe_, options.protocol) {
    {
      const HeapSection section(pages_.heap_lock(), probe_);
      LayOut(layout);
    }
    probe_.Listen(this);
    StartGeneration();
  }

  // Allocates, makes the pages usable and writes the tag to each. 0 if there was no room.
  Address Allocate(std::uint64_t pages, std::uint64_t tag) {
    const core::Allocation allocation = TakePages(pages);
    if (!allocation) {
      return 0;
    }
    if (allocation.scavenged_bytes != 0) {
      memory_.Use(allocation.base, pages * kPage);
      statistics_.CountUse(allocation.scavenged_bytes);
    }
    for (std::uint64_t i = 0; i < pages; ++i) {
      memory_.Write(allocation.base + i * kPage, tag);
    }
    return allocation.base;
  }

  // Checks that the pages hold what their owner wrote.
  void CheckContents(Address base, std::uint64_t pages, std::uint64_t tag) {
    for (std::uint64_t i = 0; i < pages; ++i) {
      const std::uint64_t found = memory_.Read(base + i * kPage);
      if (found != tag) {
        core::Fail(core::FailureKind::kContents,
                   core::FailureText() << "the page at " << core::Hex{base + i * kPage} << " holds "
                                       << found << ", its owner wrote " << tag);
      }
    }
  }

  void Free(Address base, std::uint64_t pages, std::uint64_t tag) {
    CheckContents(base, pages, tag);
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.Free(base, pages);
  }

  void Grow(core::ChunkIndex chunk) {
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.Grow(G::AddressOf(G::ChunkBase(chunk)), G::kChunkBytes);
    places_[chunk - kFirstChunk] = &pages_.chunks().Of(chunk);
    statistics_.CountGrowth(G::kChunkBytes);
  }

  core::GenerationRecord StartGeneration() {
    const HeapSection section(scavenger_.heap_lock(), probe_);
    return scavenger_.StartGeneration();
  }

  Scavenger& scavenger() { return scavenger_; }

  // When all threads are done: nothing is in transit, so `pages_in_use` pages are in use beyond
  // those of the layout, and the counters agree with the bitmaps and each other (I13 to I16).
  void CheckQuiet(std::uint64_t pages_in_use);

  // The name of a shared object; empty if it has none.
  std::string Describe(const void* object) const;

 private:
  core::Allocation TakePages(std::uint64_t pages) {
    const HeapSection section(pages_.heap_lock(), probe_);
    return pages_.Alloc(pages);
  }

  void LayOut(std::string_view layout) HEDDLE_REQUIRES(pages_.heap_lock());

  // Called with the locks held that the probe's calls are documented with; the analysis cannot
  // know.
  void OnLockReleased(core::LockRank rank) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS;
  void OnGenerationStarted(core::Generation generation,
                           core::Offset start) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS;
  void OnReserved(const core::AddressRange& range, core::Generation generation) override;
  void OnUnreserved(const core::AddressRange& range, core::Generation generation,
                    core::UnreserveOutcome what) override;

  ModelOptions options_;
  HeapProbe probe_;
  Memory memory_;
  core::MemoryStatistics<Sync> statistics_;
  core::PageAlloc<P> pages_;
  Scavenger scavenger_;
  ReservationLedger<G, 8, 4> ledger_;
  std::uint64_t pages_in_use_at_first_ = 0;
  // Where the chunks' bitmaps lie, for Describe.
  std::array<const typename core::PageAlloc<P>::ChunkT*, kMaxChunks> places_{};
};

extern template class SmallHeap<1>;
extern template class SmallHeap<2>;

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_SMALL_HEAP_H_
