// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_SMALL_HEAP_H_
#define HEDDLE_MODELS_WORLD_SMALL_HEAP_H_

#include <array>
#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "core/memory/execution_storage.h"
#include "core/page_alloc/describe.h"
#include "core/page_alloc/page_alloc.h"
#include "core/page_alloc/page_alloc_setup.h"
#include "core/scavenger/describe.h"
#include "core/scavenger/revision.h"
#include "core/statistics/memory_statistics.h"
#include "models/model.h"
#include "models/oracles/linearizability.h"
#include "models/oracles/lock_discipline.h"
#include "models/oracles/lost_work.h"
#include "models/oracles/page_contents.h"
#include "models/oracles/progress.h"
#include "models/oracles/reservation_ledger.h"
#include "models/world/heap_probe.h"

namespace heddle::models {

// Chunks of one bitmap word and two levels of summaries: everything there is to go wrong, as small
// as it gets. Chunks come in blocks of two, so that a heap can grow into a new block.
template <unsigned kShards>
using SmallGeometry = core::Geometry<core::GeometryParameters{.log_page_bytes = 13,
                                                              .log_chunk_pages = 6,
                                                              .levels = 2,
                                                              .level_bits = 3,
                                                              .address_bits = 23,
                                                              .chunk_table_l1_bits = 3,
                                                              .base_address = 0,
                                                              .arena_bytes = 512 << 10,
                                                              .reservation_shards = kShards,
                                                              .initial_ranges = 4}>;

// One revision of the scavenger on a heap of a few chunks, watched by every oracle that the options
// leave on. Built inside a simulated execution, in its storage; its first cycle, which is called a
// generation in R3 and R4, has begun.
//
// The layout names, from chunk 1 on and separated by commas, the last pages of each chunk, highest
// page last: A in use, F free, S free and scavenged. The pages below those are in use. With a
// colon, what is before it are the chunk's first pages. A chunk that is just - was never grown.
//
// A reservation is the heap's size divided by kShards, in whole chunks: with 1 it takes in two
// chunks or more, and a search goes beyond the chunk at its limit. R1 and R2 have none.
template <core::Revision kRevision, unsigned kShards>
class SmallHeap : private HeapProbe::Listener {
 public:
  using G = SmallGeometry<kShards>;
  using Sync = checker::RelacySync;
  using Memory = PageContents<Sync, core::ExecutionStorage>;
  using P = core::Policies<Sync, Memory, G, core::TunableProtocol, HeapProbe>;
  using Scavenger = core::RevisedScavenger<P, kRevision>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;
  using Address = core::Address;
  using Location = std::source_location;

  static constexpr bool kHasCursor = kRevision < core::Revision::kR3;
  static constexpr bool kHasScavengerLock = kRevision == core::Revision::kR4;
  static constexpr std::uint64_t kPage = G::kPageBytes;
  static constexpr core::ChunkIndex kFirstChunk = 1;
  static constexpr core::ChunkIndex kMaxChunks = 4;

  SmallHeap(core::ExecutionStorage& storage, const ModelOptions& options, std::string_view layout,
            const core::PhysicalSizes& sizes = {})
      : options_(options),
        memory_(storage, G::AddressOf(G::ChunkBase(kFirstChunk)), kMaxChunks * G::kChunkPages,
                kPage, options.oracles.contents),
        pages_(memory_, sizes, options.protocol),
        scavenger_(pages_, memory_, statistics_, probe_, options.protocol) {
    {
      const HeapSection section(pages_.heap_lock(), probe_);
      LayOut(layout);
      BeginHistory();
    }
    probe_.Listen(this);
    StartCycle();
  }

  // Allocates, makes the pages usable and writes the tag to each. 0 if there was no room.
  Address Allocate(std::uint64_t pages, std::uint64_t tag) {
    history_.Invoke();
    const core::Allocation allocation = TakePages(pages);
    history_.Respond(AllocationOf(allocation, pages));
    return Prepare(allocation, pages, tag);
  }
  // The same at a multiple of the system's page. Which page it gets is not asked about.
  Address AllocateAligned(std::uint64_t pages, std::uint64_t tag) {
    history_.Invoke();
    const core::Allocation allocation = TakeAlignedPages(pages);
    if (allocation) {
      history_.Respond({HeapAction::Kind::kTake, PagesAt(allocation.base, pages)});
    }
    return Prepare(allocation, pages, tag);
  }
  // The same of one page that is free and no other, whatever an allocation would get.
  Address TakePage(core::ChunkIndex chunk, unsigned page, std::uint64_t tag);

  // The system refuses to take this page from here on, until it takes all again. While no threads
  // run.
  void RefuseToRelease(core::ChunkIndex chunk, unsigned page) {
    memory_.Refuse(Memory::Request::kRelease, G::AddressOf(G::PageOffset(chunk, page)));
  }
  void AcceptReleases() { memory_.Refuse(Memory::Request::kRelease, std::nullopt); }

