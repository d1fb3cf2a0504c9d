// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_LIFE_H_
#define HEDDLE_TESTS_STRESS_LIFE_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "tests/stress/mutator.h"
#include "tests/stress/round.h"
#include "tests/stress/stress.h"
#include "tests/stress/stress_heap.h"
#include "tests/stress/stress_options.h"
#include "tests/stress/threads.h"
#include "tests/stress/wake_trial.h"

namespace heddle::stress {

// One heap from its first page to its last: some rounds of work, and a rest after each.
template <class World>
class Life {
 public:
  template <class Protocol>
  Life(const StressOptions& options, const Protocol& protocol, std::uint64_t seed,
       StressReport& report)
      : options_(options), seed_(seed), report_(report), world_(options, protocol, seed) {
    for (unsigned i = 0; i < options.mutators; ++i) {
      const bool has_cache = i % 2 == 0;
      mutators_.emplace_back(world_, i + 1, has_cache, seed + i);
    }
    // One heap in three has a system that refuses; seeds of consecutive heaps take turns.
    world_.memory().RefuseEvery(seed % 3 == 0 ? 8 : 0);
  }

  // Asks goes_on() after each round.
  template <class GoesOn>
  void Live(int rounds, GoesOn goes_on) {
    for (int i = 0; i < rounds && (i == 0 || goes_on()); ++i) {
      const std::uint64_t seed = seed_ + 0x10000 * static_cast<std::uint64_t>(i + 1);
      WorkForARound(seed);
      TryWaking(seed);
      Rest();
    }
    for (auto& mutator : mutators_) {
      mutator.FreeAll();
    }
    if (world_.oracles()) {
      world_.CheckAtRest({});
      world_.CheckNothingIsLost();
    }
    report_.resident_checks += world_.resident_checks();
  }

 private:
  void WorkForARound(std::uint64_t seed) {
    typename World::Background background(world_.heap(), world_.clock(), world_.protocol());
    Round round(options_, seed, [&background] { background.Stop(); });
    for (auto& mutator : mutators_) {
      round.Start([&mutator](auto& /*random*/) { mutator.Operate(); });
    }
    for (int i = 0; i < 2; ++i) {
      round.Start([&](auto& random) { ScavengeDirectly(world_, background, random); });
    }
    round.Start([&](auto& random) { Collect(world_, background, random); });
    round.Start([&](auto& random) { PassOnRequests(background, random); });
    round.Start([&](auto& random) { WakeDirectly(background, random); });
    round.StartOnce([&](auto& /*random*/) { ReleaseInBackground(background, round); });
    round.Wait(options_.round);
    round.Finish(report_.paths);
  }

  void TryWaking(std::uint64_t seed) {
    constexpr std::uint64_t kTrials = 8;
    for (std::uint64_t i = 0; i < kTrials; ++i) {
      WakeTrial<World>(world_, options_, seed + 0x1000 * (i + 1)).Run(report_.paths);
    }
  }

  void Rest() {
    if (!world_.oracles()) {
      return;
    }
    std::vector<const typename World::Cache*> caches;
    caches.reserve(mutators_.size());
    for (const auto& mutator : mutators_) {
      caches.push_back(&mutator.cache());
    }
    world_.CheckAtRest(caches);
  }

  const StressOptions& options_;
  std::uint64_t seed_;
  StressReport& report_;
  World world_;
  std::deque<Mutator<World>> mutators_;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_LIFE_H_
