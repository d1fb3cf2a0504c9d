// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// Before R4 memory is released and counted under the heap lock, but it is not used under that.
template <Revision kOf>
class UseScavenge : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;

  static constexpr std::string_view kName = "use-scavenge";
  static constexpr std::string_view kShows =
      "one thread releases a page while another makes a page usable that was released before: the "
      "counters have both";
  static constexpr std::string_view kLayout = "AASF";
  static constexpr int kThreads = 2;

  UseScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      base_ = heap_.Allocate(1, Base::kTag);
    }
  }

  void Finish() {
    heap_.CheckContents(base_, 1, Base::kTag);
    heap_.CheckQuiet(1);
  }

 private:
  using Base::heap_;

  core::Address base_ = 0;
};

}  // namespace

template <Revision kOf>
Model UseScavengeModel() {
  return ModelOf<UseScavenge<kOf>>();
}

template Model UseScavengeModel<Revision::kR1>();
template Model UseScavengeModel<Revision::kR3>();

}  // namespace heddle::models
