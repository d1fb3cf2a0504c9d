// SPDX-License-Identifier: BSD-3-Clause
//
// Where a generation starts: from the lowest page that the last one has released, or from above
// what was freed since it began.

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// The page freed lies above the one that is released.
class ScavengeFree : public HeapScenario<Revision::kR4, 1> {
 public:
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeFree(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout),
        page_(heap_.TakePage(Heap::kFirstChunk + 1, kLastPage, kTag)) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.Free(page_, 1, kTag);
    }
  }

 protected:
  // A generation that releases all that is free.
  void CheckWholeGeneration() {
    heap_.StartCycle();
    heap_.Scavenge(kAll);
    heap_.CheckAllReleased();
    heap_.CheckQuiet(0);
  }

 private:
  core::Address page_;
};

class ScavengeFreeGeneration : public ScavengeFree {
 public:
  static constexpr std::string_view kName = "scavenge-free-generation";
  static constexpr std::string_view kShows =
      "a scavenger releases a page while one above it is freed: the next generation starts from "
      "there, and releases what is left";

  using ScavengeFree::ScavengeFree;

  void Finish() { CheckWholeGeneration(); }
};

class ScavengeFreeIdleGeneration : public ScavengeFree {
 public:
  static constexpr std::string_view kName = "scavenge-free-idle-generation";
  static constexpr std::string_view kShows =
      "a scavenger releases a page while one above it is freed, and nobody scavenges in the next "
      "generation: the one after it releases what is left";

  using ScavengeFree::ScavengeFree;

  void Finish() {
    heap_.StartCycle();
    CheckWholeGeneration();
  }
};

// One page has been released, and one below it is left for the generation that starts.
class FreeStartScavenge : public HeapScenario<Revision::kR4, 1> {
 public:
  static constexpr std::string_view kName = "free-start-scavenge";
  static constexpr std::string_view kShows =
      "a page is freed above all that is left to search while a generation starts: this generation "
      "or the next one releases it, whatever else is released meanwhile";
  static constexpr std::string_view kLayout = "AAFF,AAAF";
  static constexpr int kThreads = 2;

  FreeStartScavenge(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout),
        page_(heap_.TakePage(Heap::kFirstChunk + 1, kLastPage, kTag)) {
    heap_.Scavenge(1);
  }

  void Thread(int index) {
    if (index == 0) {
      heap_.Free(page_, 1, kTag);
    } else {
      heap_.StartCycle();
    }
  }

  void Finish() {
    heap_.Scavenge(kAll);
    heap_.StartCycle();
    heap_.Scavenge(kAll);
    heap_.CheckAllReleased();
    heap_.CheckQuiet(0);
  }

 private:
  core::Address page_;
};

// In the generation before a page was freed, which says nothing about this one.
class ScavengeScavengeGeneration : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "scavenge-scavenge-generation";
  static constexpr std::string_view kShows =
      "two scavengers release a page each, and nothing is freed meanwhile: the next generation "
      "goes on below the lower one, and searches nothing again";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  ScavengeScavengeGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {
    heap_.Free(heap_.TakePage(Heap::kFirstChunk + 1, kLastPage, kTag), 1, kTag);
    heap_.StartCycle();
  }

  void Thread(int /*index*/) { heap_.Scavenge(1); }

  void Finish() {
    heap_.StartCycle();
    const core::Offset limit = heap_.Reserve().range.limit;
    const core::Offset expected = Heap::G::PageOffset(Heap::kFirstChunk, kLastPage);
    if (limit != expected) {
      core::Fail(core::FailureKind::kLostWork,
                 core::FailureText() << "all from " << core::Hex{expected.value}
                                     << " on has been searched, but the next generation starts "
                                        "below "
                                     << core::Hex{limit.value});
    }
    heap_.CheckQuiet(0);
  }
};

}  // namespace

Model FreeStartScavengeModel() { return ModelOf<FreeStartScavenge>(); }
Model ScavengeFreeGenerationModel() { return ModelOf<ScavengeFreeGeneration>(); }
Model ScavengeFreeIdleGenerationModel() { return ModelOf<ScavengeFreeIdleGeneration>(); }
Model ScavengeScavengeGenerationModel() { return ModelOf<ScavengeScavengeGeneration>(); }

}  // namespace heddle::models
