// SPDX-License-Identifier: BSD-3-Clause
//
// What the policies cost: a page is allocated and freed by the same source in two worlds, without
// locks and with real ones. The difference must be the price of the locks and nothing else, so the
// last line gives it in uncontended lock-unlock pairs of a std::mutex, measured in the same run.
// Two are taken; the ratio is to be read with the spread of the repetitions in mind.
//
// Takes the options of Google Benchmark, such as --benchmark_repetitions=9.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/memory/null_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/sync/section.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"

namespace heddle::bench {
namespace {

// The production geometry, with 1 GiB grown and none of it touched.
template <class Sync>
struct World {
  using P = core::Policies<Sync>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;

  World() {
    const HeapSection section(pages.heap_lock(), probe);
    pages.Grow(0x3000000000, std::uint64_t{1} << 30);
  }

  core::NullMemory<Sync> memory;
  core::NoProbe probe;
  core::PageAlloc<P> pages{memory};
};

// A lock is taken around each of the two.
template <class Sync>
void AllocFree(benchmark::State& state) {
  using HeapSection = typename World<Sync>::HeapSection;
  const auto world = std::make_unique<World<Sync>>();
  for (auto _ : state) {
    core::Allocation run;
    {
      const HeapSection section(world->pages.heap_lock(), world->probe);
      run = world->pages.Alloc(1);
    }
    benchmark::DoNotOptimize(run);
    const HeapSection section(world->pages.heap_lock(), world->probe);
    world->pages.Free(run.base, 1);
  }
}

void LockUnlock(benchmark::State& state) {
  std::mutex mutex;
  for (auto _ : state) {
    mutex.lock();
    benchmark::ClobberMemory();
    mutex.unlock();
  }
}

constexpr const char* kSingleThread = "alloc_free/SingleThread";
constexpr const char* kStdSync = "alloc_free/StdSync";
constexpr const char* kMutex = "std_mutex/lock_unlock";

// Keeps the least time of each benchmark's repetitions.
class Reporter : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Iteration) {
        const double nanoseconds = run.GetAdjustedCPUTime();
        const auto [at, first] = least_.try_emplace(run.run_name.function_name, nanoseconds);
        at->second = std::min(at->second, nanoseconds);
      }
    }
  }

  void PrintPolicyCost() const {
    if (least_.size() < 3) {
      return;  // something was filtered out
    }
    const double single = least_.at(kSingleThread);
    const double locked = least_.at(kStdSync);
    const double mutex = least_.at(kMutex);
    std::printf(
        "policies: %.1f ns with locks, %.1f ns without; the difference is %.2f times a "
        "lock and unlock of %.1f ns, of which 2 are taken\n",
        locked, single, (locked - single) / mutex, mutex);
  }

 private:
  std::map<std::string, double> least_;
};

}  // namespace
}  // namespace heddle::bench

int main(int argc, char** argv) {
  using namespace heddle;  // NOLINT(google-build-using-namespace)
  // Interleaved, so that a change of the machine's speed meets all three alike.
  std::vector<char*> arguments(argv, argv + argc);
  std::string interleave = "--benchmark_enable_random_interleaving";
  arguments.insert(arguments.begin() + 1, interleave.data());
  argc = static_cast<int>(arguments.size());
  argv = arguments.data();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  for (auto* const registered :
       {benchmark::RegisterBenchmark(bench::kMutex, bench::LockUnlock),
        benchmark::RegisterBenchmark(bench::kSingleThread, bench::AllocFree<core::SingleThread>),
        benchmark::RegisterBenchmark(bench::kStdSync, bench::AllocFree<core::StdSync>)}) {
    registered->Repetitions(9)->MinTime(0.1);
  }
  bench::Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.PrintPolicyCost();
  benchmark::Shutdown();
}
