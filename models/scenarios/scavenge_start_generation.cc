// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

class ScavengeStartGeneration : public HeapScenario<2> {
 public:
  static constexpr std::string_view kName = "scavenge-start-generation";
  static constexpr std::string_view kShows =
      "a scavenger reserves, releases a page and gives the rest back while a new generation "
      "starts: "
      "what is left of a stale reservation is dropped, and the two locks are taken in one order";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Scavenge(1);
    } else {
      heap_.StartGeneration();
    }
  }
};

}  // namespace

Model ScavengeStartGenerationModel() { return ModelOf<ScavengeStartGeneration>(); }

}  // namespace heddle::models
