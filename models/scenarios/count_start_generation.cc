// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class CountStartGeneration : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "count-start-generation";
  static constexpr std::string_view kShows =
      "the background scavenger counts a page that it has released while a generation starts: the "
      "page is in the record of the generation that ends, or counts for the one that begins";
  static constexpr std::string_view kLayout = "AAFF";
  static constexpr int kThreads = 2;

  CountStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout), is_counted_(options.oracles.accounting) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().AddReleased(heap_.Scavenge(1));
    } else {
      recorded_ = heap_.StartCycle().released_bytes;
    }
  }

  void Finish() {
    const std::uint64_t counted = recorded_ + heap_.scavenger().released();
    if (is_counted_ && counted != Heap::kPage) {
      core::Fail(core::FailureKind::kAccounting,
                 core::FailureText() << Heap::kPage << " bytes were released, but only " << counted
                                     << " are counted in any generation");
    }
    heap_.CheckQuiet(0);
  }

 private:
  bool is_counted_;
  std::uint64_t recorded_ = 0;
};

}  // namespace

Model CountStartGenerationModel() { return ModelOf<CountStartGeneration>(); }

}  // namespace heddle::models
