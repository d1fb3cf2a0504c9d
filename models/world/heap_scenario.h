// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_HEAP_SCENARIO_H_
#define HEDDLE_MODELS_WORLD_HEAP_SCENARIO_H_

#include <string>
#include <string_view>

#include "core/memory/execution_storage.h"
#include "models/model.h"
#include "models/world/small_heap.h"

namespace heddle::models {

// What scenarios over one small heap have in common: the heap, the names of its objects, and that
// all is quiet at the end, with no page in use beyond those of the layout.
template <unsigned kShards>
class HeapScenario {
 public:
  using Heap = SmallHeap<kShards>;

  void Finish() { heap_.CheckQuiet(0); }

  std::string Describe(const void* object) const { return heap_.Describe(object); }

 protected:
  HeapScenario(core::ExecutionStorage& storage, const ModelOptions& options,
               std::string_view layout)
      : heap_(storage, options, layout) {}

  Heap heap_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_HEAP_SCENARIO_H_
