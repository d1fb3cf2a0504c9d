// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

class ScavengeScavenge {
 public:
  static constexpr std::string_view kName = "scavenge-scavenge";
  static constexpr std::string_view kShows =
      "two scavengers release a page each: they take different chunks, and no page is released "
      "twice";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : heap_(storage, options, kLayout) {}

  void Thread(int index) { released_[index] = heap_.scavenger().Scavenge(1); }

  void Finish() {
    if (released_[0] != SmallHeap<2>::kPage || released_[1] != SmallHeap<2>::kPage) {
      core::Fatal("there was a page for each scavenger, but one released none");
    }
    heap_.CheckQuiet(0);
  }

  std::string Describe(const void* object) const { return heap_.Describe(object); }

 private:
  SmallHeap<2> heap_;
  std::uint64_t released_[kThreads] = {};
};

}  // namespace

Model ScavengeScavengeModel() { return ModelOf<ScavengeScavenge>(); }

}  // namespace heddle::models
