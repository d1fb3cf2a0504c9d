// SPDX-License-Identifier: BSD-3-Clause
//
// How much is released: as much as takes a heap down to its goal, if there is as much, and no more.

#include <array>

#include "core/heap/background_scavenger.h"
#include "models/scenarios/scenarios.h"
#include "models/world/model_clock.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

using core::Revision;

// A chunk in use, but for three free pages near its end that have others between and above them.
template <Revision kOf>
class Goals : public WholeHeapScenario<kOf> {
 public:
  using World = WholeHeap<kOf>;

  static constexpr int kThreads = 2;

 protected:
  // `goal_pages` are to be retained, of the `kChunkPages` that are.
  Goals(core::ExecutionStorage& storage, const ModelOptions& options, std::uint64_t goal_pages)
      : WholeHeapScenario<kOf>(storage, options) {
    World& world = this->world_;
    world.Allocate(World::G::kChunkPages - kPages, 1);
    std::array<core::Span, kPages> pages;
    for (core::Span& page : pages) {
      page = world.Allocate(1, kTag);
    }
    for (std::size_t i = 0; i < pages.size(); i += 2) {
      world.Free(pages[i], kTag);
    }
    highest_ = pages.back();
    world.heap().SetGoal(goal_pages * World::kPage);
    world.Watch();
  }

  static constexpr std::uint64_t kTag = 7;

  core::Span highest_;  // in use

 private:
  static constexpr std::size_t kPages = 6;
};

template <Revision kOf>
class BackgroundGoal : public Goals<kOf> {
 public:
  using typename Goals<kOf>::World;

  static constexpr std::string_view kName = "background-goal";
  static constexpr std::string_view kShows =
      "the background scavenger has two pages to release, of more that are free, while another "
      "thread frees one and stops it: if it has parked before that, the heap is at its goal, and "
      "it is never below";

  BackgroundGoal(core::ExecutionStorage& storage, const ModelOptions& options)
      : Goals<kOf>(storage, options, World::G::kChunkPages - 2),
        background_(this->world_.heap(), clock_, options.protocol) {}

  void Thread(int index) {
    if (index == 0) {
      Outcome outcome = Outcome::kSlept;
      while (outcome == Outcome::kSlept) {
        outcome = background_.Step();
      }
      has_parked_ = outcome == Outcome::kParked;
    } else {
      this->world_.Free(this->highest_, this->kTag);
      background_.Stop();
    }
  }

  void Finish() {
    this->world_.CheckGoal(has_parked_);
    this->world_.CheckQuiet();
  }

  std::string Describe(const void* object) const {
    const std::string name = background_.NameOf(object);
    return name.empty() ? this->world_.Describe(object) : name;
  }

 private:
  using Background = core::BackgroundScavenger<typename World::Heap, ModelClock>;
  using Outcome = typename Background::Outcome;

  ModelClock clock_;
  Background background_;
  bool has_parked_ = false;  // its own thread's, until all are done
};

template <Revision kOf>
class HeapGrowGoal : public Goals<kOf> {
 public:
  using typename Goals<kOf>::World;

  static constexpr std::string_view kName = "heap-grow-goal";
  static constexpr std::string_view kShows =
      "a heap grows by a chunk, which takes it a page beyond its goal, while another thread "
      "allocates a page: in the end one of the free pages has been released, and the heap is at "
      "its goal";

  HeapGrowGoal(core::ExecutionStorage& storage, const ModelOptions& options)
      : Goals<kOf>(storage, options, 2 * World::G::kChunkPages - 1) {}

  void Thread(int index) {
    this->world_.Allocate(index == 0 ? World::G::kChunkPages : 1,
                          10 + static_cast<std::uint64_t>(index));
  }

  void Finish() {
    this->world_.CheckGoal(/*is_done=*/true);
    this->world_.CheckQuiet();
  }
};

}  // namespace

template <Revision kOf>
Model BackgroundGoalModel() {
  return ModelOf<BackgroundGoal<kOf>>();
}
template <Revision kOf>
Model HeapGrowGoalModel() {
  return ModelOf<HeapGrowGoal<kOf>>();
}

template Model BackgroundGoalModel<Revision::kR3>();
template Model BackgroundGoalModel<Revision::kR4>();
template Model HeapGrowGoalModel<Revision::kR3>();
template Model HeapGrowGoalModel<Revision::kR4>();

}  // namespace heddle::models
