// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

class ScavengeStartStart : public HeapScenario<core::Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "scavenge-start-start";
  static constexpr std::string_view kShows =
      "a scavenger reserves two chunks, releases a page and gives the rest back while two new "
      "generations start one after the other: what is left of its reservation is dropped, for the "
      "number of a generation does not come again";
  static constexpr std::string_view kLayout = "AAAF,AAAF,AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeStartStart(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.StartCycle();
      heap_.StartCycle();
    }
  }
};

}  // namespace

Model ScavengeStartStartModel() { return ModelOf<ScavengeStartStart>(); }

}  // namespace heddle::models
