// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// The scenario that the reservations were made for: what is freed before a cycle begins is released
// in it, whatever a scavenger of the cycle before it is up to.
template <Revision kOf>
class ScavengeFreeStartCycle : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;
  using typename Base::Heap;

  static constexpr std::string_view kName = "scavenge-free-start-cycle";
  static constexpr std::string_view kShows =
      "a page is freed and a new cycle begins while a scavenger comes to the end of the heap: "
      "whoever scavenges next in the new cycle releases the page";
  static constexpr std::string_view kLayout = "AAAA,AAAF";
  static constexpr int kThreads = 2;
  static constexpr unsigned kIdleGenerations = 0;

  ScavengeFreeStartCycle(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout),
        page_(heap_.TakePage(Heap::kFirstChunk + 1, Base::kLastPage, Base::kTag)) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(Base::kAll);
    } else {
      heap_.Free(page_, 1, Base::kTag);
      heap_.StartCycle();
    }
  }

 private:
  using Base::heap_;

  core::Address page_;
};

}  // namespace

template <Revision kOf>
Model ScavengeFreeStartCycleModel() {
  return ModelOf<ScavengeFreeStartCycle<kOf>>();
}

template Model ScavengeFreeStartCycleModel<Revision::kR1>();
template Model ScavengeFreeStartCycleModel<Revision::kR2>();
template Model ScavengeFreeStartCycleModel<Revision::kR3>();
template Model ScavengeFreeStartCycleModel<Revision::kR4>();

}  // namespace heddle::models
