// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

// A scavenger's own reservation never takes in chunks that are still to be grown, so within the
// design a search and a growth touch no word in common but through the locks. The search itself
// promises more (spec 9.4), and earlier and later designs rely on it; so it is given address space
// that is not all grown yet.
class GrowOptimisticSearch : public HeapScenario<1> {
 public:
  static constexpr std::string_view kName = "grow-optimistic-search";
  static constexpr std::string_view kShows =
      "the heap grows by a chunk in a new block of the chunk table while a search without the lock "
      "passes over its addresses: the search sees the block whole or not at all, takes only what "
      "is "
      "there, and finds the free page below";
  static constexpr std::string_view kLayout = "AAAF,AAAA,AAAA";
  static constexpr int kThreads = 2;

  GrowOptimisticSearch(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      // The chunk at the limit is looked at under the lock; so the limit is above the new chunk.
      core::AddressRange work{Heap::G::ChunkBase(Heap::kFirstChunk),
                              Heap::G::ChunkBase(kNewChunk + 2)};
      released_ = heap_.scavenger().ScavengeOne(work, Heap::kPage);
    } else {
      heap_.Grow(kNewChunk);
    }
  }

  void Finish() {
    if (released_ != Heap::kPage) {
      core::Fatal("the heap's only free page was there all the time, but was not scavenged");
    }
    heap_.CheckQuiet(0);
  }

 private:
  static constexpr core::ChunkIndex kNewChunk = 4;  // blocks hold chunks 0-1, 2-3, 4-5, ...

  std::uint64_t released_ = 0;
};

}  // namespace

Model GrowOptimisticSearchModel() { return ModelOf<GrowOptimisticSearch>(); }

}  // namespace heddle::models
