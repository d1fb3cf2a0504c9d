// SPDX-License-Identifier: BSD-3-Clause

#include "core/heap/background_scavenger.h"

#include <cstdint>

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

// No time passes but what a sleep asks for.
struct ModelClock {
  std::int64_t Now() const { return now; }

  bool ParkFor(checker::RelacySync::Event& /*event*/, std::int64_t nanoseconds) {
    now += nanoseconds;
    return false;
  }

  std::int64_t now = 0;
};

template <core::Revision kOf>
class BackgroundWake : public WholeHeapScenario<kOf> {
 public:
  using World = WholeHeap<kOf>;

  static constexpr std::string_view kName = "background-wake";
  static constexpr std::string_view kShows =
      "a page is freed, a cycle begins and the background scavenger is asked to wake while it "
      "finds "
      "nothing to do and parks: it releases the page, or the request stays for the monitor to pass "
      "on";
  static constexpr int kThreads = 2;

  BackgroundWake(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario<kOf>(storage, options),
        background_(this->world_.heap(), clock_, options.protocol) {
    World& world = this->world_;
    world.Allocate(World::G::kChunkPages - 1, 1);
    page_ = world.Allocate(1, 2);
    world.heap().SetGoal(World::G::kChunkBytes - World::kPage);
    world.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      background_.Run();
    } else {
      this->world_.Free(page_, 2);
      this->world_.heap().StartCycle();
      background_.RequestWake();
      background_.Poll();
      background_.Stop();
    }
  }

  void Finish() {
    const bool released = this->world_.heap().Retained() < World::G::kChunkBytes;
    if (!released && !background_.WakeRequested()) {
      core::Fail(core::FailureKind::kLostWork,
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
