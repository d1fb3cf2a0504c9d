// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// What a search has found can be taken and freed again, with a lower page freed in between: then it
// is as free as before, and no longer the lowest.
class AllocateFreeLower : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "allocate-free-lower";
  static constexpr std::string_view kShows =
      "a thread allocates a page while another one allocates the only free page, frees a lower one "
      "and then the first: whoever allocates gets the lowest page that is free";
  static constexpr std::string_view kLayout = "AAFF";
  static constexpr int kThreads = 2;

  AllocateFreeLower(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout),
        lower_(heap_.TakePage(Heap::kFirstChunk, kLastPage - 1, kTag)) {}

  void Thread(int index) {
    if (index == 0) {
      base_ = heap_.Allocate(1, kTag);
      return;
    }
    const core::Address base = heap_.Allocate(1, kTag);
    heap_.Free(lower_, 1, kTag);
    if (base != 0) {
      heap_.Free(base, 1, kTag);
    }
  }

  void Finish() {
    heap_.CheckContents(base_, 1, kTag);
    heap_.CheckQuiet(base_ != 0 ? 1 : 0);
  }

 private:
  core::Address lower_;
  core::Address base_ = 0;
};

}  // namespace

Model AllocateFreeLowerModel() { return ModelOf<AllocateFreeLower>(); }

}  // namespace heddle::models
