// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

template <core::Revision kOf>
class HeapCacheScavenge : public WholeHeapScenario<kOf> {
 public:
  using World = WholeHeap<kOf>;

  static constexpr std::string_view kName = "heap-cache-scavenge";
  static constexpr std::string_view kShows =
      "a thread fills a page cache, takes a page from it without a lock and flushes it, while "
      "another one scavenges: pages in a cache are not released, and those that are come into the "
      "cache as scavenged";
  static constexpr int kThreads = 2;
  // A cache takes other pages than the lowest run.
  static constexpr Oracles kOracles = {.ledger = !World::kHasCursor, .linearizability = false};

  HeapCacheScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario<kOf>(storage, options) {
    World& world = this->world_;
    world.Allocate(World::G::kChunkPages - 2, 1);
    world.Free(world.Allocate(2, 2), 2);
    world.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      typename World::Cache cache;
      const core::Span span = this->world_.heap().Allocate(1, core::SpanKind::kHeap, &cache);
      this->world_.heap().Flush(cache);
      if (span) {
        this->world_.heap().Free(span.base);
      }
    } else {
      this->world_.heap().Scavenge(World::kPage);
    }
  }
};

}  // namespace

template <core::Revision kOf>
Model HeapCacheScavengeModel() {
  return ModelOf<HeapCacheScavenge<kOf>>();
}

template Model HeapCacheScavengeModel<core::Revision::kR4>();

}  // namespace heddle::models
