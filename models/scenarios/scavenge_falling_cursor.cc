// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class ScavengeFallingCursor : public HeapScenario<Revision::kR1, 1> {
 public:
  static constexpr std::string_view kName = "scavenge-falling-cursor";
  static constexpr std::string_view kShows =
      "two scavengers search the same heap: within a cycle the cursor only falls, so nobody "
      "searches again what has been searched";
  static constexpr std::string_view kLayout = "AAAF,AAAF,AAAA";
  static constexpr int kThreads = 2;

  ScavengeFallingCursor(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {
    heap_.DemandFallingCursor();
  }

  void Thread(int index) { heap_.Scavenge(index == 0 ? Heap::kPage : 2 * Heap::kPage); }
};

}  // namespace

Model ScavengeFallingCursorModel() { return ModelOf<ScavengeFallingCursor>(); }

}  // namespace heddle::models
