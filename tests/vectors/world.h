// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_VECTORS_WORLD_H_
#define HEDDLE_TESTS_VECTORS_WORLD_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/invariants/page_alloc_invariants.h"
#include "core/invariants/scavenger_invariants.h"
#include "core/memory/null_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/page_alloc/page_alloc_setup.h"
#include "core/policies.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/section.h"
#include "tests/data/value.h"
#include "tests/vectors/vector_suite.h"

namespace heddle::tests {

// The chunk that the vectors count from.
inline constexpr core::ChunkIndex kBaseChunk = 0x200c000;

// The pages of some chunks, by the chunk's number in the vectors.
using ChunkRuns = std::map<core::ChunkIndex, std::vector<core::PageRun>>;

ChunkRuns ChunkRunsOf(const Value& chunks);

// Remembers where the last generation began.
struct StartProbe : core::NoProbe {
  void GenerationStarted(core::Generation /*generation*/, core::Offset start) {
    last_start = start;
  }
  core::Offset last_start{0};
};

// A page allocator in the state of a vector, for some scavenger.
template <class Sync>
class PagesWorld {
 public:
  using G = core::ProductionGeometry;
  using P = core::Policies<Sync, core::NullMemory<Sync>, G, core::ShippedProtocol, StartProbe>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;
  using Cache = typename core::PageAlloc<P>::Cache;
  using Runs = std::vector<core::PageRun>;

  PagesWorld(const ChunkRuns& allocated, const ChunkRuns& scavenged) {
    for (const auto& [chunk, runs] : allocated) {
      const auto found = scavenged.find(chunk);
      GrowChunk(chunk, runs, found == scavenged.end() ? Runs{} : found->second);
    }
  }

  void GrowChunk(core::ChunkIndex chunk, const Runs& allocated, const Runs& scavenged) {
    const HeapSection section(pages_.heap_lock(), probe_);
    core::PageAllocSetup<P>::GrowChunk(pages_, kBaseChunk + chunk, allocated, scavenged);
  }
  core::Allocation Alloc(std::uint64_t count) {
    const HeapSection section(pages_.heap_lock(), probe_);
    return pages_.Alloc(count);
  }
  void Free(core::Address base, std::uint64_t count, core::Freed memory) {
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.Free(base, count, memory);
  }
  Cache AllocToCache() {
    const HeapSection section(pages_.heap_lock(), probe_);
    return pages_.AllocToCache();
  }
  void Flush(Cache& cache) {
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.Flush(cache);
  }

  // The heap has exactly these chunks, with exactly these pages in use and scavenged, and every
  // invariant holds.
  void ExpectHeap(const ChunkRuns& allocated, const ChunkRuns& scavenged) {
    {
      const HeapSection section(pages_.heap_lock(), probe_);
      ExpectChunks(allocated);
      for (const auto& [chunk, runs] : allocated) {
        const auto found = scavenged.find(chunk);
        ExpectBits(chunk, WordsOf(runs),
                   WordsOf(found == scavenged.end() ? Runs{} : found->second));
      }
    }
    CheckPages();
  }
  // The same of one chunk, grown or not.
  void ExpectChunk(core::ChunkIndex chunk, const Runs& allocated, const Runs& scavenged) {
    const HeapSection section(pages_.heap_lock(), probe_);
    ExpectBits(chunk, WordsOf(allocated), WordsOf(scavenged));
  }

  void ExpectRanges(const Value& expected) {
    const HeapSection section(pages_.heap_lock(), probe_);
    ASSERT_EQ(pages_.in_use().Count(), expected.Items().size());
    for (std::size_t i = 0; i < pages_.in_use().Count(); ++i) {
      const Value& range = expected.Items()[i];
      EXPECT_EQ(pages_.in_use().At(i), G::MakeRange(range["base"].Hex(), range["limit"].Hex()));
    }
  }
  void ExpectExtent(core::ChunkIndex start, core::ChunkIndex end) {
    const HeapSection section(pages_.heap_lock(), probe_);
    EXPECT_EQ(pages_.start(), kBaseChunk + start);
    EXPECT_EQ(pages_.end(), kBaseChunk + end);
  }

  // Every invariant of the page allocator holds.
  void CheckPages() {
    const HeapSection section(pages_.heap_lock(), probe_);
    core::PageAllocInvariants<P>::Check(pages_);
  }

