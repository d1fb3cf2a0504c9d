// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_HEAP_SCENARIO_H_
#define HEDDLE_MODELS_WORLD_HEAP_SCENARIO_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/memory/execution_storage.h"
#include "models/model.h"
#include "models/world/small_heap.h"

namespace heddle::models {

// What scenarios over one small heap have in common: the heap, the names of its objects, that all
// is quiet at the end, with no page in use beyond those of the layout, and that no work is lost.
template <core::Revision kScavenger, unsigned kShards>
class HeapScenario {
 public:
  using Heap = SmallHeap<kScavenger, kShards>;

  static constexpr std::optional<core::Revision> kRevision = kScavenger;
  static constexpr Oracles kOracles = {.ledger = kScavenger >= core::Revision::kR3};
  static constexpr unsigned kIdleGenerations = kMostIdleGenerations<kScavenger>;

  void Finish() { heap_.CheckQuiet(0); }
  void CheckNoLostWork(unsigned generations) { heap_.CheckNoLostWork(generations); }

  std::string Describe(const void* object) const { return heap_.Describe(object); }

 protected:
  // Of bytes: all that the heap could have. A scavenger that finds the same pages again and again
  // comes to an end all the same, in Finish too, where nobody counts steps.
  static constexpr std::uint64_t kAll = Heap::kMaxChunks * Heap::G::kChunkBytes;
  static constexpr std::uint64_t kTag = 7;  // what an owner writes to its page
  static constexpr unsigned kLastPage = Heap::G::kChunkPages - 1;

  HeapScenario(core::ExecutionStorage& storage, const ModelOptions& options,
               std::string_view layout, const core::PhysicalSizes& sizes = {})
      : heap_(storage, options, layout, sizes) {}

  Heap heap_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_HEAP_SCENARIO_H_
