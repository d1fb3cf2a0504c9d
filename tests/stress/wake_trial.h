// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_WAKE_TRIAL_H_
#define HEDDLE_TESTS_STRESS_WAKE_TRIAL_H_

#include <atomic>
#include <chrono>
#include <cstdint>

#include "core/heap/scavenge_goal.h"
#include "core/invariants/heap_invariants.h"
#include "core/sync/failure.h"
#include "core/sync/perturbation.h"
#include "tests/stress/patience.h"
#include "tests/stress/round.h"
#include "tests/stress/stress_options.h"
#include "tests/stress/threads.h"

namespace heddle::stress {

// Two requests to a background scavenger that has nothing to do, and the end of it. Among many
// requests one that is lost is made up for by the next, so here nobody else makes any: this thread
// does, another one passes them on with Poll, a third is the scavenger.
//
// The heap has no goal, so a step of the scavenger's ends when somebody wakes it and not before.
// What a request was made for is a number in plain memory: that the scavenger may read it follows
// from the request alone, by the release in RequestWake and the acquire in Wake, and a race
// detector sees if it does not. Of one thread's requests only: one that overwrites another thread's
// does not pass on what that one has done.
template <class World>
class WakeTrial {
 public:
  using Background = typename World::Background;

  WakeTrial(World& world, const StressOptions& options, std::uint64_t seed)
      : world_(world), options_(options), seed_(seed), random_(seed) {}

  void Run(PathCounts& paths) {
    const std::uint64_t goal = world_.heap().Goal();
    world_.heap().SetGoal(core::kNoGoal);
    Background background(world_.heap(), world_.clock(), world_.protocol());
    Round round(options_, seed_, [&background] { background.Stop(); });
    round.StartOnce([&](auto& /*random*/) { Answer(background); });
    round.Start([&](auto& random) { PollOften(background, random); });
    if (random_() % 2 == 0) {
      AwaitRest(background);
    }
    Ask(background, 1);
    AwaitAnswer();
    Ask(background, 2);
    Spin(random_() % 50);
    round.Finish(paths);
    CheckLastRequest(background);
    world_.heap().SetGoal(goal);
  }

 private:
  // Leaves the processor to others now and then.
  static void PollOften(Background& background, core::PerturbationRandom& random) {
    background.Poll();
    if (random() % 512 == 0) {
      Pause(10);
    }
  }

  // Shorter than a thread can sleep.
  static void Spin(std::uint64_t microseconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(microseconds);
    while (std::chrono::steady_clock::now() < end) {
    }
  }

  void Answer(Background& background) {
    while (background.Step() != Background::Outcome::kStopped) {
      // Release: pairs with the acquires of the other thread, which writes again when it has seen
      // the answer. Nothing is ordered the other way.
      answered_.store(asked_, std::memory_order_release);
    }
  }

  void Ask(Background& background, std::uint64_t number) {
    asked_ = number;
    background.RequestWake();
  }

  // I44, before it is asked for.
  void AwaitRest(Background& background) {
    Await([&] { return background.IsParked(); }, PatienceOf(options_));
    if (world_.oracles()) {
      core::CheckBackgroundAtRest(world_.heap(), background);
    }
  }

  void AwaitAnswer() {
    const auto answered = [this] { return answered_.load(std::memory_order_acquire) != 0; };
    if (!Await(answered, PatienceOf(options_)) && world_.oracles()) {
      core::Fail(core::FailureKind::kLostWork,
                 core::FailureText() << "the background scavenger was asked to wake, and does not");
    }
  }

  // A request is taken from who is parked, and who is parked looks again when it is woken, even if
  // that was to stop it.
  void CheckLastRequest(const Background& background) {
    const bool seen = answered_.load(std::memory_order_acquire) == asked_;
    if (world_.oracles() && !seen && !background.WakeRequested()) {
      core::Fail(core::FailureKind::kLostWork,
                 core::FailureText() << "a request to wake the background scavenger was taken, and "
                                     << "it has stopped without looking again");
    }
  }

  World& world_;
  const StressOptions& options_;
  std::uint64_t seed_;
  core::PerturbationRandom random_;
  std::uint64_t asked_ = 0;
  std::atomic<std::uint64_t> answered_{0};
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_WAKE_TRIAL_H_
