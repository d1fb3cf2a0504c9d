// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

template <Revision kOf>
class AllocateOptimisticSearch : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;

  static constexpr std::string_view kName = "allocate-optimistic-search";
  static constexpr std::string_view kShows =
      kOf == Revision::kR1
          ? "a scavenger finds the free page of the lower chunk without the lock while another "
            "thread allocates it: whoever is second under the lock sees that"
          : "a scavenger whose reservation spans two chunks finds the free page of the lower one "
            "without the lock while another thread allocates it: whoever is second under the lock "
            "sees that";
  static constexpr std::string_view kLayout = "AAAF,AAAA";
  static constexpr int kThreads = 2;

  AllocateOptimisticSearch(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      base_ = heap_.Allocate(1, Base::kTag);
    }
  }

  void Finish() {
    if (base_ != 0) {
      heap_.CheckContents(base_, 1, Base::kTag);
    }
    heap_.CheckQuiet(base_ != 0 ? 1 : 0);
  }

 private:
  using Base::heap_;

  core::Address base_ = 0;
};

// What has fooled the search is there again when it looks once more, if it does.
class AllocateFreeOptimisticSearch : public HeapScenario<Revision::kR4, 1> {
 public:
  static constexpr std::string_view kName = "allocate-free-optimistic-search";
  static constexpr std::string_view kShows =
      "a scavenger whose reservation spans two chunks finds the free page of the lower one without "
      "the lock while another thread allocates it and frees it again: it releases the page, or "
      "leaves it to a later generation";
  static constexpr std::string_view kLayout = "AAAF,AAAA";
  static constexpr int kThreads = 2;

  AllocateFreeOptimisticSearch(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else if (const core::Address base = heap_.Allocate(1, kTag)) {
      heap_.Free(base, 1, kTag);
    }
  }
};

}  // namespace

template <Revision kOf>
Model AllocateOptimisticSearchModel() {
  return ModelOf<AllocateOptimisticSearch<kOf>>();
}

template Model AllocateOptimisticSearchModel<Revision::kR1>();
template Model AllocateOptimisticSearchModel<Revision::kR3>();
template Model AllocateOptimisticSearchModel<Revision::kR4>();

Model AllocateFreeOptimisticSearchModel() { return ModelOf<AllocateFreeOptimisticSearch>(); }

}  // namespace heddle::models
