// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// As in scavenge-start-generation, R3 needs a search to give the heap lock back for.
template <Revision kOf>
class ScavengeStartStart : public HeapScenario<kOf, kOf == Revision::kR4 ? 2 : 1> {
 public:
  using Base = HeapScenario<kOf, kOf == Revision::kR4 ? 2 : 1>;

  static constexpr std::string_view kName = "scavenge-start-start";
  static constexpr std::string_view kShows =
      "a scavenger reserves two chunks, releases a page and gives the rest back while two new "
      "generations start one after the other: what is left of its reservation is dropped, for the "
      "number of a generation does not come again";
  static constexpr std::string_view kLayout =
      kOf == Revision::kR4 ? "AAAF,AAAF,AAAF,AAAF" : "AAAF,AAAA";
  static constexpr int kThreads = 2;

  ScavengeStartStart(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.StartCycle();
      heap_.StartCycle();
    }
  }

 private:
  using Base::heap_;
};

}  // namespace

template <Revision kOf>
Model ScavengeStartStartModel() {
  return ModelOf<ScavengeStartStart<kOf>>();
}

template Model ScavengeStartStartModel<Revision::kR3>();
template Model ScavengeStartStartModel<Revision::kR4>();

}  // namespace heddle::models
