// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

using core::Revision;

class CacheScavengeGeneration : public WholeHeapScenario<Revision::kR4> {
 public:
  static constexpr std::string_view kName = "cache-scavenge-generation";
  static constexpr std::string_view kShows =
      "a thread fills a page cache with the two highest pages, takes one and flushes the other, "
      "while another one frees a page far below and scavenges: the next generation releases what "
      "is left of both";
  static constexpr int kThreads = 2;
  // A cache takes other pages than the lowest run.
  static constexpr Oracles kOracles = {.linearizability = false};
  static constexpr unsigned kIdleGenerations = 1;

  // A chunk in use, and one above it whose last two pages are free and ready.
  CacheScavengeGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Allocate(World::G::kChunkPages - 1, 1);
    page_ = world_.Allocate(1, 2);
    world_.Allocate(World::G::kChunkPages - 2, 3);
    world_.Free(world_.Allocate(2, 4), 4);
    world_.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      World::Cache cache;
      world_.Allocate(1, 10, &cache);
      world_.heap().Flush(cache);
    } else {
      world_.Free(page_, 2);
      world_.heap().Scavenge(World::kPage);
    }
  }

 private:
  core::Span page_;
};

}  // namespace

Model CacheScavengeGenerationModel() { return ModelOf<CacheScavengeGeneration>(); }

}  // namespace heddle::models
