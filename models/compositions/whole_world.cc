// SPDX-License-Identifier: BSD-3-Clause

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/heap/background_scavenger.h"
#include "models/compositions/worlds.h"
#include "models/oracles/lost_work.h"
#include "models/world/model_clock.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

using core::Revision;

// What is in the pages that the layout begins with.
constexpr std::uint64_t kTag = 7;

template <Revision kRevision>
class WholeWorld final : public OperationWorld {
 public:
  WholeWorld(core::ExecutionStorage& storage, const ModelOptions& options,
             const WorldLayout& layout)
      : heap_(storage, options, layout.sizes), background_(heap_.heap(), clock_, options.protocol) {
    LayOut(layout);
    if (layout.beyond_goal) {
      heap_.heap().SetGoal(layout.chunks * G::kChunkBytes - layout.sizes.min_pages * G::kPageBytes);
    }
    heap_.Watch();
  }

  Lease Allocate(std::uint64_t pages, std::uint64_t tag) override {
    return Of(heap_.Allocate(pages, tag), tag);
  }
  Lease AllocateAligned(std::uint64_t pages, std::uint64_t tag) override {
    return Of(heap_.Allocate(pages, tag, nullptr, core::SpanAlignment::kSystemPage), tag);
  }
  Lease AllocateFromCache(std::uint64_t pages, std::uint64_t tag) override {
    typename Heap::Cache cache;
    const core::Span span = heap_.Allocate(pages, tag, &cache);
    heap_.heap().Flush(cache);
    return Of(span, tag);
  }
  Lease AllocateGrowing(std::uint64_t tag) override {
    return Of(heap_.Allocate(G::kChunkPages / 2 + 1, tag), tag);
  }
  void Free(const Lease& lease) override {
    heap_.Free({lease.base, lease.pages, core::SpanKind::kHeap, false}, lease.tag);
  }

  void StartCycle() override { heap_.heap().StartCycle(); }
  void Scavenge(std::uint64_t bytes) override {
    heap_.heap().Scavenge(std::min(bytes, Heap::kChunks * G::kChunkBytes));
  }
  void ScavengeAll() override { heap_.heap().ScavengeAll(); }
  void ReserveAndUnreserve() override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // lock of the revision's
    if constexpr (kRevision == Revision::kR3 || kRevision == Revision::kR4) {
      auto& scavenger = heap_.heap().scavenger();
      const auto with_lock = [&](auto body) {
        if constexpr (kRevision == Revision::kR3) {
          const typename Heap::Heap::HeapSection section(scavenger.heap_lock(),
                                                         heap_.heap().probe());
          return body();
        } else {
          return body();
        }
      };
      const core::Reservation reservation =
          with_lock([&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS { return scavenger.Reserve(); });
      with_lock([&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS { scavenger.Unreserve(reservation); });
    } else {
      core::Fatal("a scavenger with a cursor has no reservations");
    }
  }

  void StepInBackground() override { background_.Step(); }
  void WakeAndStopBackground() override {
    background_.RequestWake();
    background_.Poll();
    background_.Stop();
  }

  void CheckQuiet(std::uint64_t /*pages_owned*/) override { heap_.CheckQuiet(); }
  void EndHistory() override { heap_.EndHistory(); }
  void CheckNothingLeft(unsigned generations) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    const checker::Unrecorded oracle;
    models::CheckNothingLeft(heap_.heap().pages(), generations);  // all threads are done
  }
  std::string Describe(const void* object) const override {
    const std::string name = background_.NameOf(object);
    return name.empty() ? heap_.Describe(object) : name;
  }

 private:
  using Heap = WholeHeap<kRevision>;
  using G = typename Heap::G;
  using Pages = std::array<core::Address, 48>;  // by the place of their letter

  static Lease Of(const core::Span& span, std::uint64_t tag) {
    return {span.base, span.pages, tag};
  }

  // Allocates all of it, a span for each letter, and frees what is to be free: first what is to be
  // released then, in a generation of its own, and after another one, from which the next starts at
  // the top again, the rest.
  void LayOut(const WorldLayout& layout) {
    const std::string_view text = layout.text;
    Pages pages{};
    for (std::size_t at = 0; at < text.size(); ++at) {  // past the comma
      const std::size_t end = std::min(text.find(',', at), text.size());
      heap_.Allocate(G::kChunkPages - (end - at), kTag);
      for (; at < end; ++at) {
        pages[at] = heap_.Allocate(1, kTag).base;
      }
    }
    if (text.find('S') != std::string_view::npos) {
      FreeAll(text, 'S', pages);
      heap_.heap().StartCycle();
      heap_.heap().Scavenge(Heap::kChunks * G::kChunkBytes);
      heap_.heap().StartCycle();
    }
    FreeAll(text, 'F', pages);
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == 'T') {
        KeepForThread({pages[at], 1, kTag});
      }
    }
  }

  void FreeAll(std::string_view text, char letter, const Pages& pages) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == letter) {
        heap_.Free({pages[at], 1, core::SpanKind::kHeap, false}, kTag);
      }
    }
  }

  Heap heap_;
  ModelClock clock_;
  core::BackgroundScavenger<typename Heap::Heap, ModelClock> background_;
};

}  // namespace

OperationWorld* MakeWholeWorld(Revision revision, core::ExecutionStorage& storage,
                               const ModelOptions& options, const WorldLayout& layout) {
  switch (revision) {
    case Revision::kR1:
      return storage.Make<WholeWorld<Revision::kR1>>(storage, options, layout);
    case Revision::kR2:
      return storage.Make<WholeWorld<Revision::kR2>>(storage, options, layout);
    case Revision::kR3:
      return storage.Make<WholeWorld<Revision::kR3>>(storage, options, layout);
    case Revision::kR4:
      return storage.Make<WholeWorld<Revision::kR4>>(storage, options, layout);
  }
  core::Fatal("no such revision");
}

}  // namespace heddle::models
