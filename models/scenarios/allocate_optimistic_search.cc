// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

class AllocateOptimisticSearch : public HeapScenario<1> {
 public:
  static constexpr std::string_view kName = "allocate-optimistic-search";
  static constexpr std::string_view kShows =
      "a scavenger whose reservation spans two chunks finds the free page of the lower one without "
      "the lock while another thread allocates it: whoever is second under the lock sees that";
  static constexpr std::string_view kLayout = "AAAF,AAAA";
  static constexpr int kThreads = 2;

  AllocateOptimisticSearch(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Scavenge(1);
    } else {
      base_ = heap_.Allocate(1, kTag);
    }
  }

  void Finish() {
    if (base_ != 0) {
      heap_.CheckContents(base_, 1, kTag);
    }
    heap_.CheckQuiet(base_ != 0 ? 1 : 0);
  }

 private:
  static constexpr std::uint64_t kTag = 7;

  core::Address base_ = 0;
};

}  // namespace

Model AllocateOptimisticSearchModel() { return ModelOf<AllocateOptimisticSearch>(); }

}  // namespace heddle::models
