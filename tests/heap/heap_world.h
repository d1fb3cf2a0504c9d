// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_HEAP_HEAP_WORLD_H_
#define HEDDLE_TESTS_HEAP_HEAP_WORLD_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <type_traits>
#include <vector>

#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/invariants/release_invariants.h"
#include "core/memory/metadata_mappings.h"
#include "core/memory/simulated_memory.h"
#include "tests/unit/worlds.h"

namespace heddle::tests {

template <core::Revision kR>
using RevisionIs = std::integral_constant<core::Revision, kR>;

using AllRevisions =
    testing::Types<RevisionIs<core::Revision::kR1>, RevisionIs<core::Revision::kR2>,
                   RevisionIs<core::Revision::kR3>, RevisionIs<core::Revision::kR4>>;

struct RevisionNames {
  template <class R>
  static std::string GetName(int /*index*/) {
    return core::Name(R::value);
  }
};

// Simulated memory of chunks 1 to 14 that refuses what it is told to refuse.
template <class Sync>
class MoodyMemory : public core::SimulatedMemory<Sync, core::MetadataMappings<Sync>> {
 public:
  using Base = core::SimulatedMemory<Sync, core::MetadataMappings<Sync>>;
  using G = SmallGeometry;
  using Address = core::Address;

  MoodyMemory()
      : Base(metadata_, G::AddressOf(G::ChunkBase(1)), 14 * G::kChunkPages, G::kPageBytes) {}

  bool Map(Address base, std::uint64_t bytes) { return !refuse_map && Base::Map(base, bytes); }
  bool Use(Address base, std::uint64_t bytes) { return !refuse_use && Base::Use(base, bytes); }
  bool Release(Address base, std::uint64_t bytes) {
    return !refuse_release && Base::Release(base, bytes);
  }

  bool refuse_map = false;
  bool refuse_use = false;
  bool refuse_release = false;

 private:
  core::MetadataMappings<Sync> metadata_;
};

// Counts how often the heap lock is taken, what is released, and what is in transit.
struct WatchingProbe : core::NoProbe {
  void LockReleased(core::LockRank rank) { heap_sections += rank == core::LockRank::kHeap ? 1 : 0; }
  void Claimed(const core::AddressRange& pages) { in_transit += pages.Size(); }
  void Released(const core::AddressRange& pages) { released += pages.Size(); }
  void FreedBack(const core::AddressRange& pages) { in_transit -= pages.Size(); }

  int heap_sections = 0;
  std::uint64_t released = 0;
  std::uint64_t in_transit = 0;  // bytes
};

// A heap of at most 14 small chunks, for one thread.
template <core::Revision kR>
struct HeapWorld {
  using Sync = Checked;
  using Memory = MoodyMemory<Sync>;
  using G = SmallGeometry;
  using P = core::Policies<Sync, Memory, G, core::ShippedProtocol, WatchingProbe>;
  using Heap = core::Heap<P, kR>;
  using Cache = typename Heap::Cache;

  static constexpr std::uint64_t kPage = G::kPageBytes;
  static constexpr std::uint64_t kPages = 14 * G::kChunkPages;  // in all

  explicit HeapWorld(const core::PhysicalSizes& sizes = {})
      : heap(memory, probe, {.sizes = sizes, .hints = {}}) {}

  // Writes a number to every page of the span, and finds it there again.
  void Fill(const core::Span& span, std::uint64_t value) {
    for (std::uint64_t i = 0; i < span.pages; ++i) {
      memory.Write(span.base + i * kPage, value + i);
    }
  }
  void ExpectFilled(const core::Span& span, std::uint64_t value) {
    for (std::uint64_t i = 0; i < span.pages; ++i) {
      EXPECT_EQ(memory.Read(span.base + i * kPage), value + i) << "page " << i;
    }
  }

  void CheckAtRest(std::initializer_list<const Cache*> caches = {}) {
    core::HeapInvariants<Heap>::CheckAtRest(heap, {caches.begin(), caches.size()});
    core::CheckMemoryStates(heap, [this](core::Address page) { return memory.IsUsable(page); });
  }

  // Of the counters, to see that nothing has changed.
  std::vector<std::uint64_t> Numbers() const {
    const auto& s = heap.statistics();
    std::vector<std::uint64_t> numbers;
    for (const auto* const counter :
         {&s.heap_sys, &s.heap_released, &s.heap_inuse, &s.committed, &s.released, &s.in_heap,
          &s.in_stacks, &s.in_work_buffers, &s.in_pointer_bitmaps}) {
      numbers.push_back(counter->load(core::MemoryOrder::kRelaxed));
    }
    return numbers;
  }

  Memory memory;
  WatchingProbe probe;
  Heap heap;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_HEAP_HEAP_WORLD_H_
