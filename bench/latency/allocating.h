// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_LATENCY_ALLOCATING_H_
#define HEDDLE_BENCH_LATENCY_ALLOCATING_H_

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

#include "bench/latency/clock.h"
#include "bench/latency/slow_release.h"
#include "bench/split_mix.h"
#include "core/address/offset.h"
#include "core/heap/heap.h"
#include "core/memory/mapped_memory.h"
#include "core/policies.h"
#include "core/scavenger/revision.h"
#include "core/sync/annotations.h"

namespace heddle::bench {

struct LatencyWork {
  unsigned threads = 1;
  std::chrono::nanoseconds time{0};
  std::chrono::nanoseconds release_at_least{0};
  bool scavenges = true;
};

struct LatencyResult {
  std::vector<std::uint32_t> allocations;  // nanoseconds of each
  double seconds = 0;
  std::uint64_t released_bytes = 0;
};

// Threads that allocate and free spans of 1 to 64 pages of real memory and write to them, while
// another one releases 64 KiB of what is free at a time, without a pause.
template <class Sync, core::Revision kRevision>
class Allocating {
 public:
  explicit Allocating(const LatencyWork& work)
      : work_(work), memory_(kWindowBytes, Options(), System(work)) {
    if (memory_.error() != 0) {
      throw std::runtime_error("the system has no address space for the heap");
    }
    FillOnce();
  }

  LatencyResult Run() {
    LatencyResult result;
    std::vector<std::vector<std::uint32_t>> times(work_.threads);
    std::jthread scavenger;
    if (work_.scavenges) {
      scavenger = std::jthread([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          result.released_bytes += ReleaseSome();
        }
      });
    }
    const Instant start = Now();
    {
      std::vector<std::jthread> threads;
      threads.reserve(work_.threads);
      for (unsigned i = 0; i < work_.threads; ++i) {
        threads.emplace_back([this, i, start, &times] { times[i] = Allocate(i, start); });
      }
    }
    result.seconds = std::chrono::duration<double>(Now() - start).count();
    scavenger = {};
    for (const auto& of_thread : times) {
      result.allocations.insert(result.allocations.end(), of_thread.begin(), of_thread.end());
    }
    return result;
  }

 private:
  using Memory = core::MappedMemory<Sync, SlowRelease>;
  using P = core::Policies<Sync, Memory>;
  using TheHeap = core::Heap<P, kRevision>;

  static constexpr std::uint64_t kWindowBytes = std::uint64_t{4} << 30;
  static constexpr std::uint64_t kHeapPages = std::uint64_t{512} << 7;  // 512 MiB
  static constexpr std::uint64_t kReleaseBytes = std::uint64_t{64} << 10;
  static constexpr std::uint64_t kSlots = 512;  // of all threads; a quarter of the heap
  static constexpr std::uint64_t kMaxPages = 64;

  // Page by page, so that a release takes back 64 KiB and not a huge page.
  static core::MappedMemoryOptions Options() { return {.huge_pages = core::HugePages::kNever}; }
  static SlowRelease System(const LatencyWork& work) {
    SlowRelease system;
    system.at_least = work.release_at_least;
    return system;
  }

  // So that the heap does not grow later, and the scavenger has something to begin with.
  void FillOnce() {
    const core::Span span = heap_.Allocate(kHeapPages);
    Write(span.base, kHeapPages);
    heap_.Free(span.base);
    heap_.StartCycle();
  }

  static void Write(core::Address base, std::uint64_t pages) {
    for (std::uint64_t i = 0; i < pages; ++i) {
      // NOLINTNEXTLINE(performance-no-int-to-ptr)
      *reinterpret_cast<volatile char*>(base + i * P::Geometry::kPageBytes) = 1;
    }
  }

  std::uint64_t ReleaseSome() {
    const std::uint64_t released = Release();
    if (released == 0) {
      heap_.StartCycle();
    }
    return released;
  }
  // R2 in the mode that keeps the lock, which is what it has over R1.
  std::uint64_t Release() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if constexpr (kRevision == core::Revision::kR2) {
      const typename TheHeap::HeapSection section(heap_.heap_lock(), probe_);
      return heap_.scavenger().ScavengeGrowth(kReleaseBytes);
    } else {
      return heap_.Scavenge(kReleaseBytes);
    }
  }

  std::vector<std::uint32_t> Allocate(unsigned thread, Instant start) {
    SplitMix random(thread + 1);
    std::vector<core::Address> slots(kSlots / work_.threads);
    std::vector<std::uint32_t> times;
    while (Now() - start < work_.time) {
      core::Address& slot = slots[random.Below(slots.size())];
      if (slot != 0) {
        heap_.Free(slot);
      }
      const std::uint64_t pages = 1 + random.Below(kMaxPages);
      const Instant before = Now();
      slot = heap_.Allocate(pages).base;
      times.push_back(Since(before));
      Write(slot, pages);
    }
    for (const core::Address slot : slots) {
      if (slot != 0) {
        heap_.Free(slot);
      }
    }
    return times;
  }

  LatencyWork work_;
  Memory memory_;
  core::NoProbe probe_;
  TheHeap heap_{memory_, probe_};
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_LATENCY_ALLOCATING_H_
