// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class AlignedAllocation : public HeapScenario<Revision::kR4, 1> {
 public:
  static constexpr std::string_view kName = "aligned-allocation";
  static constexpr std::string_view kShows =
      "a page is allocated at a multiple of the system's page, which is two pages, from released "
      "memory: whatever else is free is ready, or marked as released";
  static constexpr std::string_view kLayout = "ASSS";
  static constexpr int kThreads = 1;

  AlignedAllocation(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout, {.min_pages = 2, .huge_pages = 0}) {}

  void Thread(int /*index*/) {
    heap_.DemandProgress(heap_.AllocateAligned(1, kTag) != 0,
                         "there was room for the page, but it was not found");
  }

  void Finish() { heap_.CheckQuiet(1); }
};

}  // namespace

Model AlignedAllocationModel() { return ModelOf<AlignedAllocation>(); }

}  // namespace heddle::models
