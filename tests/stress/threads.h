// SPDX-License-Identifier: BSD-3-Clause
//
// What the threads of a round do besides those that allocate. Each is one step, done again and
// again until the round is over.

#ifndef HEDDLE_TESTS_STRESS_THREADS_H_
#define HEDDLE_TESTS_STRESS_THREADS_H_

#include <chrono>
#include <cstdint>
#include <thread>

#include "core/heap/scavenge_goal.h"
#include "core/scavenger/revision.h"
#include "core/sync/perturbation.h"
#include "tests/stress/paths.h"

namespace heddle::stress {

inline void Pause(std::uint64_t microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
}

// A program that releases memory itself. Mostly a little, so that reservations come back with
// something left.
template <class World>
void ScavengeDirectly(World& world, core::PerturbationRandom& random) {
  const std::uint64_t pages = random() % 8 == 0 ? 1 + random() % 512 : 1 + random() % 16;
  if (world.heap().Scavenge(pages * World::G::kPageBytes) == 0) {
    Pause(random() % 200);
  }
}

// A garbage collector, as far as the scavenger sees one: cycles come to an end, goals change, and
// now and then somebody wants all memory back.
template <class World>
void Collect(World& world, core::PerturbationRandom& random) {
  auto& heap = world.heap();
  switch (random() % 16) {
    case 0:
      heap.ScavengeAll();
      world.paths().Count(Path::kForcedPass);
      break;
    case 1:
      heap.SetGoal(core::kNoGoal);
      break;
    case 2:
    case 3:
      heap.SetGoal(heap.Retained() / 2);
      break;
    default:
      heap.StartCycle();
      world.paths().Count(Path::kStartCycle);
  }
  Pause(random() % 300);
}

// Until somebody stops it.
template <class Background>
void ReleaseInBackground(Background& background, PathCounts& paths) {
  while (true) {
    switch (background.Step()) {
      case Background::Outcome::kSlept:
        paths.Count(Path::kBackgroundRelease);
        break;
      case Background::Outcome::kParked:
        paths.Count(Path::kWakeUp);
        break;
      case Background::Outcome::kStopped:
        return;
    }
  }
}

// Somebody asks for the background scavenger, under a lock or not, and a monitor passes it on.
template <class Background>
void WakeBackground(Background& background, core::PerturbationRandom& random) {
  if (random() % 3 == 0) {
    background.Wake();
  } else {
    background.RequestWake();
    background.Poll();
  }
  Pause(random() % 300);
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_THREADS_H_
