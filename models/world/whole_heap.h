// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_WHOLE_HEAP_H_
#define HEDDLE_MODELS_WORLD_WHOLE_HEAP_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "checker/relacy/relacy_sync.h"
#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/memory/execution_storage.h"
#include "core/memory/simulated_memory.h"
#include "core/page_alloc/describe.h"
#include "core/scavenger/describe.h"
#include "models/model.h"
#include "models/oracles/lock_discipline.h"
#include "models/world/heap_probe.h"
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
  using Memory = core::SimulatedMemory<Sync, core::ExecutionStorage>;
  using P = core::Policies<Sync, Memory, G, core::TunableProtocol, HeapProbe>;
  using Heap = core::Heap<P, kScavenger>;
  using Cache = typename Heap::Cache;

  static constexpr std::uint64_t kPage = G::kPageBytes;
  static constexpr core::ChunkIndex kFirstChunk = 1;
  static constexpr core::ChunkIndex kChunks = 3;

  WholeHeap(core::ExecutionStorage& storage, const ModelOptions& options)
      : options_(options),
        memory_(storage, G::AddressOf(G::ChunkBase(kFirstChunk)), kChunks * G::kChunkPages, kPage),
        heap_(memory_, probe_, {.sizes = {}, .hints = {}}, options.protocol) {}

  // The oracles look from here on, when the heap is as the threads are to find it, and a cycle
  // begins.
  void Watch() {
    probe_.Listen(this);
    heap_.StartCycle();
  }

  // A span that must be had, with the tag in each of its pages.
  core::Span Allocate(std::uint64_t pages, std::uint64_t tag, Cache* cache = nullptr) {
    const core::Span span = heap_.Allocate(pages, core::SpanKind::kHeap, cache);
    if (!span) {
      core::Fatal("the memory has room, but the heap gave no span");
    }
    for (std::uint64_t i = 0; i < pages; ++i) {
      CheckZero(span, span.base + i * kPage);
      memory_.Write(span.base + i * kPage, tag);
    }
    return span;
  }

  // Checks that the pages hold what their owner wrote, and frees them.
  void Free(const core::Span& span, std::uint64_t tag) {
    for (std::uint64_t i = 0; i < span.pages; ++i) {
      const std::uint64_t found = memory_.Read(span.base + i * kPage);
      if (found != tag) {
        core::Fail(core::FailureKind::kContents,
                   core::FailureText() << "the page at " << core::Hex{span.base + i * kPage}
                                       << " holds " << found << ", its owner wrote " << tag);
      }
    }
    heap_.Free(span.base);
  }

  // Whether the memory of the page may be used. By whoever may look at it.
  bool IsReady(core::Address page) { return memory_.IsUsable(page); }

  Heap& heap() { return heap_; }

  // When all threads are done and no page is in a cache: I1 to I19.
  void CheckQuiet() {
    if (options_.oracles.accounting) {
      const checker::Unrecorded oracle;
      core::HeapInvariants<Heap>::CheckAtRest(heap_, {});
      core::CheckMemoryStates(heap_, [this](core::Address page) { return memory_.IsUsable(page); });
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
  // That a page which needs no zeroing is zero. By its owner.
  void CheckZero(const core::Span& span, core::Address page) {
    if (!span.needs_zero && memory_.Read(page) != 0) {
      core::Fail(core::FailureKind::kContents,
                 core::FailureText() << "the page at " << core::Hex{page}
                                     << " is said to be zero, but holds " << memory_.Read(page));
    }
  }

  // Called with the locks held that the probe's calls are documented with; the analysis cannot
  // know.
  void OnLockReleased(core::LockRank rank) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (rank == core::LockRank::kHeap && options_.oracles.invariants) {
      core::PageAllocInvariants<P>::Check(heap_.pages());
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
  void OnGenerationStarted(core::Generation /*generation*/, core::Offset /*start*/) override {}
  void OnReserved(const core::AddressRange& /*range*/, core::Generation /*generation*/) override {
    if (checker::IsRecording() && checker::HoldsLock(core::LockRank::kHeap)) {
      FindObjects();
    }
  }
  void OnUnreserved(const core::AddressRange& /*range*/, core::Generation /*generation*/,
                    core::UnreserveOutcome /*what*/) override {}
  void OnReleasing() override { CheckLocksOfRelease(kScavenger, options_.protocol); }

  ModelOptions options_;
  HeapProbe probe_;
  Memory memory_;
  Heap heap_;
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

  void Finish() { world_.CheckQuiet(); }
  std::string Describe(const void* object) const { return world_.Describe(object); }

 protected:
  WholeHeapScenario(core::ExecutionStorage& storage, const ModelOptions& options)
      : world_(storage, options) {}

  World world_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_WHOLE_HEAP_H_
