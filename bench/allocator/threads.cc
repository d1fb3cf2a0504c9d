// SPDX-License-Identifier: BSD-3-Clause

#include <algorithm>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <thread>
#include <vector>

#include "bench/allocator/parts.h"
#include "bench/allocator/slots.h"
#include "bench/allocator/stopwatch.h"
#include "bench/allocator/world.h"
#include "bench/split_mix.h"

namespace heddle::bench {
namespace {

constexpr std::uint64_t kGibibytes = 64;
constexpr std::uint64_t kSteps = 500'000;
constexpr std::uint64_t kSlots = 1024;
constexpr std::uint64_t kMaxPages = 64;
constexpr std::uint64_t kSeed = 6000;

void Work(World& world, std::uint64_t seed) {
  SplitMix random(seed);
  Slots slots(kSlots);
  for (std::uint64_t i = 0; i < kSteps; ++i) {
    const std::uint64_t slot = random.Below(kSlots);
    const std::uint64_t size = 1 + random.Below(kMaxPages);
    if (!slots.IsEmpty(slot)) {
      const World::HeapSection section(world.pages.heap_lock(), world.probe);
      slots.Empty(world.pages, slot);
    }
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    slots.Fill(world.pages, slot, size);
  }
}

// What the scavenger beside the workers came to.
struct Scavenged {
  std::uint64_t calls = 0;
  std::uint64_t pages = 0;
  std::uint64_t generations = 0;
};

Scavenged ScavengeUntil(World& world, const std::stop_token& stop) {
  Scavenged done;
  while (!stop.stop_requested()) {
    const std::uint64_t bytes = world.scavenger.Scavenge(65536);
    ++done.calls;
    done.pages += bytes / World::G::kPageBytes;
    if (bytes == 0) {
      const World::HeapSection section(world.scavenger.heap_lock(), world.probe);
      world.scavenger.StartGeneration();
      ++done.generations;
    }
  }
  return done;
}

struct Run {
  double wall_ns = 0;
  double processor_ns = 0;
  Scavenged scavenged;
};

Run RunThreads(World& world, unsigned workers, bool scavenge) {
  Run run;
  std::barrier start(static_cast<std::ptrdiff_t>(workers) + 1);
  std::vector<std::jthread> threads;
  threads.reserve(workers);
  for (unsigned worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&world, &start, worker] {
      start.arrive_and_wait();
      Work(world, kSeed + worker);
    });
  }
  std::jthread scavenger;
  const Stopwatch wall(CLOCK_MONOTONIC);
  const Stopwatch processor(CLOCK_PROCESS_CPUTIME_ID);
  if (scavenge) {
    scavenger = std::jthread(
        [&](const std::stop_token& stop) { run.scavenged = ScavengeUntil(world, stop); });
  }
  start.arrive_and_wait();
  threads.clear();
  run.wall_ns = wall.Nanoseconds();
  run.processor_ns = processor.Nanoseconds();
  if (scavenge) {
    scavenger.request_stop();
    scavenger.join();
  }
  return run;
}

void MeasureWorkers(const char* name, unsigned workers, bool scavenge, int repetitions,
                    const Sink& sink) {
  Repetitions times(name, {{"heap", HeapName(kGibibytes)},
                           {"scavenger", scavenge},
                           {"seed", kSeed},
                           {"workers", workers}});
  const auto steps = static_cast<double>(workers * kSteps);
  double least_processor = 0;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const auto world = MakeFreeWorld(kGibibytes);
    const Run run = RunThreads(*world, workers, scavenge);
    times.Add(run.wall_ns / steps);
    const double processor = run.processor_ns / steps;
    least_processor = repetition == 0 ? processor : std::min(least_processor, processor);
    if (scavenge) {
      times.more()["scav_calls"] = run.scavenged.calls;
      times.more()["scav_pages"] = run.scavenged.pages;
      times.more()["scav_generations"] = run.scavenged.generations;
    }
  }
  times.more()["cpu_ns_per_op_min"] = least_processor;
  sink(times.record());
}

}  // namespace

void MeasureThreads(int repetitions, const Sink& sink) {
  for (const bool scavenge : {false, true}) {
    for (const unsigned workers : {1U, 2U}) {
      MeasureWorkers("e_threads", workers, scavenge, repetitions, sink);
    }
  }
}

void MeasureManyThreads(int repetitions, const Sink& sink) {
  for (const unsigned workers : {1U, 2U, 4U, 8U, 16U}) {
    MeasureWorkers("f_threads", workers, false, repetitions, sink);
  }
}

}  // namespace heddle::bench
