// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class ScavengeRefused : public HeapScenario<Revision::kR4, 1> {
 public:
  static constexpr std::string_view kName = "scavenge-refused";
  static constexpr std::string_view kShows =
      "the system refuses to take the highest free page: the scavenger goes on below it, the page "
      "is free and ready as before, and the next generation, which the system refuses nothing, "
      "releases it";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 1;

  ScavengeRefused(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {
    heap_.RefuseToRelease(Heap::kFirstChunk + 1, kLastPage);
  }

  // As a scavenger does it that wants all there is, but not for ever.
  void Thread(int /*index*/) {
    core::Reservation work = heap_.Reserve();
    for (int steps = 0; !work.range.IsEmpty(); ++steps) {
      if (steps > kEnough) {
        core::Fail(core::FailureKind::kLostWork, core::FailureText()
                                                     << "after " << steps << " steps the search of "
                                                     << work.range << " has not come to its end");
      }
      heap_.ScavengeOne(work, kAll);
    }
  }

  void Finish() {
    heap_.CheckQuiet(0);
    heap_.AcceptReleases();
    heap_.StartCycle();
    heap_.Scavenge(kAll);
    heap_.CheckAllReleased();
    heap_.CheckQuiet(0);
  }

 private:
  // A step for each page, and one that finds nothing.
  static constexpr int kEnough = 3;
};

}  // namespace

Model ScavengeRefusedModel() { return ModelOf<ScavengeRefused>(); }

}  // namespace heddle::models
