// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_WHOLE_HEAP_H_
#define HEDDLE_MODELS_WORLD_WHOLE_HEAP_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/memory/execution_storage.h"
#include "core/page_alloc/describe.h"
#include "core/scavenger/describe.h"
#include "models/model.h"
#include "models/oracles/linearizability.h"
#include "models/oracles/lock_discipline.h"
#include "models/oracles/lost_work.h"
#include "models/oracles/page_contents.h"
#include "models/oracles/progress.h"
#include "models/oracles/reservation_ledger.h"
#include "models/oracles/structural_invariants.h"
#include "models/world/heap_probe.h"
#include "models/world/show_left.h"
#include "models/world/small_heap.h"

namespace heddle::models {

// The whole heap, with spans, growth and goal, on memory of three chunks, watched by every oracle
// that the options leave on. Built inside a simulated execution, in its storage; nothing has been
// grown yet.
template <core::Revision kScavenger>
class WholeHeap : private HeapProbe::Listener {
 public:
  using G = SmallGeometry<1>;
  using Sync = checker::RelacySync;
  using Memory = PageContents<Sync, core::ExecutionStorage>;
  using P = core::Policies<Sync, Memory, G, core::TunableProtocol, HeapProbe>;
  using Heap = core::Heap<P, kScavenger>;
  using Cache = typename Heap::Cache;
  using Request = typename Memory::Request;

  static constexpr bool kHasCursor = kScavenger < core::Revision::kR3;
  static constexpr std::uint64_t kPage = G::kPageBytes;
  static constexpr core::ChunkIndex kFirstChunk = 1;
  static constexpr core::ChunkIndex kChunks = 3;

  WholeHeap(core::ExecutionStorage& storage, const ModelOptions& options,
            const core::PhysicalSizes& sizes = {})
      : options_(options),
        memory_(storage, G::AddressOf(G::ChunkBase(kFirstChunk)), kChunks * G::kChunkPages, kPage,
                options.oracles.contents),
        heap_(memory_, probe_, {.sizes = sizes, .hints = {}}, options.protocol) {}

  // The oracles look from here on, when the heap is as the threads are to find it, and a cycle
  // begins.
  void Watch() {
    if (options_.oracles.linearizability) {
      const core::PageAlloc<P>& pages = heap_.pages();
      const typename Heap::HeapSection section(pages.heap_lock(), probe_);
      NoteGrowth();
      history_.Begin(FirstFitOf(pages, kFirstChunk));
    }
    BeginLedger();
    probe_.Listen(this);
    heap_.StartCycle();
  }

  // From here on the system refuses this of whatever this page is part of, until it is accepted
  // again. While no threads run.
  void Refuse(Request request, core::ChunkIndex chunk, unsigned page) {
    memory_.Refuse(request, G::AddressOf(G::PageOffset(chunk, page)));
  }
  void Accept(Request request) { memory_.Refuse(request, std::nullopt); }

  // A span, with the tag in each of its pages; or none, where the system may refuse. Not noted as
  // an operation, since nobody says what its result should be.
  core::Span TryToAllocate(std::uint64_t pages, std::uint64_t tag) {
    const core::Span span = heap_.Allocate(pages);
    if (span) {
      memory_.Fill(span.base, pages, tag);
    }
    return span;
  }

  // A span that must be had, with the tag in each of its pages. None without the oracle of progress
  // alone.
  core::Span Allocate(std::uint64_t pages, std::uint64_t tag, Cache* cache = nullptr,
                      core::SpanAlignment alignment = core::SpanAlignment::kPage) {
    history_.Invoke();
    const core::Span span = heap_.Allocate(pages, core::SpanKind::kHeap, cache, alignment);
    DemandProgress(options_.oracles, bool{span}, "the memory has room, but the heap gave no span");
    if (span) {
      history_.Respond({HeapAction::Kind::kAllocate, PagesAt(span.base, pages)});
      if (!span.needs_zero) {
        memory_.CheckZero(span.base, pages);
      }
      memory_.Fill(span.base, pages, tag);
    }
    return span;
  }

