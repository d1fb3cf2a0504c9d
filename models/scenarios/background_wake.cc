// SPDX-License-Identifier: BSD-3-Clause

#include "core/heap/background_scavenger.h"

#include "models/scenarios/scenarios.h"
#include "models/world/model_clock.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

template <core::Revision kOf>
class BackgroundWake : public WholeHeapScenario<kOf> {
 public:
  using World = WholeHeap<kOf>;

  static constexpr std::string_view kName = "background-wake";
  static constexpr std::string_view kShows =
      "a page is freed, the goal is set and the background scavenger asked to wake, while a "
      "monitor "
      "passes on an older request and the scavenger has nothing to do and parks: it releases the "
      "page, or the request is still there";
  static constexpr int kThreads = 3;

  BackgroundWake(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario<kOf>(storage, options),
        background_(this->world_.heap(), clock_, options.protocol),
        may_not_lose_work_(options.oracles.lost_work) {
    World& world = this->world_;
    world.Allocate(World::G::kChunkPages - 1, 1);
    page_ = world.Allocate(1, 2);
    world.Watch();
    background_.RequestWake();
  }

  void Thread(int index) {
    if (index == 0) {
      background_.Run();
    } else if (index == 1) {
      this->world_.Free(page_, 2);
      this->world_.heap().StartCycle();
      this->world_.heap().SetGoal(World::G::kChunkBytes - World::kPage);
      background_.RequestWake();
      background_.Stop();
    } else {
      background_.Poll();
    }
  }

  void Finish() {
    const bool released = this->world_.heap().Retained() < World::G::kChunkBytes;
    if (may_not_lose_work_) {
      CheckFound(released || background_.WakeRequested(),
                 core::FailureText()
                     << "a page is to be released, the scavenger was asked to wake, "
                        "and nobody knows any more");
    }
    this->world_.CheckQuiet();
  }

  std::string Describe(const void* object) const {
    const std::string name = background_.NameOf(object);
    return name.empty() ? this->world_.Describe(object) : name;
  }

 private:
  ModelClock clock_;
  core::BackgroundScavenger<typename World::Heap, ModelClock> background_;
  bool may_not_lose_work_;
  core::Span page_;
};

}  // namespace

template <core::Revision kOf>
Model BackgroundWakeModel() {
  return ModelOf<BackgroundWake<kOf>>();
}

template Model BackgroundWakeModel<core::Revision::kR3>();
template Model BackgroundWakeModel<core::Revision::kR4>();

}  // namespace heddle::models
