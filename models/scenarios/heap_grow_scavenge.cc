// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

template <core::Revision kOf>
class HeapGrowScavenge : public WholeHeapScenario<kOf> {
 public:
  using World = WholeHeap<kOf>;

  static constexpr std::string_view kName = "heap-grow-scavenge";
  static constexpr std::string_view kShows =
      "a heap beyond its goal grows, and releases a free page to make up for it, while another "
      "thread allocates a page: it gets that page before it is released or another one, never one "
      "that is being released, and the counters agree in the end";
  static constexpr int kThreads = 2;

  HeapGrowScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario<kOf>(storage, options) {
    World& world = this->world_;
    // Not at the end of the chunk, where it would become part of the span that the heap grows for.
    world.Allocate(World::G::kChunkPages - 2, 1);
    const core::Span page = world.Allocate(1, 2);
    world.Allocate(1, 3);
    world.Free(page, 2);
    world.heap().StartCycle();
    world.heap().SetGoal(World::G::kChunkBytes - World::kPage);
    world.Watch();
  }

  void Thread(int index) {
    this->world_.Allocate(index == 0 ? 2 : 1, 10 + static_cast<std::uint64_t>(index));
  }
};

}  // namespace

template <core::Revision kOf>
Model HeapGrowScavengeModel() {
  return ModelOf<HeapGrowScavenge<kOf>>();
}

template Model HeapGrowScavengeModel<core::Revision::kR2>();
template Model HeapGrowScavengeModel<core::Revision::kR3>();
template Model HeapGrowScavengeModel<core::Revision::kR4>();

}  // namespace heddle::models
