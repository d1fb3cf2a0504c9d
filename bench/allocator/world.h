// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_ALLOCATOR_WORLD_H_
#define HEDDLE_BENCH_ALLOCATOR_WORLD_H_

#include <cstdint>
#include <memory>
#include <string>

#include "core/geometry/physical_sizes.h"
#include "core/memory/null_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/section.h"
#include "core/sync/std_sync.h"

namespace heddle::bench {

inline constexpr core::Address kHeapBase = 0x3000000000;
inline constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;

// The production allocator and the scavenger of R4 over addresses without memory. The heap is one
// range from kHeapBase on.
struct World {
  using P = core::Policies<core::StdSync>;
  using G = P::Geometry;
  using Pages = core::PageAlloc<P>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;

  // Everything is free, and scavenged.
  World(std::uint64_t bytes, std::uint64_t huge_page_bytes)
      : pages(memory,
              core::PhysicalSizes::For<G>(core::PhysicalSizes::kMinPageBytes, huge_page_bytes)) {
    const HeapSection section(pages.heap_lock(), probe);
    pages.Grow(kHeapBase, bytes);
  }

  core::NullMemory<core::StdSync> memory;
  core::NoProbe probe;
  core::MemoryStatistics<core::StdSync> statistics;
  Pages pages;
  core::LockedRangeScavenger<P> scavenger{pages, memory, statistics, probe};
};

inline constexpr std::uint64_t kHugePageBytes = std::uint64_t{2} << 20;

// What checksums are made of: the page's number in the heap, wrapped around for address 0, which is
// what a failed allocation counts as.
constexpr std::uint64_t PageNumber(core::Address address) {
  return (address - kHeapBase) / World::G::kPageBytes;
}

inline std::unique_ptr<World> MakeWorld(std::uint64_t gibibytes,
                                        std::uint64_t huge_page_bytes = kHugePageBytes) {
  return std::make_unique<World>(gibibytes * kGibibyte, huge_page_bytes);
}
constexpr std::uint64_t PagesIn(std::uint64_t gibibytes) {
  return gibibytes * kGibibyte / World::G::kPageBytes;
}
inline void BeginGeneration(World& world) {
  const World::HeapSection section(world.scavenger.heap_lock(), world.probe);
  world.scavenger.StartGeneration();
}

// Everything is free and committed, and the scavenger has it all before it.
inline std::unique_ptr<World> MakeFreeWorld(std::uint64_t gibibytes,
                                            std::uint64_t huge_page_bytes = kHugePageBytes) {
  auto world = MakeWorld(gibibytes, huge_page_bytes);
  {
    const World::HeapSection section(world->pages.heap_lock(), world->probe);
    world->pages.Free(world->pages.Alloc(PagesIn(gibibytes)).base, PagesIn(gibibytes));
  }
  BeginGeneration(*world);
  return world;
}

inline std::string HeapName(std::uint64_t gibibytes) { return std::to_string(gibibytes) + "GiB"; }

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_WORLD_H_
