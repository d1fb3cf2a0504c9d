// SPDX-License-Identifier: BSD-3-Clause

#include <sys/resource.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/allocator/parts.h"
#include "bench/allocator/slots.h"
#include "bench/allocator/stopwatch.h"
#include "bench/allocator/world.h"
#include "bench/split_mix.h"
#include "core/allocation.h"
#include "core/sync/annotations.h"

namespace heddle::bench {
namespace {

constexpr std::uint64_t kMaxPages = 64;
constexpr std::uint64_t kSeed = 7000;

std::uint64_t PageFaults() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return static_cast<std::uint64_t>(usage.ru_minflt);
}

// What it costs to add so much to the heap: metadata is touched for the first time.
void MeasureGrowing(std::uint64_t gibibytes, int repetitions, const Sink& sink) {
  Repetitions times("f_grow_per_gibibyte", {{"heap", HeapName(gibibytes)}});
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const std::uint64_t faults = PageFaults();
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    const auto world = MakeWorld(gibibytes);
    times.Add(watch.Nanoseconds() / static_cast<double>(gibibytes));
    times.more()["page_faults"] = PageFaults() - faults;
  }
  sink(times.record());
}

// Runs of 1 to 64 pages replaced at random, in a heap of which half is in use.
void MeasureHeapSize(std::uint64_t gibibytes, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kSteps = 1'000'000;
  const std::uint64_t count = 2048 * gibibytes;
  Repetitions times("f_steady_1to64",
                    {{"heap", HeapName(gibibytes)}, {"seed", kSeed}, {"slots", count}});
  const auto world = MakeWorld(gibibytes);
  World::Pages& pages = world->pages;
  const World::HeapSection section(pages.heap_lock(), world->probe);
  SplitMix random(kSeed);
  Slots slots(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    slots.Fill(pages, i, 1 + random.Below(kMaxPages));
  }
  const auto step = [&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // within the section above
    const std::uint64_t i = random.Below(count);
    slots.Empty(pages, i);
    slots.Fill(pages, i, 1 + random.Below(kMaxPages));
  };
  for (std::uint64_t i = 0; i < 2 * count; ++i) {
    step();
  }
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t i = 0; i < kSteps; ++i) {
      step();
    }
    times.Add(watch.Nanoseconds() / kSteps);
  }
  sink(times.record());
}

// Single pages, or runs of 16, replaced at random in a heap of 64 GiB of which so many percent of
// the pages, each by itself, are in use.
void MeasureFragmentation(unsigned percent, std::uint64_t size, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kGibibytes = 64;
  constexpr std::uint64_t kSlots = 4096;
  constexpr std::uint64_t kSteps = 500'000;
  Repetitions times(
      "f_fragmented",
      {{"heap", HeapName(kGibibytes)}, {"npages", size}, {"occ", percent}, {"seed", kSeed}});
  const auto world = MakeWorld(kGibibytes);
  World::Pages& pages = world->pages;
  const World::HeapSection section(pages.heap_lock(), world->probe);
  SplitMix random(kSeed);
  const core::Address base = pages.Alloc(PagesIn(kGibibytes)).base;
  for (std::uint64_t page = 0; page < PagesIn(kGibibytes); ++page) {
    if (random.Below(100) >= percent) {
      pages.Free(base + page * World::G::kPageBytes, 1);
    }
  }
  Slots slots(kSlots);
  std::uint64_t fails = 0;
  const auto replace = [&](std::uint64_t i) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    slots.Empty(pages, i);
    fails += slots.Fill(pages, i, size) == 0 ? 1 : 0;
  };
  for (std::uint64_t i = 0; i < kSlots; ++i) {
    replace(i);
  }
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    fails = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t i = 0; i < kSteps; ++i) {
      replace(random.Below(kSlots));
    }
    times.Add(watch.Nanoseconds() / kSteps);
    times.more()["fails"] = fails;
  }
  sink(times.record());
}

}  // namespace

void MeasureGrowth(int repetitions, const Sink& sink) {
  for (const std::uint64_t gibibytes : {1, 4, 16, 64, 256, 1024}) {
    MeasureGrowing(gibibytes, repetitions, sink);
  }
  for (const std::uint64_t gibibytes : {1, 4, 16, 64, 256, 1024}) {
    MeasureHeapSize(gibibytes, repetitions, sink);
  }
  for (const std::uint64_t size : {1, 16}) {
    for (const unsigned percent : {0U, 10U, 25U, 50U, 75U, 90U, 95U, 99U}) {
      MeasureFragmentation(percent, size, repetitions, sink);
    }
  }
  MeasureManyThreads(repetitions, sink);
}

}  // namespace heddle::bench
