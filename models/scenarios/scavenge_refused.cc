// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

template <Revision kOf>
class ScavengeRefused : public HeapScenario<kOf, 1> {
 public:
  using Base = HeapScenario<kOf, 1>;
  using typename Base::Heap;

  static constexpr std::string_view kName = "scavenge-refused";
  static constexpr std::string_view kShows =
      kOf == Revision::kR3
          ? "the system refuses to take a page: the scavenger goes on below it, the page is free "
            "and "
            "ready as before, and the next generation, which the system refuses nothing, releases "
            "it"
          : "the system refuses to take the highest free page: the scavenger goes on below it, the "
            "page is free and ready as before, and the next generation, which the system refuses "
            "nothing, releases it";
  static constexpr std::string_view kLayout = kOf == Revision::kR3 ? "AAAF,AAAF,AAAF" : "AAAF,AAAF";
  static constexpr int kThreads = 1;

  ScavengeRefused(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {
    heap_.RefuseToRelease(Heap::kFirstChunk + 1, Base::kLastPage);
  }

  void Thread(int /*index*/) {
    if constexpr (Heap::kHasCursor) {
      heap_.Scavenge(Base::kAll);
    } else {
      ScavengeReservation();
    }
  }

  void Finish() {
    heap_.CheckQuiet(0);
    heap_.AcceptReleases();
    heap_.StartCycle();
    heap_.Scavenge(Base::kAll);
    heap_.CheckAllReleased();
    heap_.CheckQuiet(0);
  }

 private:
  using Base::heap_;

  // A step for each page, three at most, and then one that finds nothing.
  static constexpr int kEnough = 3;

  // As a scavenger does it that wants all there is, but not for ever.
  void ScavengeReservation() {
    core::Reservation work = heap_.Reserve();
    for (int steps = 0; !work.range.IsEmpty(); ++steps) {
      if (steps > kEnough) {
        core::Fail(core::FailureKind::kLostWork, core::FailureText()
                                                     << "after " << steps << " steps the search of "
                                                     << work.range << " has not come to its end");
      }
      heap_.ScavengeOne(work, Base::kAll);
    }
  }
};

}  // namespace

template <Revision kOf>
Model ScavengeRefusedModel() {
  return ModelOf<ScavengeRefused<kOf>>();
}

template Model ScavengeRefusedModel<Revision::kR1>();
template Model ScavengeRefusedModel<Revision::kR3>();
template Model ScavengeRefusedModel<Revision::kR4>();

}  // namespace heddle::models
