// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

// What a growth in R2 and R3 keeps the heap lock for. A page cache takes all pages of a chunk that
// are free, so it is what can take all that another thread has grown the heap by.
template <core::Revision kOf>
class HeapGrowCache : public WholeHeapScenario<kOf> {
 public:
  using World = WholeHeap<kOf>;

  static constexpr std::string_view kName = "heap-grow-cache";
  static constexpr std::string_view kShows =
      "a full heap beyond its goal grows, and searches for pages to make up for it, while another "
      "thread fills a page cache: that finds nothing before the heap has grown, or what the span "
      "has left that the heap grew for, and both get their pages";
  static constexpr int kThreads = 2;
  static constexpr Oracles kOracles = {.ledger = false, .linearizability = false};

  HeapGrowCache(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario<kOf>(storage, options) {
    World& world = this->world_;
    world.Allocate(2 * World::G::kChunkPages, 1);
    world.heap().SetGoal(2 * World::G::kChunkBytes);
    world.Watch();
  }

  void Thread(int index) {
    World& world = this->world_;
    if (index == 0) {
      world.Allocate(2, 2);
    } else {
      typename World::Cache cache;
      world.Allocate(1, 3, &cache);
      world.heap().Flush(cache);
    }
  }
};

}  // namespace

template <core::Revision kOf>
Model HeapGrowCacheModel() {
  return ModelOf<HeapGrowCache<kOf>>();
}

template Model HeapGrowCacheModel<core::Revision::kR2>();
template Model HeapGrowCacheModel<core::Revision::kR3>();

}  // namespace heddle::models
