// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

class ScavengeStartGeneration {
 public:
  static constexpr std::string_view kName = "scavenge-start-generation";
  static constexpr std::string_view kShows =
      "a scavenger reserves, releases a page and gives the rest back while a new generation "
      "starts: "
      "what is left of a stale reservation is dropped, and the two locks are taken in one order";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : heap_(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Scavenge(1);
    } else {
      heap_.StartGeneration();
    }
  }

  void Finish() { heap_.CheckQuiet(0); }

  std::string Describe(const void* object) const { return heap_.Describe(object); }

 private:
  SmallHeap<2> heap_;
};

}  // namespace

Model ScavengeStartGenerationModel() { return ModelOf<ScavengeStartGeneration>(); }

}  // namespace heddle::models