  // Checks that the pages hold what their owner wrote, if it has any.
  void CheckContents(Address base, std::uint64_t pages, std::uint64_t tag) {
    if (base != 0) {
      memory_.Check(base, pages, tag);
    }
  }
  void Free(Address base, std::uint64_t pages, std::uint64_t tag) {
    CheckContents(base, pages, tag);
    history_.Invoke();
    {
      const HeapSection section(pages_.heap_lock(), probe_);
      pages_.Free(base, pages);
    }
    history_.Respond({HeapAction::Kind::kFree, PagesAt(base, pages)});
  }

  void Grow(core::ChunkIndex chunk) {
    history_.Invoke();
    {
      const HeapSection section(pages_.heap_lock(), probe_);
      pages_.Grow(G::AddressOf(G::ChunkBase(chunk)), G::kChunkBytes);
      places_[chunk - kFirstChunk] = &pages_.chunks().Of(chunk);
      statistics_.CountGrowth(G::kChunkBytes, options_.protocol);
    }
    history_.Respond(
        {HeapAction::Kind::kGrow, PagesAt(G::AddressOf(G::ChunkBase(chunk)), G::kChunkPages)});
  }

  core::GenerationRecord StartCycle() {
    const HeapSection section(scavenger_.heap_lock(), probe_, options_.protocol,
                              core::Decision::kStartsGenerationUnderHeapLock);
    return StartCycleUnderLock();
  }

  // Releases pages until there are `bytes`, with the heap lock given back for every search.
  std::uint64_t Scavenge(std::uint64_t bytes) {
    const SameLocksAfter same_locks(options_.oracles);
    history_.Invoke();
    if constexpr (kRevision == core::Revision::kR3) {
      const HeapSection section(scavenger_.heap_lock(), probe_, options_.protocol,
                                core::Decision::kScavengesUnderHeapLock);
      const SameLocksAfter locked(options_.oracles);
      return scavenger_.Scavenge(bytes, core::MayUnlock::kYes);
    } else {
      return scavenger_.Scavenge(bytes);
    }
  }

  // A forced pass over the heap, which begins a cycle.
  void ScavengeAll() {
    const SameLocksAfter same_locks(options_.oracles);
    history_.Invoke();
    scavenger_.ScavengeAll();
  }

  // A new cycle and all that it finds, in one section of the heap lock.
  std::uint64_t ScavengeAllUnderLock()
    requires(kRevision == core::Revision::kR2 || kRevision == core::Revision::kR3)
  {
    const SameLocksAfter same_locks(options_.oracles);
    history_.Invoke();
    return scavenger_.ScavengeAll().released_bytes;
  }

