// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

class ScavengeScavenge : public HeapScenario<2> {
 public:
  static constexpr std::string_view kName = "scavenge-scavenge";
  static constexpr std::string_view kShows =
      "two scavengers release a page each: they take different chunks, and no page is released "
      "twice";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) { released_[index] = heap_.scavenger().Scavenge(1); }

  void Finish() {
    if (released_[0] != Heap::kPage || released_[1] != Heap::kPage) {
      core::Fatal("there was a page for each scavenger, but one released none");
    }
    heap_.CheckQuiet(0);
  }

 private:
  std::uint64_t released_[kThreads] = {};
};

}  // namespace

Model ScavengeScavengeModel() { return ModelOf<ScavengeScavenge>(); }

}  // namespace heddle::models
