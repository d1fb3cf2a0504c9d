// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// In R1 both search for the same pages, and in R3 and R4 each in a reservation of its own. Where
// the heap lock is held during the release there has to be something to search without it.
template <Revision kOf>
class ScavengeScavenge : public HeapScenario<kOf, kOf == Revision::kR1 ? 1 : 2> {
 public:
  using Base = HeapScenario<kOf, kOf == Revision::kR1 ? 1 : 2>;
  using typename Base::Heap;

  static constexpr std::string_view kName = "scavenge-scavenge";
  static constexpr std::string_view kShows =
      kOf == Revision::kR1
          ? "two scavengers search the same heap and release a page each: if both have found the "
            "same page, the second look under the lock sends one of them on, and no page is "
            "released twice"
          : "two scavengers release a page each: they take different chunks, and no page is "
            "released twice";
  static constexpr std::string_view kLayout = kOf == Revision::kR1   ? "AAAF,AAAF,AAAA"
                                              : kOf == Revision::kR3 ? "AAAF,AAAA,AAAF,AAAA"
                                                                     : "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) { released_[index] = heap_.Scavenge(1); }

  void Finish() {
    heap_.DemandProgress(released_[0] == Heap::kPage && released_[1] == Heap::kPage,
                         "there was a page for each scavenger, but one released none");
    heap_.CheckQuiet(0);
  }

 private:
  using Base::heap_;

  std::uint64_t released_[kThreads] = {};
};

}  // namespace

template <Revision kOf>
Model ScavengeScavengeModel() {
  return ModelOf<ScavengeScavenge<kOf>>();
}

template Model ScavengeScavengeModel<Revision::kR1>();
template Model ScavengeScavengeModel<Revision::kR3>();
template Model ScavengeScavengeModel<Revision::kR4>();

}  // namespace heddle::models