  // Reservations by themselves: taken, given back, and one run of the pages of one released.
  core::Reservation Reserve()
    requires(!kHasCursor)
  {
    return WithReservations([this]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // see WithReservations
      return scavenger_.Reserve();
    });
  }
  void Unreserve(const core::Reservation& reservation)
    requires(!kHasCursor)
  {
    WithReservations([&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS { scavenger_.Unreserve(reservation); });
  }
  std::uint64_t ScavengeOne(core::Reservation& work, std::uint64_t max_bytes)
    requires(!kHasCursor)
  {
    return WithReservations([&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      if constexpr (kHasScavengerLock) {
        return scavenger_.ScavengeOne(work, max_bytes);
      } else {
        return scavenger_.ScavengeOne(work.range, max_bytes, core::MayUnlock::kYes);
      }
    });
  }

  // From here on the cursor must not rise but for a new cycle, as two scavengers would need it to:
  // what R1-b breaks.
  void DemandFallingCursor()
    requires(kHasCursor)
  {
    lowest_cursor_ = G::kMaxOffset;
  }

  Scavenger& scavenger() { return scavenger_; }
  const core::PageAlloc<P>& pages() const { return pages_; }

  // When all threads are done: nothing is in transit, so `pages_in_use` pages are in use beyond
  // those of the layout, and the counters agree with the bitmaps and each other (I13 to I16), and
  // the bitmaps with the memory (I19); some order of what was done so far explains its results.
  void CheckQuiet(std::uint64_t pages_in_use);

  // When all threads are done and a whole cycle is: no page is left that is free and not released.
  void CheckAllReleased();
  // The same once so many idle generations have been.
  void CheckNoLostWork(unsigned generations);

  // What is done from here on need not be explained.
  void EndHistory() { history_.End(); }

  // That something has come about which was possible all the time.
  void DemandProgress(bool came_about, std::string_view otherwise,
                      const Location& where = Location::current()) const {
    models::DemandProgress(options_.oracles, came_about, otherwise, where);
  }

  // The name of a shared object; empty if it has none.
  std::string Describe(const void* object) const;

 private:
  static Pages PagesAt(Address base, std::uint64_t count) {
    const std::uint64_t page = (base - G::AddressOf(G::ChunkBase(kFirstChunk))) / kPage;
    return {static_cast<unsigned>(page), static_cast<unsigned>(count)};
  }
  static HeapAction AllocationOf(const core::Allocation& allocation, std::uint64_t pages) {
    return allocation
               ? HeapAction{HeapAction::Kind::kAllocate, PagesAt(allocation.base, pages)}
               : HeapAction{HeapAction::Kind::kFailedAllocation, {0, static_cast<unsigned>(pages)}};
  }

  core::Allocation TakePages(std::uint64_t pages) {
    const HeapSection section(pages_.heap_lock(), probe_);
    return pages_.Alloc(pages);
  }
  core::Allocation TakeAlignedPages(std::uint64_t pages) {
    const HeapSection section(pages_.heap_lock(), probe_);
    return pages_.AllocAligned(pages);
  }
  Address Prepare(const core::Allocation& allocation, std::uint64_t pages, std::uint64_t tag);

  // With the lock that the revision's reservations are called with: the heap lock, or none.
  template <class Body>
  auto WithReservations(Body body) {
    const SameLocksAfter same_locks(options_.oracles);
    if constexpr (kHasScavengerLock) {
      return body();
    } else {
      const HeapSection section(scavenger_.heap_lock(), probe_, options_.protocol,
                                core::Decision::kScavengesUnderHeapLock);
      return body();
    }
  }

  core::GenerationRecord StartCycleUnderLock() HEDDLE_REQUIRES(scavenger_.heap_lock()) {
    const SameLocksAfter same_locks(options_.oracles);
    if constexpr (kHasCursor) {
      checker::Note("a new cycle begins");
      if (lowest_cursor_) {
        lowest_cursor_ = G::kMaxOffset;
      }
    }
    return scavenger_.StartCycle();
  }

  void LayOut(std::string_view layout) HEDDLE_REQUIRES(pages_.heap_lock());
  void LayOutChunk(core::ChunkIndex index, std::string_view text)
      HEDDLE_REQUIRES(pages_.heap_lock());
  void BeginHistory() HEDDLE_REQUIRES(pages_.heap_lock());
  void CheckAtRest();
  void CheckCursor() HEDDLE_REQUIRES(scavenger_.heap_lock());

  // Called with the locks held that the probe's calls are documented with; the analysis cannot
  // know.
  void OnLockReleased(core::LockRank rank) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS;
  void Tell(core::LockRank rank, core::FailureText& text) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS;
  void OnGenerationStarted(core::Generation generation,
                           core::Offset start) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS;
  void OnReserved(const core::AddressRange& range, core::Generation generation) override;
  void OnUnreserved(const core::AddressRange& range, core::Generation generation,
                    core::UnreserveOutcome what) override;
  void OnClaimed(const core::AddressRange& pages) override {
    history_.Act({HeapAction::Kind::kTake, PagesIn(pages)});
  }
  void OnReleasing() override {
    if (options_.oracles.lock_discipline) {
      CheckLocksOfRelease(kRevision, options_.protocol);
    }
  }
  void OnFreedBack(const core::AddressRange& pages) override {
    history_.Act({HeapAction::Kind::kFree, PagesIn(pages)});
  }
  static Pages PagesIn(const core::AddressRange& pages) {
    return PagesAt(G::AddressOf(pages.base), pages.Size() / kPage);
  }

  ModelOptions options_;
  HeapProbe probe_;
  Memory memory_;
  core::MemoryStatistics<Sync> statistics_;
  core::PageAlloc<P> pages_;
  Scavenger scavenger_;
  ReservationLedger<G, 8, 4> ledger_;
  OperationHistory history_;
  std::optional<core::Offset> lowest_cursor_;  // of this cycle, if it is watched
  core::Offset told_cursor_{};                 // the last that the trace has
  std::uint64_t pages_in_use_at_first_ = 0;
  std::uint64_t pages_in_use_at_rest_ = 0;  // known from CheckQuiet on
  // Where the chunks' bitmaps lie, for Describe.
  std::array<const typename core::PageAlloc<P>::ChunkT*, kMaxChunks> places_{};
};

extern template class SmallHeap<core::Revision::kR1, 1>;
extern template class SmallHeap<core::Revision::kR2, 1>;
extern template class SmallHeap<core::Revision::kR3, 1>;
extern template class SmallHeap<core::Revision::kR3, 2>;
extern template class SmallHeap<core::Revision::kR4, 1>;
extern template class SmallHeap<core::Revision::kR4, 2>;

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_SMALL_HEAP_H_
