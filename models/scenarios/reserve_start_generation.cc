// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

template <Revision kOf>
class ReserveStartGeneration : public HeapScenario<kOf, 2> {
 public:
  using Base = HeapScenario<kOf, 2>;

  static constexpr std::string_view kName = "reserve-start-generation";
  static constexpr std::string_view kShows =
      "a reservation is taken and given back while a new generation starts: it is returned to its "
      "own generation or dropped, never added to the next one's address space";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ReserveStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Unreserve(heap_.Reserve());
    } else {
      heap_.StartCycle();
    }
  }

 private:
  using Base::heap_;
};

}  // namespace

template <Revision kOf>
Model ReserveStartGenerationModel() {
  return ModelOf<ReserveStartGeneration<kOf>>();
}

template Model ReserveStartGenerationModel<Revision::kR3>();
template Model ReserveStartGenerationModel<Revision::kR4>();

}  // namespace heddle::models