  // Checks that the pages hold what their owner wrote, and frees them.
  void Free(const core::Span& span, std::uint64_t tag) {
    if (span) {
      memory_.Check(span.base, span.pages, tag);
      history_.Invoke();
      heap_.Free(span.base);
      history_.Respond({HeapAction::Kind::kFree, PagesAt(span.base, span.pages)});
    }
  }

  // Whether the memory of the page may be used. By whoever may look at it.
  bool IsReady(core::Address page) { return memory_.IsUsable(page); }

  Heap& heap() { return heap_; }

  // When all threads are done and no page is in a cache: I1 to I19, and some order of what was done
  // explains its results.
  void CheckQuiet() {
    const checker::Unrecorded oracle;
    if (options_.oracles.accounting) {
      core::HeapInvariants<Heap>::CheckAtRest(heap_, {});
    }
    if (options_.oracles.invariants && memory_.is_on()) {
      core::CheckMemoryStates(heap_, [this](core::Address page) { return memory_.IsUsable(page); });
    }
    history_.Check(G::AddressOf(G::ChunkBase(kFirstChunk)), kPage);
  }

  // What is done from here on need not be explained.
  void EndHistory() { history_.End(); }
  // After that: once so many idle generations have been, all that is free is released.
  void CheckNoLostWork(unsigned generations) {
    if (options_.oracles.lost_work) {
      history_.End();
      PassIdleGenerations(heap_, generations, kChunks * G::kChunkBytes);
      const checker::Unrecorded oracle;
      const core::PageAlloc<P>& pages = heap_.pages();
      const typename Heap::HeapSection section(pages.heap_lock(), probe_);
      CheckAllReleased(CountPages(pages).idle);
    }
  }

  // When nobody releases memory towards the goal any more: they have come down to it if they could,
  // and no further.
  void CheckGoal(bool is_done) {
    if (options_.oracles.lost_work) {
      const checker::Unrecorded oracle;
      const core::PageAlloc<P>& pages = heap_.pages();
      const typename Heap::HeapSection section(pages.heap_lock(), probe_);
      CheckGoalKept(heap_.Retained(), heap_.Goal(), pages.sizes().min_pages * kPage);
      if (is_done) {
        CheckGoalReached(heap_.Retained(), heap_.Goal(), CountPages(pages).idle);
      }
    }
  }

  // The name of a shared object; empty if it has none.
  std::string Describe(const void* object) const {
    std::string name = core::PageAllocDescription<P>::NameOf(heap_.pages(), object);
    if (name.empty()) {
      name = core::NameIn<P>(heap_.scavenger(), object);
    }
    if (name.empty()) {
      name = heap_.NameOf(object);
    }
    for (core::ChunkIndex i = 0; i < kChunks && name.empty(); ++i) {
      name = core::ArenaTable<P>::NameIn(records_[i], kFirstChunk + i, object);
      if (name.empty() && bitmaps_[i] != nullptr) {
        name = core::PageAllocDescription<P>::NameOf(*bitmaps_[i], kFirstChunk + i, object);
      }
    }
    if (const auto page = memory_.PageOf(object); name.empty() && page) {
      const core::Offset offset = G::OffsetOf(*page);
      name = "memory of page " + std::to_string(G::PageInChunk(offset)) + " of chunk " +
             std::to_string(G::ChunkOf(offset));
    }
    return name;
  }

