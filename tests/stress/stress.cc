// SPDX-License-Identifier: BSD-3-Clause
//
// stress [scavenger|watermark|transit|bitmap] [SECONDS]
//
// Real threads allocate, free, cache and scavenge simulated pages whose owners are checked. Ends
// with status 0 if nothing went wrong, else core's failure handler or ThreadSanitizer ends it.
//
//   scavenger  the design as shipped, for SECONDS or HEDDLE_STRESS_SECONDS (default 3)
//   watermark  the low watermark is lowered without the scavenger lock
//   transit    pages stay free while their memory is being released
//   bitmap     a bitmap word is written without the heap lock
//
// The last three are races that ThreadSanitizer must report; nothing else looks for them here.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <limits>
#include <random>
#include <source_location>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#include "core/protocol/tunable_protocol.h"
#include "tests/stress/stress_world.h"

namespace heddle::tests {
namespace {

using core::FailureKind;
using core::FailureText;
using Random = std::minstd_rand;

// Both operands, in every build.
template <class A>
void Require(const A& actual, const A& expected, const char* what) {
  if (actual != expected) {
    core::Fail(FailureKind::kAccounting,
               FailureText() << what << " is " << actual << ", expected " << expected);
  }
}

struct Run {
  core::Address base;
  std::uint64_t pages;
  std::uint64_t tag;
};

// A thread that owns pages and writes its name on each.
template <class World>
class Owner {
 public:
  Owner(World& world, unsigned name)
      : world_(world), random_(name + 1), next_tag_(std::uint64_t{name} << 32) {}

  void AllocAndFree(const std::atomic<bool>& stop) {
    while (!stop.load(std::memory_order_relaxed)) {
      if (runs_.size() < 24 && random_() % 8 < 5) {
        const std::uint64_t pages = 1 + random_() % (random_() % 4 == 0 ? 150 : 12);
        const core::Allocation run = world_.Alloc(pages);
        if (run) {
          Own(run, pages);
        } else if (random_() % 16 != 0 || !world_.Grow()) {
          FreeOne();
        }
      } else {
        FreeOne();
      }
    }
  }

  void UseCache(const std::atomic<bool>& stop) {
    typename World::Pages::Cache cache;
    while (!stop.load(std::memory_order_relaxed)) {
      if (cache.IsEmpty()) {
        cache = world_.FillCache();
      }
      const std::uint64_t pages = 1 + random_() % 6;
      if (const core::Allocation run = cache.Alloc(pages)) {
        Own(run, pages);
      } else {
        world_.Flush(cache);
      }
      while (runs_.size() > 24 || (random_() % 4 == 0 && !runs_.empty())) {
        FreeOne();
      }
      if (random_() % 32 == 0) {
        world_.Flush(cache);
      }
    }
    world_.Flush(cache);
  }

  std::uint64_t Pages() const {
    std::uint64_t pages = 0;
    for (const Run& run : runs_) {
      pages += run.pages;
    }
    return pages;
  }
  void FreeAll() {
    while (!runs_.empty()) {
      FreeOne();
    }
  }
  std::uint64_t allocations() const { return allocations_; }

 private:
  void Own(const core::Allocation& run, std::uint64_t pages) {
    world_.MakeUsable(run, pages);
    const std::uint64_t tag = ++next_tag_;
    ForPages({run.base, pages, tag}, [&](core::Address at) { world_.memory.Write(at, tag); });
    runs_.push_back({run.base, pages, tag});
    ++allocations_;
  }

  void FreeOne() {
    if (runs_.empty()) {
      return;
    }
    std::swap(runs_[random_() % runs_.size()], runs_.back());
    const Run run = runs_.back();
    runs_.pop_back();
    ForPages(run, [&](core::Address at) {
      if (const std::uint64_t tag = world_.memory.Read(at); tag != run.tag) {
        core::Fail(FailureKind::kContents, FailureText() << "the page at " << core::Hex{at}
                                                         << " is " << core::Hex{tag}
                                                         << "'s, expected " << core::Hex{run.tag});
      }
    });
    world_.Free(run.base, run.pages);
  }

