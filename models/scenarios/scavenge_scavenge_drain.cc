// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// Reservations are of two chunks, so each scavenger gives back a whole one.
class ScavengeScavengeDrain : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "scavenge-scavenge-drain";
  static constexpr std::string_view kShows =
      "two scavengers release a page each and give back what they have not searched: whoever comes "
      "after them in the same generation finds all the rest";
  static constexpr std::string_view kLayout = "AAAF,AAAF,AAAF,AAAF";
  static constexpr int kThreads = 2;
  static constexpr unsigned kIdleGenerations = 0;

  ScavengeScavengeDrain(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int /*index*/) { heap_.Scavenge(1); }
};

// A reservation's share is half the chunk, but it has to have all of it.
class ScavengeScavengeChunk : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "scavenge-scavenge-chunk";
  static constexpr std::string_view kShows =
      "two scavengers want to reserve parts of one chunk: one has all of it, the other nothing";
  static constexpr std::string_view kLayout = "AAFF";
  static constexpr int kThreads = 2;

  ScavengeScavengeChunk(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int /*index*/) { heap_.Scavenge(1); }
};

}  // namespace

Model ScavengeScavengeDrainModel() { return ModelOf<ScavengeScavengeDrain>(); }
Model ScavengeScavengeChunkModel() { return ModelOf<ScavengeScavengeChunk>(); }

}  // namespace heddle::models
