// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

class ReserveStartGeneration {
 public:
  static constexpr std::string_view kName = "reserve-start-generation";
  static constexpr std::string_view kShows =
      "a reservation is taken and given back while a new generation starts: it is returned to its "
      "own generation or dropped, never added to the next one's address space";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ReserveStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : heap_(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Unreserve(heap_.scavenger().Reserve());
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

Model ReserveStartGenerationModel() { return ModelOf<ReserveStartGeneration>(); }

}  // namespace heddle::models
