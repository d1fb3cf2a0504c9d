// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class RemainderStartGeneration : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "remainder-start-generation";
  static constexpr std::string_view kShows =
      "two scavengers release a page each and give back the rest of what they have reserved; then "
      "a generation starts, and whoever scavenges in it finds what they have left";
  static constexpr std::string_view kLayout = "AAFF,AAFF";
  static constexpr int kThreads = 2;
  static constexpr unsigned kIdleGenerations = 0;

  RemainderStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    heap_.Scavenge(1);
    if (index == 1) {
      heap_.StartCycle();
    }
  }
};

}  // namespace

Model RemainderStartGenerationModel() { return ModelOf<RemainderStartGeneration>(); }

}  // namespace heddle::models
