// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

class AllocateFreeScavenge {
 public:
  static constexpr std::string_view kName = "allocate-free-scavenge";
  static constexpr std::string_view kShows =
      "one thread scavenges the only free page while another allocates, uses and frees a page: the "
      "page is never released under its owner, and the owner may find none while it is in transit";
  static constexpr std::string_view kLayout = "AAAF";
  static constexpr int kThreads = 2;

  AllocateFreeScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : heap_(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.scavenger().Scavenge(1);
    } else if (const core::Address base = heap_.Allocate(1, kTag)) {
      heap_.Free(base, 1, kTag);
    }
  }

  void Finish() { heap_.CheckQuiet(0); }

  std::string Describe(const void* object) const { return heap_.Describe(object); }

 private:
  static constexpr std::uint64_t kTag = 7;

  SmallHeap<2> heap_;
};

}  // namespace

Model AllocateFreeScavengeModel() { return ModelOf<AllocateFreeScavenge>(); }

}  // namespace heddle::models
