// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// R1's search goes down to the heap's start, which it reads without the lock, and a growth moves
// the start before there are chunks to look at.
class GrowBelowSearch : public HeapScenario<Revision::kR1, 1> {
 public:
  static constexpr std::string_view kName = "grow-below-search";
  static constexpr std::string_view kShows =
      "the heap grows by a chunk below all that it has while a search without the lock comes down "
      "to its start: the search ends at the old start or passes over the new chunk, whose bitmaps "
      "it sees whole or not at all, and releases nothing";
  static constexpr std::string_view kLayout = "-,-,AAAA";
  static constexpr int kThreads = 2;

  GrowBelowSearch(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.Grow(Heap::kFirstChunk);
    }
  }
};

}  // namespace

Model GrowBelowSearchModel() { return ModelOf<GrowBelowSearch>(); }

}  // namespace heddle::models
