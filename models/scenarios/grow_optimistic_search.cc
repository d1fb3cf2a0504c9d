// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

class GrowOptimisticSearch {
 public:
  static constexpr std::string_view kName = "grow-optimistic-search";
  static constexpr std::string_view kShows =
      "the heap grows by a chunk in a new block of the chunk table while a scavenger searches two "
      "chunks without the lock: the search sees each block whole or not at all";
  static constexpr std::string_view kLayout = "AAAF,AAAA,AAAA";
  static constexpr int kThreads = 2;

  GrowOptimisticSearch(core::Arena& arena, const ModelOptions& options)
      : heap_(arena, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      released_ = heap_.scavenger().Scavenge(1);
    } else {
      heap_.Grow(kNewChunk);
    }
  }

  void Finish() {
    if (released_ != SmallHeap<1>::kPage) {
      core::Fatal("the heap's only free page was there all the time, but was not scavenged");
    }
    heap_.CheckQuiet(0);
  }

  std::string Describe(const void* object) const { return heap_.Describe(object); }

 private:
  static constexpr core::ChunkIndex kNewChunk = 4;  // blocks hold chunks 0-1, 2-3, 4-5, ...

  SmallHeap<1> heap_;
  std::uint64_t released_ = 0;
};

}  // namespace

Model GrowOptimisticSearchModel() { return ModelOf<GrowOptimisticSearch>(); }

}  // namespace heddle::models
