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

// What R1 loses in r1/scavenge-free-start-cycle: the other scavenger may still say that the cycle
// is over, but not between its beginning and the pass.
class ScavengeFreeForcedScavenge : public HeapScenario<Revision::kR2, 1> {
 public:
  static constexpr std::string_view kName = "scavenge-free-forced-scavenge";
  static constexpr std::string_view kShows =
      "a page is freed and the whole heap scavenged with the lock held while a scavenger comes to "
      "the end of the heap: when the forced pass is done nothing free is left";
  static constexpr std::string_view kLayout = "AAAA,AAAF";
  static constexpr int kThreads = 2;

  ScavengeFreeForcedScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout),
        page_(heap_.TakePage(Heap::kFirstChunk + 1, kLastPage, kTag)) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(kAll);
    } else {
      heap_.Free(page_, 1, kTag);
      heap_.ScavengeAllUnderLock();
      heap_.CheckAllReleased();
    }
  }

 private:
  core::Address page_;
};

}  // namespace

template <Revision kOf>
Model ScavengeForcedScavengeModel() {
  return ModelOf<ScavengeForcedScavenge<kOf>>();
}

template Model ScavengeForcedScavengeModel<Revision::kR2>();
template Model ScavengeForcedScavengeModel<Revision::kR3>();

Model ScavengeFreeForcedScavengeModel() { return ModelOf<ScavengeFreeForcedScavenge>(); }

}  // namespace heddle::models
