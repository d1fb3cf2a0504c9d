// SPDX-License-Identifier: BSD-3-Clause

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "bench/allocator/parts.h"
#include "bench/allocator/stopwatch.h"
#include "bench/allocator/world.h"
#include "bench/split_mix.h"
#include "core/allocation.h"
#include "core/sync/annotations.h"

namespace heddle::bench {
namespace {

constexpr std::uint64_t kBatch = 4096;

// A heap of which so many percent of the pages are in use. Lock and probe are the caller's affair.
class OccupiedHeap {
 public:
  OccupiedHeap(std::uint64_t gibibytes, unsigned percent)
      : world_(MakeWorld(gibibytes)),
        seed_((gibibytes == 1 ? 1000 : 2000) + percent),
        params_({{"heap", HeapName(gibibytes)}, {"occ", percent}, {"seed", seed_}}) {
    const World::HeapSection section(world_->pages.heap_lock(), world_->probe);
    const std::uint64_t pages = PagesIn(gibibytes);
    const core::Address base = world_->pages.Alloc(pages).base;
    SplitMix random(seed_);
    for (std::uint64_t page = 0; page < pages; ++page) {
      if (random.Below(100) >= percent) {
        world_->pages.Free(base + page * World::G::kPageBytes, 1);
      }
    }
  }

  World& world() { return *world_; }
  const nlohmann::json& params() const { return params_; }

 private:
  std::unique_ptr<World> world_;
  std::uint64_t seed_;
  nlohmann::json params_;
};

void MeasurePairs(OccupiedHeap& heap, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kPairs = 2'000'000;
  World::Pages& pages = heap.world().pages;
  const World::HeapSection section(pages.heap_lock(), heap.world().probe);
  Repetitions times("a1_pair", heap.params());
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    std::uint64_t checksum = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t i = 0; i < kPairs; ++i) {
      const core::Address page = pages.Alloc(1).base;
      checksum += PageNumber(page);
      pages.Free(page, 1);
    }
    times.Add(watch.Nanoseconds() / kPairs, checksum);
  }
  sink(times.record());
}

void MeasureBatches(OccupiedHeap& heap, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kRounds = 200;
  World::Pages& pages = heap.world().pages;
  const World::HeapSection section(pages.heap_lock(), heap.world().probe);
  Repetitions allocations("a2_batch4096_alloc", heap.params());
  Repetitions frees("a2_batch4096_free", heap.params());
  std::vector<core::Address> batch(kBatch);
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    std::uint64_t checksum = 0;
    double allocating = 0;
    double freeing = 0;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
      const Stopwatch alloc_watch(CLOCK_THREAD_CPUTIME_ID);
      for (core::Address& page : batch) {
        page = pages.Alloc(1).base;
      }
      allocating += alloc_watch.Nanoseconds();
      const Stopwatch free_watch(CLOCK_THREAD_CPUTIME_ID);
      for (const core::Address page : batch) {
        checksum += PageNumber(page);
        pages.Free(page, 1);
      }
      freeing += free_watch.Nanoseconds();
    }
    allocations.Add(allocating / (kRounds * kBatch), checksum);
    frees.Add(freeing / (kRounds * kBatch), checksum);
  }
  sink(allocations.record());
  sink(frees.record());
}

void MeasureReplacing(OccupiedHeap& heap, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kSteps = 2'000'000;
  World::Pages& pages = heap.world().pages;
  const World::HeapSection section(pages.heap_lock(), heap.world().probe);
  Repetitions times("a3_replace4096", heap.params());
  std::vector<core::Address> slots(kBatch);
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    for (core::Address& slot : slots) {
      slot = pages.Alloc(1).base;
    }
    SplitMix random(3000);
    std::uint64_t checksum = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t i = 0; i < kSteps; ++i) {
      core::Address& slot = slots[random.Below(kBatch)];
      pages.Free(slot, 1);
      slot = pages.Alloc(1).base;
      checksum += PageNumber(slot);
    }
    times.Add(watch.Nanoseconds() / kSteps, checksum);
    for (const core::Address slot : slots) {
      pages.Free(slot, 1);
    }
  }
  sink(times.record());
}

void MeasureCaches(OccupiedHeap& heap, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kPairs = 100'000;
  World::Pages& pages = heap.world().pages;
  const World::HeapSection section(pages.heap_lock(), heap.world().probe);
  Repetitions times("a4_cache_fill_flush", heap.params());
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    std::uint64_t checksum = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t i = 0; i < kPairs; ++i) {
      World::Pages::Cache cache = pages.AllocToCache();
      checksum += PageNumber(cache.base) ^ cache.free;
      pages.Flush(cache);
    }
    times.Add(watch.Nanoseconds() / kPairs, checksum);
  }
  sink(times.record());
}

}  // namespace

void MeasureSinglePages(int repetitions, const Sink& sink) {
  for (const std::uint64_t gibibytes : {1, 64}) {
    for (const unsigned percent : {0U, 50U, 95U}) {
      OccupiedHeap heap(gibibytes, percent);
      MeasurePairs(heap, repetitions, sink);
      MeasureBatches(heap, repetitions, sink);
      MeasureReplacing(heap, repetitions, sink);
      MeasureCaches(heap, repetitions, sink);
    }
  }
}

}  // namespace heddle::bench
