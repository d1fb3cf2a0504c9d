// SPDX-License-Identifier: BSD-3-Clause

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>

#include "bench/allocator/parts.h"
#include "bench/allocator/slots.h"
#include "bench/allocator/stopwatch.h"
#include "bench/allocator/world.h"
#include "bench/split_mix.h"

namespace heddle::bench {
namespace {

constexpr std::uint64_t kMaxPages = 64;
constexpr std::uint64_t kSeed = 4000;

void MeasureSlots(std::uint64_t gibibytes, std::uint64_t count, int repetitions, const Sink& sink) {
  constexpr std::uint64_t kSteps = 1'000'000;
  Repetitions times("b_steady_1to64",
                    {{"heap", HeapName(gibibytes)}, {"seed", kSeed}, {"slots", count}});
  for (int repetition = 0; repetition < repetitions; ++repetition) {
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
      return PageNumber(slots.Fill(pages, i, 1 + random.Below(kMaxPages)));
    };
    for (std::uint64_t i = 0; i < 4 * count; ++i) {
      step();
    }
    std::uint64_t checksum = 0;
    std::uint64_t fails = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t i = 0; i < kSteps; ++i) {
      const std::uint64_t page = step();
      checksum += page;
      fails += page == PageNumber(0) ? 1 : 0;
    }
    times.Add(watch.Nanoseconds() / kSteps, checksum);
    times.more()["fails"] = fails;
  }
  sink(times.record());
}

}  // namespace

void MeasureSteadyState(int repetitions, const Sink& sink) {
  MeasureSlots(1, 2048, repetitions, sink);
  MeasureSlots(1, 3630, repetitions, sink);
  MeasureSlots(64, 131072, repetitions, sink);
  MeasureSlots(64, 232320, repetitions, sink);
}

}  // namespace heddle::bench
