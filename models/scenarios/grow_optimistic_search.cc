// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// A scavenger's own reservation never takes in chunks that are still to be grown, so within R3 and
// R4 a search and a growth touch no word in common but through the locks. The search itself
// promises more (spec 9.4), and R1 relies on it; so in R3 and R4 it is given address space that is
// not all grown yet.
template <Revision kOf>
class GrowOptimisticSearch : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;
  using typename Base::Heap;

  static constexpr std::string_view kName = "grow-optimistic-search";
  static constexpr std::string_view kShows =
      "the heap grows by a chunk in a new block of the chunk table while a search without the lock "
      "passes over its addresses: the search sees the block whole or not at all, takes only what "
      "is there, and finds the free page below";
  static constexpr std::string_view kLayout =
      kOf == Revision::kR1 ? "AAAF,-,-,AAAA" : "AAAF,AAAA,AAAA";
  static constexpr int kThreads = 2;

  GrowOptimisticSearch(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      released_ = Scavenge();
    } else {
      heap_.Grow(kNewChunk);
    }
  }

  void Finish() {
    heap_.DemandProgress(released_ == Heap::kPage,
                         "the heap's only free page was there all the time, but was not scavenged");
    heap_.CheckQuiet(0);
  }

 private:
  using Base::heap_;

  // Blocks hold chunks 0-1, 2-3, 4-5, ...
  static constexpr core::ChunkIndex kNewChunk = kOf == Revision::kR1 ? 3 : 4;

  std::uint64_t Scavenge() {
    if constexpr (kOf == Revision::kR1) {
      return heap_.Scavenge(1);
    } else {
      // The chunk at the limit is looked at under the lock; so the limit is above the new chunk.
      core::Reservation work{
          {Heap::G::ChunkBase(Heap::kFirstChunk), Heap::G::ChunkBase(kNewChunk + 2)}, 1};
      return heap_.ScavengeOne(work, Heap::kPage);
    }
  }

  std::uint64_t released_ = 0;
};

}  // namespace

template <Revision kOf>
Model GrowOptimisticSearchModel() {
  return ModelOf<GrowOptimisticSearch<kOf>>();
}

template Model GrowOptimisticSearchModel<Revision::kR1>();
template Model GrowOptimisticSearchModel<Revision::kR3>();
template Model GrowOptimisticSearchModel<Revision::kR4>();

}  // namespace heddle::models
