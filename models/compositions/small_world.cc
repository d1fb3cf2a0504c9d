// SPDX-License-Identifier: BSD-3-Clause

#include <algorithm>
#include <string>

#include "models/compositions/worlds.h"
#include "models/oracles/lost_work.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

using core::Revision;

// What owners of T pages have written before the threads run.
constexpr std::uint64_t kTag = 7;

template <Revision kRevision, unsigned kShards>
class SmallWorld final : public OperationWorld {
 public:
  SmallWorld(core::ExecutionStorage& storage, const ModelOptions& options,
             const WorldLayout& layout)
      : heap_(storage, options, layout.letters, layout.sizes) {
    for (const WorldLayout::Place& place : layout.taken) {
      KeepForThread({heap_.TakePage(Heap::kFirstChunk + place.chunk,
                                    Heap::G::kChunkPages - place.pages_to_end, kTag),
                     1, kTag});
    }
  }

  Lease Allocate(std::uint64_t pages, std::uint64_t tag) override {
    const core::Address base = heap_.Allocate(pages, tag);
    heap_.DemandProgress(base != 0 || kRevision == Revision::kR4,
                         "nothing is ever in transit, but there was no page");
    return base == 0 ? Lease{} : Lease{base, pages, tag};
  }
  Lease AllocateAligned(std::uint64_t pages, std::uint64_t tag) override {
    const core::Address base = heap_.AllocateAligned(pages, tag);
    heap_.DemandProgress(base != 0, "there was room for an aligned run that nobody else can take");
    return base == 0 ? Lease{} : Lease{base, pages, tag};
  }
  Lease AllocateFromCache(std::uint64_t /*pages*/, std::uint64_t /*tag*/) override {
    OfWholeHeapsOnly();
  }
  Lease AllocateGrowing(std::uint64_t /*tag*/) override { OfWholeHeapsOnly(); }
  void Free(const Lease& lease) override { heap_.Free(lease.base, lease.pages, lease.tag); }

  void StartCycle() override { heap_.StartCycle(); }
  void Scavenge(std::uint64_t bytes) override {
    heap_.Scavenge(std::min(bytes, Heap::kMaxChunks * Heap::G::kChunkBytes));
  }
  void ScavengeAll() override { heap_.ScavengeAll(); }
  void ReserveAndUnreserve() override {
    if constexpr (Heap::kHasCursor) {
      core::Fatal("a scavenger with a cursor has no reservations");
    } else {
      heap_.Unreserve(heap_.Reserve());
    }
  }
  void StepInBackground() override { OfWholeHeapsOnly(); }
  void WakeAndStopBackground() override { OfWholeHeapsOnly(); }

  void CheckQuiet(std::uint64_t pages_owned) override { heap_.CheckQuiet(pages_owned); }
  void EndHistory() override { heap_.EndHistory(); }
  void CheckNothingLeft(unsigned generations) override HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    const checker::Unrecorded oracle;
    models::CheckNothingLeft(heap_.pages(), generations);  // all threads are done
  }
  std::string Describe(const void* object) const override { return heap_.Describe(object); }

 private:
  using Heap = SmallHeap<kRevision, kShards>;

  [[noreturn]] static void OfWholeHeapsOnly() {
    core::Fatal("this operation is one of a whole heap, and the composition has a small one");
  }

  Heap heap_;
};

}  // namespace

OperationWorld* MakeSmallWorld(Revision revision, unsigned shards, core::ExecutionStorage& storage,
                               const ModelOptions& options, const WorldLayout& layout) {
  const auto make = [&]<Revision kRevision, unsigned kShards>() -> OperationWorld* {
    return storage.Make<SmallWorld<kRevision, kShards>>(storage, options, layout);
  };
  switch (revision) {
    case Revision::kR1:
      return make.template operator()<Revision::kR1, 1>();
    case Revision::kR2:
      return make.template operator()<Revision::kR2, 1>();
    case Revision::kR3:
      return shards == 2 ? make.template operator()<Revision::kR3, 2>()
                         : make.template operator()<Revision::kR3, 1>();
    case Revision::kR4:
      return shards == 2 ? make.template operator()<Revision::kR4, 2>()
                         : make.template operator()<Revision::kR4, 1>();
  }
  core::Fatal("no such revision");
}

}  // namespace heddle::models
