// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// In R3 the heap lock is given back for the search alone, and only a reservation of two chunks has
// one; in R4 it is given back for the release too.
template <Revision kOf>
class ScavengeStartGeneration : public HeapScenario<kOf, kOf == Revision::kR4 ? 2 : 1> {
 public:
  using Base = HeapScenario<kOf, kOf == Revision::kR4 ? 2 : 1>;

  static constexpr std::string_view kName = "scavenge-start-generation";
  static constexpr std::string_view kShows =
      kOf == Revision::kR4
          ? "a scavenger reserves, releases a page and gives the rest back while a new generation "
            "starts: what is left of a stale reservation is dropped, and the two locks are taken "
            "in one order"
          : "a scavenger reserves, releases a page and gives the rest back while a new generation "
            "starts: what is left of a stale reservation is dropped";
  static constexpr std::string_view kLayout = kOf == Revision::kR4 ? "AAAF,AAAF" : "AAAF,AAAA";
  static constexpr int kThreads = 2;

  ScavengeStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.StartCycle();
    }
  }

 private:
  using Base::heap_;
};

}  // namespace

template <Revision kOf>
Model ScavengeStartGenerationModel() {
  return ModelOf<ScavengeStartGeneration<kOf>>();
}

template Model ScavengeStartGenerationModel<Revision::kR3>();
template Model ScavengeStartGenerationModel<Revision::kR4>();

}  // namespace heddle::models
