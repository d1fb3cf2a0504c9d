// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class ScavengeHole : public HeapScenario<Revision::kR1, 1> {
 public:
  static constexpr std::string_view kName = "scavenge-hole";
  static constexpr std::string_view kShows =
      "a scavenger releases the lowest page of a range of the heap, and goes on below: it leaves "
      "the hole there alone";
  static constexpr std::string_view kLayout = "AAAF,-,F:AAAA";
  static constexpr int kThreads = 1;

  ScavengeHole(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int /*index*/) {
    if (heap_.Scavenge(kAll) != 2 * Heap::kPage) {
      core::Fatal("two pages are free, but not two were released");
    }
  }
};

}  // namespace

Model ScavengeHoleModel() { return ModelOf<ScavengeHole>(); }

}  // namespace heddle::models
