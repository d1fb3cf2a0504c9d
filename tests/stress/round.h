// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_ROUND_H_
#define HEDDLE_TESTS_STRESS_ROUND_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <thread>
#include <vector>

#include "core/sync/failure.h"
#include "core/sync/perturbation.h"
#include "tests/stress/mutator.h"
#include "tests/stress/stress_heap.h"
#include "tests/stress/stress_options.h"
#include "tests/stress/threads.h"

namespace heddle::stress {

// Threads that begin together and end together. One that does not come to an end has lost a
// wake-up, or waits for a lock that nobody gives back.
class Round {
 public:
  Round(const StressOptions& options, std::uint64_t seed) : options_(options), seed_(seed) {}
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;
  ~Round() = default;

  // Does step(random) again and again until the round is over.
  template <class Step>
  void Start(Step step) {
    StartOnce([this, step](core::PerturbationRandom& random) {
      while (!is_over_.load(std::memory_order_relaxed)) {
        step(random);
      }
    });
  }

  // Does work(random), which comes to its end when the round is over.
  template <class Work>
  void StartOnce(Work work) {
    const std::uint64_t seed = seed_ + 0x100 * (threads_.size() + 1);
    running_.fetch_add(1);
    threads_.emplace_back([this, work, seed] {
      const core::ThreadPerturbation perturbation(options_.perturbation, seed);
      core::PerturbationRandom random(seed + 1);
      work(random);
      running_.fetch_sub(1);
    });
  }

  // Lets them run for the time of a round. stop() is called once when it is over, which must be
  // enough for whoever waits to be woken.
  template <class Stop>
  void Finish(Stop stop) {
    std::this_thread::sleep_for(options_.round);
    is_over_.store(true, std::memory_order_relaxed);
    stop();
    const auto end = std::chrono::steady_clock::now() + options_.patience;
    while (running_.load() > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (std::chrono::steady_clock::now() > end) {
        core::Fail(core::FailureKind::kLostWork, core::FailureText()
                                                     << running_.load() << " of " << threads_.size()
                                                     << " threads do not end");
      }
    }
    for (std::thread& thread : threads_) {
      thread.join();
    }
  }

 private:
  const StressOptions& options_;
  std::uint64_t seed_;
  std::atomic<bool> is_over_{false};
  std::atomic<std::size_t> running_{0};
  std::vector<std::thread> threads_;
};

// One heap from its first page to its last: some rounds of work, and a rest after each.
template <class World>
class Life {
 public:
  template <class Protocol>
  Life(const StressOptions& options, const Protocol& protocol, std::uint64_t seed,
       PathCounts& paths)
      : options_(options), seed_(seed), world_(options, protocol, paths) {
    for (unsigned i = 0; i < options.mutators; ++i) {
      const bool has_cache = i % 2 == 1;
      mutators_.emplace_back(world_, i + 1, has_cache, seed + i);
    }
    // One heap in three has a system that refuses; seeds of consecutive heaps take turns.
    world_.memory().RefuseEvery(seed % 3 == 0 ? 8 : 0);
  }

  void Live(int rounds) {
    for (int i = 0; i < rounds; ++i) {
      WorkForARound(seed_ + 0x10000 * static_cast<std::uint64_t>(i + 1));
      Rest();
    }
    for (auto& mutator : mutators_) {
      mutator.FreeAll();
    }
    if (world_.oracles()) {
      world_.CheckAtRest({});
      world_.CheckNothingIsLost();
    }
  }

 private:
  void WorkForARound(std::uint64_t seed) {
    Round round(options_, seed);
    for (auto& mutator : mutators_) {
      round.Start([&mutator](auto& /*random*/) { mutator.Operate(); });
    }
    for (int i = 0; i < 2; ++i) {
      round.Start([this](auto& random) { ScavengeDirectly(world_, random); });
    }
    round.Start([this](auto& random) { Collect(world_, random); });
    typename World::Background background(world_.heap(), world_.clock(), world_.protocol());
    round.Start([&](auto& random) { WakeBackground(background, random); });
    round.StartOnce([&](auto& /*random*/) { ReleaseInBackground(background, world_.paths()); });
    round.Finish([&] { background.Stop(); });
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
  World world_;
  std::deque<Mutator<World>> mutators_;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_ROUND_H_
