// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

class AllocateFreeScavenge : public HeapScenario<2> {
 public:
  static constexpr std::string_view kName = "allocate-free-scavenge";
  static constexpr std::string_view kShows =
      "one thread scavenges the only free page while another allocates, uses and frees a page: the "
      "page is never released under its owner, and the owner may find none while it is in transit";
  static constexpr std::string_view kLayout = "AAAF";
  static constexpr int kThreads = 2;

  AllocateFreeScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Scavenge(1);
    } else if (const core::Address base = heap_.Allocate(1, kTag)) {
      heap_.Free(base, 1, kTag);
    }
  }

 private:
  static constexpr std::uint64_t kTag = 7;
};

}  // namespace

Model AllocateFreeScavengeModel() { return ModelOf<AllocateFreeScavenge>(); }

}  // namespace heddle::models
