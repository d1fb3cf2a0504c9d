// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

template <Revision kOf>
class AllocateFreeScavenge : public HeapScenario<kOf, kOf == Revision::kR4 ? 2 : 1> {
 public:
  using Base = HeapScenario<kOf, kOf == Revision::kR4 ? 2 : 1>;

  static constexpr std::string_view kName = "allocate-free-scavenge";
  static constexpr std::string_view kShows =
      kOf == Revision::kR4
          ? "one thread scavenges the only free page while another allocates, uses and frees a "
            "page: the page is never released under its owner, and the owner may find none while "
            "it is in transit"
          : "one thread scavenges the only free page while another allocates, uses and frees a "
            "page: the page is never released under its owner, and the owner always finds one, "
            "because the heap lock is held during the release";
  static constexpr std::string_view kLayout = "AAAF";
  static constexpr int kThreads = 2;

  AllocateFreeScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      Scavenge();
    } else if (const core::Address base = heap_.Allocate(1, Base::kTag)) {
      heap_.Free(base, 1, Base::kTag);
    } else {
      heap_.DemandProgress(kOf == Revision::kR4,
                           "nothing is ever in transit, but there was no page");
    }
  }

 private:
  using Base::heap_;

  void Scavenge() {
    if constexpr (kOf == Revision::kR2) {
      heap_.ScavengeAllUnderLock();
    } else {
      heap_.Scavenge(1);
    }
  }
};

}  // namespace

template <Revision kOf>
Model AllocateFreeScavengeModel() {
  return ModelOf<AllocateFreeScavenge<kOf>>();
}

template Model AllocateFreeScavengeModel<Revision::kR1>();
template Model AllocateFreeScavengeModel<Revision::kR2>();
template Model AllocateFreeScavengeModel<Revision::kR3>();
template Model AllocateFreeScavengeModel<Revision::kR4>();

}  // namespace heddle::models
