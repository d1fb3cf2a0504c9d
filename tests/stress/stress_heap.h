// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_HEAP_H_
#define HEDDLE_TESTS_STRESS_STRESS_HEAP_H_

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <span>

#include "core/heap/background_scavenger.h"
#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/invariants/release_invariants.h"
#include "core/memory/posix_memory.h"
#include "core/sync/steady_clock.h"
#include "models/oracles/lost_work.h"
#include "tests/data/resident_set.h"
#include "tests/stress/no_result.h"
#include "tests/stress/shadow_table.h"
#include "tests/stress/stress_memory.h"
#include "tests/stress/stress_options.h"
#include "tests/stress/stress_probe.h"

namespace heddle::stress {

// Chunks and arenas that are small, so that there are many of them and threads meet in them: 64
// pages a chunk, 8 chunks an arena, and reservations of several chunks.
inline constexpr core::GeometryParameters kStressParameters{
    .log_chunk_pages = 6,
    .levels = 6,
    .arena_bytes = std::uint64_t{4} << 20,
    .reservation_shards = 8,
};
using StressGeometry = core::Geometry<kStressParameters>;

// What the threads share: a heap on memory of the system's, and those who watch it. Its seed
// decides which sizes of pages it takes the system for.
template <class Sync, class Protocol, core::Revision kRevision>
class StressHeap {
 public:
  using G = StressGeometry;
  using Memory = StressMemory<Sync>;
  using Ranges = core::AddressRanges<Sync, Memory, Protocol>;
  using Probe = StressProbe<G, Ranges>;
  using P = core::Policies<Sync, Memory, G, Protocol, Probe>;
  using Heap = core::Heap<P, kRevision>;
  using Cache = typename Heap::Cache;
  using Background = core::BackgroundScavenger<Heap, core::SteadyClock>;

  static constexpr bool kReserves =
      kRevision == core::Revision::kR3 || kRevision == core::Revision::kR4;

  // Throws NoResult if the system has no memory for it.
  StressHeap(const StressOptions& options, const Protocol& protocol, std::uint64_t seed)
      : bytes_(BytesOf(options)),
        oracles_(options.oracles),
        protocol_(protocol),
        memory_(bytes_, G::kArenaBytes),
        heap_(memory_, probe_, {.sizes = Sizes(seed), .hints = {}}, protocol),
        base_(FirstPage()),
        shadow_(base_, bytes_ / G::kPageBytes, G::kPageBytes) {
    if (oracles_) {
      Watch();
    }
  }

  bool oracles() const { return oracles_; }
  Memory& memory() { return memory_; }
  Heap& heap() { return heap_; }
  core::SteadyClock& clock() { return clock_; }
  const Protocol& protocol() const { return protocol_; }
  ShadowTable& shadow() { return shadow_; }
  // How often the system has said what is resident.
  std::uint64_t resident_checks() const { return resident_checks_; }

  // With nobody else at work: invariants, and the statistics against a full recount.
  void CheckAtRest(std::span<const Cache* const> caches) {
    core::HeapInvariants<Heap>::CheckAtRest(heap_, caches);
    CheckResidentSet();
  }

  // Of a heap in which everything is free: after so many idle cycles all of it is released. R4 may
  // lose two of them to watermarks that lag behind (docs/findings.md), and the pass that finds
  // nothing is followed by one over the whole heap. Where the system's page is larger than the
  // heap's, what does not fill one may be left over.
  void CheckNothingIsLost() {
    memory_.RefuseEvery(0);
    for (int i = 0; i < kIdleCycles; ++i) {
      heap_.StartCycle();
      heap_.Scavenge(core::kAllBytes);
    }
    if (heap_.pages().sizes().min_pages > 1) {
      const core::PageAlloc<P>& pages = heap_.pages();
      const typename Heap::HeapSection section(pages.heap_lock(), probe_);
      models::CheckNothingLeft(pages, kIdleCycles);
    } else if (const std::uint64_t retained = heap_.Retained(); retained != 0) {
      core::Fail(core::FailureKind::kLostWork,
                 core::FailureText() << retained << " bytes are free and not "
                                     << "released after " << kIdleCycles << " idle cycles");
    }
    CheckAtRest({});
  }