 private:
  // Called with the locks held that the probe's calls are documented with; the analysis cannot
  // know.
  void OnLockReleased(core::LockRank rank) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (options_.oracles.invariants) {
      CheckStructure<kScavenger>(rank, heap_.pages(), heap_.scavenger());
    }
    if constexpr (!kHasCursor) {
      if (rank == GuardOfReservations(kScavenger)) {
        ShowLeft(heap_.scavenger().in_use());
        if (options_.oracles.ledger) {
          ledger_.CheckLeft(heap_.scavenger().in_use());
          ledger_.CheckShare(heap_.scavenger().reservation_bytes());
        }
      }
    }
    if (rank == core::LockRank::kHeap) {
      NoteGrowth();
    }
  }
  // No threads run yet.
  void BeginLedger() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if constexpr (!kHasCursor) {
      const auto& scavenger = heap_.scavenger();
      ledger_.Begin(scavenger.generation(), scavenger.in_use(), scavenger.reservation_bytes());
    }
  }
  // The heap has grown under the lock that is still held.
  void NoteGrowth() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    for (core::ChunkIndex i = 0; i < kChunks; ++i) {
      if (!is_grown_[i] && heap_.pages().in_use().Contains(G::ChunkBase(kFirstChunk + i))) {
        is_grown_[i] = true;
        const core::Address base = G::AddressOf(G::ChunkBase(kFirstChunk + i));
        history_.Act({HeapAction::Kind::kGrow, PagesAt(base, G::kChunkPages)});
      }
    }
  }
  // Nothing to tell, but a moment when a trace is recorded and the lock is held.
  void Tell(core::LockRank rank,
            core::FailureText& /*text*/) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (rank == core::LockRank::kHeap) {
      FindObjects();
    }
  }
  void FindObjects() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    for (core::ChunkIndex i = 0; i < kChunks; ++i) {
      bitmaps_[i] = heap_.pages().chunks().Find(kFirstChunk + i);
      records_[i] = heap_.arenas().RecordAt(kFirstChunk + i);
    }
  }
  void OnGenerationStarted(core::Generation generation,
                           core::Offset start) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if constexpr (!kHasCursor) {
      if (options_.oracles.ledger) {
        ledger_.GenerationStarted(generation, start, heap_.pages().in_use(),
                                  heap_.scavenger().in_use());
      }
    }
  }
  void OnReserved(const core::AddressRange& range, core::Generation generation) override {
    if (checker::IsRecording() && checker::HoldsLock(core::LockRank::kHeap)) {
      FindObjects();
    }
    if (options_.oracles.ledger) {
      ledger_.Reserved(range, generation);
    }
  }
  void OnUnreserved(const core::AddressRange& range, core::Generation generation,
                    core::UnreserveOutcome what) override {
    if (options_.oracles.ledger) {
      ledger_.Unreserved(range, generation, what);
    }
  }
  void OnClaimed(const core::AddressRange& pages) override {
    history_.Act({HeapAction::Kind::kTake, PagesIn(pages)});
  }
  void OnReleasing() override {
    if (options_.oracles.lock_discipline) {
      CheckLocksOfRelease(kScavenger, options_.protocol);
    }
  }
  void OnFreedBack(const core::AddressRange& pages) override {
    history_.Act({HeapAction::Kind::kFree, PagesIn(pages)});
  }

  static Pages PagesAt(core::Address base, std::uint64_t count) {
    const std::uint64_t page = (base - G::AddressOf(G::ChunkBase(kFirstChunk))) / kPage;
    return {static_cast<unsigned>(page), static_cast<unsigned>(count)};
  }
  static Pages PagesIn(const core::AddressRange& pages) {
    return PagesAt(G::AddressOf(pages.base), pages.Size() / kPage);
  }

  ModelOptions options_;
  HeapProbe probe_;
  Memory memory_;
  Heap heap_;
  ReservationLedger<G, 8, 4> ledger_;
  OperationHistory history_;
  std::array<bool, kChunks> is_grown_{};  // as far as the history goes
  // Where things lie that the heap has allocated, for Describe. An arena here is a chunk.
  static_assert(G::kArenaBytes == G::kChunkBytes);
  std::array<const typename core::PageAlloc<P>::ChunkT*, kChunks> bitmaps_{};
  std::array<const typename core::ArenaTable<P>::Record*, kChunks> records_{};
};

// What scenarios over a whole heap have in common.
template <core::Revision kScavenger>
class WholeHeapScenario {
 public:
  using World = WholeHeap<kScavenger>;

  static constexpr std::optional<core::Revision> kRevision = kScavenger;
  static constexpr std::string_view kLayout{};
  static constexpr Oracles kOracles = {.ledger = !World::kHasCursor};
  static constexpr unsigned kIdleGenerations = kMostIdleGenerations<kScavenger>;

  void Finish() { world_.CheckQuiet(); }
  void CheckNoLostWork(unsigned generations) { world_.CheckNoLostWork(generations); }
  std::string Describe(const void* object) const { return world_.Describe(object); }

 protected:
  WholeHeapScenario(core::ExecutionStorage& storage, const ModelOptions& options)
      : world_(storage, options) {}

  World world_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_WHOLE_HEAP_H_
