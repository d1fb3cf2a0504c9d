// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// Reservations are of two chunks, so each scavenger in R4 gives back a whole one. In R3 each has a
// chunk to search without the lock, and in R1 both have the same one.
template <Revision kOf>
class ScavengeScavengeDrain : public HeapScenario<kOf, kOf == Revision::kR1 ? 1 : 2> {
 public:
  using Base = HeapScenario<kOf, kOf == Revision::kR1 ? 1 : 2>;

  static constexpr std::string_view kName = "scavenge-scavenge-drain";
  static constexpr std::string_view kShows =
      kOf == Revision::kR1
          ? "one scavenger releases a page and another all that it finds, down to the end of the "
            "heap: whoever comes after them in the same cycle finds all the rest"
          : "two scavengers release a page each and give back what they have not searched: whoever "
            "comes after them in the same generation finds all the rest";
  static constexpr std::string_view kLayout = kOf == Revision::kR1   ? "AFAF,AAAA"
                                              : kOf == Revision::kR3 ? "AFAF,AAAA,AFAF,AAAA"
                                                                     : "AAAF,AAAF,AAAF,AAAF";
  static constexpr int kThreads = 2;
  static constexpr unsigned kIdleGenerations = 0;

  ScavengeScavengeDrain(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

  void Thread(int index) { heap_.Scavenge(kOf == Revision::kR1 && index == 1 ? Base::kAll : 1); }

 private:
  using Base::heap_;
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

template <Revision kOf>
Model ScavengeScavengeDrainModel() {
  return ModelOf<ScavengeScavengeDrain<kOf>>();
}

template Model ScavengeScavengeDrainModel<Revision::kR1>();
template Model ScavengeScavengeDrainModel<Revision::kR3>();
template Model ScavengeScavengeDrainModel<Revision::kR4>();

Model ScavengeScavengeChunkModel() { return ModelOf<ScavengeScavengeChunk>(); }

}  // namespace heddle::models