 private:
  static constexpr int kIdleCycles = kRevision == core::Revision::kR4 ? 3 : 1;

  // For few mutators less than for many, so that it runs out of memory for them as well.
  static std::uint64_t BytesOf(const StressOptions& options) {
    constexpr unsigned kMany = 4;
    const std::uint64_t bytes = options.heap_bytes / kMany * std::min(options.mutators, kMany);
    return std::max(core::RoundDown(bytes, G::kArenaBytes), G::kArenaBytes);
  }

  // Of five heaps one has huge pages that releases should not split, one pages of the system's that
  // are two of the heap's, and one both; seeds of consecutive heaps take turns. The system's own
  // pages divide those, so it takes them all the same. R1 and R2 release parts of such pages
  // (allocator-spec, appendix A, 13).
  static core::PhysicalSizes Sizes(std::uint64_t seed) {
    const std::uint64_t kind = seed % 5;
    const std::uint64_t page_bytes = core::PosixMemory().PageBytes();
    const std::uint64_t large = std::max(page_bytes, 2 * G::kPageBytes);
    return core::PhysicalSizes::For<G>(kReserves && kind >= 3 ? large : page_bytes,
                                       kind == 2 || kind == 4 ? 16 * G::kPageBytes : 0);
  }

  // The heap begins there, and so does the window.
  core::Address FirstPage() {
    const core::Span first = heap_.Allocate(1);
    if (!first) {
      if (const int error = memory_.error(); error != 0 && error != EINVAL) {
        ThrowNoMemory(error);
      }
      core::Fatal("a new heap gives no page");
    }
    heap_.Free(first.base);
    return first.base;
  }

  // Before there are threads, which the analysis cannot know; what it hands to the probe is called
  // under the heap lock.
  void Watch() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    const core::PageAlloc<P>& pages = heap_.pages();
    constexpr auto kClaimedAs =
        kRevision == core::Revision::kR4 ? core::ClaimedAs::kInUse : core::ClaimedAs::kFree;
    probe_.claimed = [&pages](const core::AddressRange& range) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      core::CheckClaim(pages, range, kClaimedAs);
    };
    probe_.freed_back = [&pages](const core::AddressRange& range) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      core::CheckFreedBack(pages, range);
    };
    if constexpr (kReserves) {
      probe_.share = [this]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
        return heap_.scavenger().reservation_bytes();
      };
      probe_.Watch(shadow_, &heap_.pages().in_use(), &heap_.scavenger().in_use());
      heap_.StartCycle();  // with which the ledger begins
    } else {
      probe_.Watch(shadow_, nullptr, nullptr);
    }
  }

  // What is resident has been touched and not been released since. Where the system's page is
  // larger than ours, one that is touched makes its neighbours resident, and nothing can be said.
  void CheckResidentSet() {
    if (memory_.system_page_bytes() > G::kPageBytes) {
      return;
    }
    const std::optional<std::uint64_t> resident = tests::ResidentBytes(base_, bytes_);
    resident_checks_ += resident ? 1 : 0;
    const auto load = [](const auto& counter) { return counter.load(core::MemoryOrder::kRelaxed); };
    const std::uint64_t ready = load(heap_.statistics().committed);
    if (resident && *resident > ready) {
      core::Fail(core::FailureKind::kAccounting,
                 core::FailureText() << *resident << " bytes of the heap are resident, and only "
                                     << ready << " are not released");
    }
  }

  std::uint64_t bytes_;
  bool oracles_;
  Protocol protocol_;
  Memory memory_;
  Probe probe_;
  Heap heap_;
  core::SteadyClock clock_;
  core::Address base_;
  ShadowTable shadow_;
  std::uint64_t resident_checks_ = 0;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_HEAP_H_
