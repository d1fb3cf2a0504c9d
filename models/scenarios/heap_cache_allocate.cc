// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

class HeapCacheAllocate : public WholeHeapScenario<core::Revision::kR4> {
 public:
  static constexpr std::string_view kName = "heap-cache-allocate";
  static constexpr std::string_view kShows =
      "a thread fills a page cache with released pages, takes one of them and flushes it, while "
      "another one allocates a page: each has a page of its own, and what was flushed is released "
      "still and found again";
  static constexpr int kThreads = 2;
  // A cache takes other pages than the lowest run.
  static constexpr Oracles kOracles = {.linearizability = false};

  HeapCacheAllocate(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Allocate(World::G::kChunkPages - 3, 1);
    world_.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      World::Cache cache;
      spans_[index] = world_.Allocate(1, TagOf(index), &cache);
      world_.heap().Flush(cache);
    } else {
      spans_[index] = world_.Allocate(1, TagOf(index));
    }
  }

  void Finish() {
    for (int i = 0; i < kThreads; ++i) {
      world_.Free(spans_[i], TagOf(i));
    }
    world_.CheckQuiet();
  }

 private:
  static std::uint64_t TagOf(int index) { return 10 + static_cast<std::uint64_t>(index); }

  core::Span spans_[kThreads];
};

}  // namespace

Model HeapCacheAllocateModel() { return ModelOf<HeapCacheAllocate>(); }

}  // namespace heddle::models
