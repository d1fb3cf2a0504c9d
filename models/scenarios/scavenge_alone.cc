// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

template <Revision kOf>
class ScavengeAlone : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;
  using typename Base::Heap;

  static constexpr std::string_view kName = "scavenge-alone";
  static constexpr std::string_view kShows =
      kOf == Revision::kR2
          ? "a scavenger that nobody disturbs, with the heap lock held throughout, releases all "
            "that is free in a heap of two ranges, and does not release it again"
          : "a scavenger that nobody disturbs releases all that is free in a heap of two ranges, "
            "and finds nothing when it is asked for more";
  static constexpr std::string_view kLayout = "AFFA,-,AASF";
  static constexpr int kThreads = 1;
  static constexpr unsigned kIdleGenerations = 0;

  ScavengeAlone(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int /*index*/) {
    if (ScavengeAll() != 3 * Heap::kPage || ScavengeAll() != 0) {
      core::Fatal("three pages are free, but not three were released, or some of them twice");
    }
  }

 private:
  using Base::heap_;

  std::uint64_t ScavengeAll() {
    if constexpr (kOf == Revision::kR2) {
      return heap_.ScavengeAllUnderLock();
    } else {
      return heap_.Scavenge(Base::kAll);
    }
  }
};

}  // namespace

template <Revision kOf>
Model ScavengeAloneModel() {
  return ModelOf<ScavengeAlone<kOf>>();
}

template Model ScavengeAloneModel<Revision::kR1>();
template Model ScavengeAloneModel<Revision::kR2>();
template Model ScavengeAloneModel<Revision::kR3>();
template Model ScavengeAloneModel<Revision::kR4>();

}  // namespace heddle::models
