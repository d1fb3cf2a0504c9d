// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class AllocateAllocate : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "allocate-allocate";
  static constexpr std::string_view kShows =
      "two threads allocate a page each, one of the two pages released: each gets a page of its "
      "own, usable and with the contents it wrote";
  static constexpr std::string_view kLayout = "AASF";
  static constexpr int kThreads = 2;

  AllocateAllocate(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    const auto tag = static_cast<std::uint64_t>(index) + 1;
    bases_[index] = heap_.Allocate(1, tag);
    heap_.DemandProgress(bases_[index] != 0, "there was a page for each thread, but one got none");
    heap_.CheckContents(bases_[index], 1, tag);
  }

  void Finish() {
    heap_.CheckContents(bases_[0], 1, 1);
    heap_.CheckContents(bases_[1], 1, 2);
    heap_.CheckQuiet(2);
  }

 private:
  core::Address bases_[kThreads] = {};
};

}  // namespace

Model AllocateAllocateModel() { return ModelOf<AllocateAllocate>(); }

}  // namespace heddle::models