 private:
  // The chunks of the heap, and no others.
  void ExpectChunks(const ChunkRuns& chunks) HEDDLE_REQUIRES(pages_.heap_lock()) {
    std::uint64_t bytes = 0;
    for (const auto& [chunk, runs] : chunks) {
      EXPECT_TRUE(pages_.in_use().Contains(G::ChunkBase(kBaseChunk + chunk))) << chunk;
      bytes += G::kChunkBytes;
    }
    EXPECT_EQ(pages_.in_use().TotalBytes(), bytes);
    EXPECT_EQ(pages_.start(), kBaseChunk + chunks.begin()->first);
    EXPECT_EQ(pages_.end(), kBaseChunk + chunks.rbegin()->first + 1);
  }

  void ExpectBits(core::ChunkIndex chunk, const ChunkWords& allocated, const ChunkWords& scavenged)
      HEDDLE_REQUIRES(pages_.heap_lock()) {
    const auto* const bits = pages_.chunks().Find(kBaseChunk + chunk);
    ASSERT_NE(bits, nullptr) << chunk;
    for (unsigned w = 0; w < G::kChunkWords; ++w) {
      EXPECT_EQ(bits->allocated().Word(w), allocated[w])
          << "pages in use, word " << w << " of chunk " << chunk;
      EXPECT_EQ(bits->scavenged().Word(w), scavenged[w])
          << "scavenged pages, word " << w << " of chunk " << chunk;
    }
  }

 protected:
  typename P::Memory memory_;
  core::MemoryStatistics<Sync> statistics_;
  StartProbe probe_;
  core::PageAlloc<P> pages_{memory_, core::PhysicalSizes::For<G>(4096, std::uint64_t{2} << 20)};
};

// The same with the scavenger of R4. The first generation has begun.
template <class Sync>
class World : public PagesWorld<Sync> {
 public:
  using typename PagesWorld<Sync>::G;
  using typename PagesWorld<Sync>::P;
  using typename PagesWorld<Sync>::HeapSection;
  using ScavengerSection = core::Section<P, core::LockRank::kScavenger>;

  World(const ChunkRuns& allocated, const ChunkRuns& scavenged)
      : PagesWorld<Sync>(allocated, scavenged) {
    StartGeneration();
  }

  // Returns the address that the generation begins below.
  core::Address StartGeneration() {
    const HeapSection section(scavenger_.heap_lock(), probe_);
    scavenger_.StartGeneration();
    return G::AddressOf(probe_.last_start);
  }
  core::Generation Generation() {
    const ScavengerSection section(scavenger_.scavenger_lock(), probe_);
    return scavenger_.generation();
  }
  core::LockedRangeScavenger<P>& scavenger() { return scavenger_; }

  // The scavenger's bookkeeping, from the member "state" of a step.
  void ExpectState(const Value& state) {
    const HeapSection heap(pages_.heap_lock(), probe_);
    const ScavengerSection section(scavenger_.scavenger_lock(), probe_);
    EXPECT_EQ(scavenger_.generation(), state["gen"].Unsigned());
    EXPECT_EQ(scavenger_.in_use().TotalBytes(), state["scav_in_use_bytes"].Unsigned());
    EXPECT_EQ(G::AddressOf(scavenger_.low_watermark()), state["scav_lwm"].Hex());
    EXPECT_EQ(G::AddressOf(pages_.FreeHighWatermark()), state["free_hwm"].Hex());
    EXPECT_EQ(scavenger_.reservation_bytes(), state["reservation_bytes"].Unsigned());
    const Value::Array& ranges = state["scav_in_use"].Items();
    ASSERT_EQ(scavenger_.in_use().Count(), ranges.size());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      EXPECT_EQ(scavenger_.in_use().At(i), RangeOf(ranges[i])) << ranges[i].Show();
    }
  }

  void CheckInvariants() {
    this->CheckPages();
    const ScavengerSection section(scavenger_.scavenger_lock(), probe_);
    core::CheckScavenger(scavenger_);
  }

 private:
  using PagesWorld<Sync>::pages_;
  using PagesWorld<Sync>::probe_;

  core::LockedRangeScavenger<P> scavenger_{pages_, this->memory_, this->statistics_, probe_};
};

inline ChunkRuns ChunkRunsOf(const Value& chunks) {
  ChunkRuns runs;
  for (const Value& entry : chunks.Items()) {
    runs[entry["chunk"].Unsigned()] = RunsOf(entry["ranges"]);
  }
  return runs;
}

// null in the vectors is the address 0 here.
inline core::Address AddressOrNone(const Value& address) {
  return address.IsNull() ? 0 : address.Hex();
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_VECTORS_WORLD_H_
