// SPDX-License-Identifier: BSD-3-Clause

#include <cstdint>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "bench/allocator/parts.h"
#include "bench/allocator/stopwatch.h"
#include "bench/allocator/world.h"

namespace heddle::bench {
namespace {

constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();

std::string Name(std::uint64_t bytes) { return bytes == kAll ? "max" : std::to_string(bytes); }

// Releases all that can be, `bytes` at least at a time.
template <class Make>
void MeasureReleases(Repetitions times, std::uint64_t bytes, int repetitions, const Sink& sink,
                     Make make) {
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const std::unique_ptr<World> world = make();
    std::uint64_t all = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    while (const std::uint64_t released = world->scavenger.Scavenge(bytes)) {
      all += released;
    }
    const double nanoseconds = watch.Nanoseconds();
    const std::uint64_t pages = all / World::G::kPageBytes;
    times.Add(nanoseconds / static_cast<double>(pages));
    times.more()["released_pages"] = pages;
  }
  sink(times.record());
}

std::unique_ptr<World> Checkerboard() {
  auto world = MakeWorld(1);
  {
    const World::HeapSection section(world->pages.heap_lock(), world->probe);
    const core::Address base = world->pages.Alloc(PagesIn(1)).base;
    for (std::uint64_t page = 0; page < PagesIn(1); page += 2) {
      world->pages.Free(base + page * World::G::kPageBytes, 1);
    }
  }
  BeginGeneration(*world);
  return world;
}

}  // namespace

void MeasureScavenging(int repetitions, const Sink& sink) {
  for (const std::uint64_t huge : {kHugePageBytes, std::uint64_t{0}}) {
    for (const std::uint64_t bytes : {std::uint64_t{8192}, std::uint64_t{65536}, kAll}) {
      MeasureReleases({"d_scavenge_free_heap_per_page",
                       {{"heap", "64GiB"}, {"huge", huge}, {"nbytes", Name(bytes)}}},
                      bytes, repetitions, sink, [huge] { return MakeFreeWorld(64, huge); });
    }
  }
  for (const std::uint64_t bytes : {std::uint64_t{65536}, kAll}) {
    MeasureReleases(
        {"d_scavenge_checkerboard_per_page", {{"heap", "1GiB"}, {"nbytes", Name(bytes)}}}, bytes,
        repetitions, sink, Checkerboard);
  }
}

}  // namespace heddle::bench
