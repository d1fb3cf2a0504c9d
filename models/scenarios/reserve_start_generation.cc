// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

class ReserveStartGeneration : public HeapScenario<2> {
 public:
  static constexpr std::string_view kName = "reserve-start-generation";
  static constexpr std::string_view kShows =
      "a reservation is taken and given back while a new generation starts: it is returned to its "
      "own generation or dropped, never added to the next one's address space";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ReserveStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Unreserve(heap_.scavenger().Reserve());
    } else {
      heap_.StartGeneration();
    }
  }
};

}  // namespace

Model ReserveStartGenerationModel() { return ModelOf<ReserveStartGeneration>(); }

}  // namespace heddle::models