  template <class Visit>
  static void ForPages(const Run& run, Visit visit) {
    for (std::uint64_t i = 0; i < run.pages; ++i) {
      visit(run.base + i * World::G::kPageBytes);
    }
  }

  World& world_;
  Random random_;
  std::uint64_t next_tag_;
  std::uint64_t allocations_ = 0;
  std::vector<Run> runs_;
};

template <class World>
void Scavenge(World& world, unsigned name, const std::atomic<bool>& stop,
              std::atomic<std::uint64_t>& released_bytes) {
  Random random(name);
  while (!stop.load(std::memory_order_relaxed)) {
    const std::uint64_t released = world.scavenger.Scavenge(1 + random() % (1 << 20));
    released_bytes.fetch_add(released, std::memory_order_relaxed);
    if (released == 0) {
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
  }
}

template <class World>
void StartGenerations(World& world, const std::atomic<bool>& stop,
                      std::atomic<std::uint64_t>& generations) {
  Random random(99);
  while (!stop.load(std::memory_order_relaxed)) {
    world.StartGeneration();
    generations.fetch_add(1, std::memory_order_relaxed);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 500));
  }
}

// I12 to I16, as far as there is no heap above.
template <class World>
void CheckAccounts(World& world, std::uint64_t owned) {
  constexpr std::uint64_t kPage = World::G::kPageBytes;
  const auto [used, scavenged] = world.CountPages();
  const auto load = [](const auto& counter) { return counter.load(core::MemoryOrder::kRelaxed); };
  Require(used, owned, "I12: the number of pages in use");
  Require(load(world.statistics.heap_released), scavenged * kPage, "I14: heap_released");
  Require(load(world.statistics.committed), load(world.statistics.heap_sys) - scavenged * kPage,
          "I16: committed");
  {
    const typename World::HeapSection section(world.pages.heap_lock(), world.probe);
    Require(world.pages.in_use().TotalBytes(), load(world.statistics.heap_sys), "heap_sys");
    core::PageAllocInvariants<typename World::P>::Check(world.pages);
  }
  const typename World::ScavengerSection section(world.scavenger.scavenger_lock(), world.probe);
  core::CheckScavenger(world.scavenger);
  world.probe.ledger().CheckLeft(world.scavenger.in_use());
  world.probe.ledger().CheckShare(world.scavenger.reservation_bytes());
}

// A pass that releases something is followed by one below it, and that one, which finds nothing, by
// one over the whole heap: after three, nothing that is free is left unreleased.
template <class World>
void CheckNothingIsLost(World& world) {
  world.memory.refuse_every = 0;
  for (int i = 0; i < 3; ++i) {
    world.StartGeneration();
    world.scavenger.Scavenge(std::numeric_limits<std::uint64_t>::max());
  }
  const auto [used, scavenged] = world.CountPages();
  Require(used, std::uint64_t{0}, "the number of pages in use");
  Require(scavenged * World::G::kPageBytes,
          world.statistics.heap_sys.load(core::MemoryOrder::kRelaxed),
          "the size of what three idle generations have released");
  CheckAccounts(world, 0);
}

// Of a race, core's own checks may see the damage before the detector sees the race, in another
// thread perhaps. They wait for it.
void WaitForTheDetector(FailureKind kind, std::string_view message,
                        const std::source_location& where) {
  std::this_thread::sleep_for(std::chrono::seconds(15));
  core::PrintAndAbort(kind, message, where);
}

template <class ProtocolT>
void Stress(const ProtocolT& protocol, std::chrono::duration<double> time) {
  using World = StressWorld<ProtocolT>;
  World world(protocol);
  if constexpr (!std::is_same_v<ProtocolT, core::ShippedProtocol>) {
    world.probe.check_heap = [] {};  // holds the heap lock, and would make the others wait
  }
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> released{0};
  std::atomic<std::uint64_t> generations{0};
  std::deque<Owner<World>> owners;
  std::vector<std::thread> threads;
  for (unsigned name = 1; name <= 3; ++name) {
    Owner<World>& owner = owners.emplace_back(world, name);
    threads.emplace_back([&owner, &stop] { owner.AllocAndFree(stop); });
  }
  for (unsigned name = 4; name <= 5; ++name) {
    Owner<World>& owner = owners.emplace_back(world, name);
    threads.emplace_back([&owner, &stop] { owner.UseCache(stop); });
  }
  for (unsigned name = 6; name <= 7; ++name) {
    threads.emplace_back([&, name] { Scavenge(world, name, stop, released); });
  }
  threads.emplace_back([&] { StartGenerations(world, stop, generations); });
  std::this_thread::sleep_for(time);
  stop = true;
  for (std::thread& thread : threads) {
    thread.join();
  }

  std::uint64_t owned = 0;
  std::uint64_t allocations = 0;
  for (const Owner<World>& owner : owners) {
    owned += owner.Pages();
    allocations += owner.allocations();
  }
  CheckAccounts(world, owned);
  for (Owner<World>& owner : owners) {
    owner.FreeAll();
  }
  CheckAccounts(world, 0);
  CheckNothingIsLost(world);
  std::printf(
      "stress: %llu allocations, %llu KiB released, %llu generations, %llu chunks\n",
      static_cast<unsigned long long>(allocations),
      static_cast<unsigned long long>(released / 1024),
      static_cast<unsigned long long>(generations.load()),
      static_cast<unsigned long long>(world.statistics.heap_sys.load(core::MemoryOrder::kRelaxed) /
                                      World::G::kChunkBytes));
  if (allocations == 0 || released == 0 || generations == 0) {
    core::Fatal("a thread has done nothing");
  }
}

template <class World>
void WriteBitmapWithoutTheLock(World& world, const std::atomic<bool>& stop)
    HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // the race that is asked for
  auto& word = world.pages.chunks().Of(world.pages.start()).scavenged();
  while (!stop.load(std::memory_order_relaxed)) {
    word.ClearRange(63, 1);
    word.SetRange(63, 1);
  }
}

