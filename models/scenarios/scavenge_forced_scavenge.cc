// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// What R2 has its locked mode for, and R3 the calls that do not unlock. R4's forced scavenge leaves
// to others what they have in transit.
template <Revision kOf>
class ScavengeForcedScavenge : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;

  static constexpr std::string_view kName = "scavenge-forced-scavenge";
  static constexpr std::string_view kShows =
      "a scavenger searches without the lock while another begins a new cycle and scavenges the "
      "whole heap with the lock held: when that one is done nothing free is left, and no page is "
      "released twice";
  static constexpr std::string_view kLayout = "AAAF,AAAF,AAAA";
  static constexpr int kThreads = 2;

  ScavengeForcedScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.ScavengeAllUnderLock();
      heap_.CheckAllReleased();
    }
  }

 private:
  using Base::heap_;
};

}  // namespace

template <Revision kOf>
Model ScavengeForcedScavengeModel() {
  return ModelOf<ScavengeForcedScavenge<kOf>>();
}

template Model ScavengeForcedScavengeModel<Revision::kR2>();
template Model ScavengeForcedScavengeModel<Revision::kR3>();

}  // namespace heddle::models
