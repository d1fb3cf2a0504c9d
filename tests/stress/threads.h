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
#include "tests/stress/path_counts.h"
#include "tests/stress/round.h"

namespace heddle::stress {

inline void Pause(std::uint64_t microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
}

// Who holds the heap lock may ask for the background scavenger, and may not wake it.
template <class World>
void RequestUnderHeapLock(World& world, typename World::Background& background) {
  const typename World::Heap::HeapSection section(world.heap().heap_lock(), world.heap().probe());
  background.RequestWake();
}

// A program that releases memory itself. Mostly a little, so that reservations come back with
// something left. Now and then it wants help with that.
template <class World>
void ScavengeDirectly(World& world, typename World::Background& background,
                      core::PerturbationRandom& random) {
  const std::uint64_t pages = random() % 8 == 0 ? 1 + random() % 512 : 1 + random() % 16;
  if (world.heap().Scavenge(pages * World::G::kPageBytes) == 0) {
    Pause(random() % 200);
  }
  if (random() % 16 == 0) {
    RequestUnderHeapLock(world, background);
  }
}

// A garbage collector, as far as the scavenger sees one: cycles come to an end, goals change, and
// now and then somebody wants all memory back. It asks for the background scavenger, too.
template <class World>
void Collect(World& world, typename World::Background& background,
             core::PerturbationRandom& random) {
  auto& heap = world.heap();
  switch (random() % 16) {
    case 0:
      heap.ScavengeAll();
      ThreadPaths::Count(Path::kForcedPass);
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
      ThreadPaths::Count(Path::kStartCycle);
  }
  if (random() % 2 == 0) {
    background.RequestWake();
  }
  Pause(random() % 300);
}

// Until somebody stops it.
template <class Background>
void ReleaseInBackground(Background& background, const Round& round) {
  while (true) {
    switch (background.Step()) {
      case Background::Outcome::kSlept:
        ThreadPaths::Count(Path::kBackgroundRelease);
        break;
      case Background::Outcome::kParked:
        if (!round.IsOver()) {
          ThreadPaths::Count(Path::kWakeUp);
        }
        break;
      case Background::Outcome::kStopped:
        return;
    }
  }
}

// A monitor, which passes on what others have asked for.
template <class Background>
void PassOnRequests(Background& background, core::PerturbationRandom& random) {
  background.Poll();
  Pause(random() % 100);
}

// Somebody who holds no lock wakes the background scavenger, whether anybody has asked or not.
template <class Background>
void WakeDirectly(Background& background, core::PerturbationRandom& random) {
  background.Wake();
  Pause(random() % 600);
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_THREADS_H_