// One thread allocates and frees the first page of a chunk under the lock, another writes the last
// page's bit of the same word without it. Both use relaxed atomics, which alone would hide the
// race.
void RaceOnABitmapWord(std::chrono::duration<double> time) {
  using World = StressWorld<core::ShippedProtocol>;
  World world;
  world.probe.check_heap = [] {};
  std::atomic<bool> stop{false};
  std::thread locked([&] {
    while (!stop.load(std::memory_order_relaxed)) {
      if (const core::Allocation run = world.Alloc(1)) {
        world.Free(run.base, 1);
      }
    }
  });
  std::thread unlocked([&] { WriteBitmapWithoutTheLock(world, stop); });
  std::this_thread::sleep_for(time);
  stop = true;
  locked.join();
  unlocked.join();
}

int Main(std::string_view what, std::chrono::duration<double> time) {
  if (what != "scavenger") {
    core::failure_handler = &WaitForTheDetector;
  }
  if (what == "scavenger") {
    Stress(core::ShippedProtocol{}, time);
  } else if (what == "watermark") {
    Stress(core::TunableProtocol{}.Drop(core::Decision::kWatermarkUnderScavengerLock), time);
  } else if (what == "transit") {
    Stress(core::TunableProtocol{}.Drop(core::Decision::kMarkAllocatedWhileReleasing), time);
  } else if (what == "bitmap") {
    RaceOnABitmapWord(time);
  } else {
    std::fprintf(stderr, "usage: stress [scavenger|watermark|transit|bitmap] [SECONDS]\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace heddle::tests

int main(int argc, char** argv) {
  const char* const in_environment = std::getenv("HEDDLE_STRESS_SECONDS");
  const char* const seconds = argc > 2 ? argv[2] : in_environment != nullptr ? in_environment : "3";
  return heddle::tests::Main(argc > 1 ? argv[1] : "scavenger",
                             std::chrono::duration<double>(std::atof(seconds)));
}
