// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_PATIENCE_H_
#define HEDDLE_TESTS_STRESS_PATIENCE_H_

#include <chrono>
#include <thread>

#include "tests/stress/stress_options.h"

namespace heddle::stress {

// How long to wait for what is sure to come: longer where threads are delayed on purpose, by more
// delays than what they have begun can meet.
inline std::chrono::milliseconds PatienceOf(const StressOptions& options) {
  constexpr int kDelays = 10'000;
  const core::PerturbationPlan& plan = options.perturbation;
  const bool delays = plan.one_in != 0 || !plan.places.empty();
  return options.patience +
         std::chrono::duration_cast<std::chrono::milliseconds>(kDelays * plan.longest) *
             (delays ? 1 : 0);
}

// Whether holds() comes to be true. Asked quickly at first, then once a millisecond. These looks
// are counted and time is not, so that a process that was stopped, or starved by others, has lost
// no patience meanwhile. The last look comes after the last sleep.
//
// It sleeps and does not yield: on a busy machine whoever yields waits for everybody else.
template <class Condition>
bool Await(Condition holds, std::chrono::milliseconds patience) {
  constexpr int kLooksAtOnce = 100;
  constexpr int kQuickLooks = 200;
  for (int i = 0; i < kQuickLooks; ++i) {
    if (holds()) {
      return true;
    }
    if (i >= kLooksAtOnce) {
      std::this_thread::sleep_for(std::chrono::microseconds(10));
    }
  }
  constexpr std::chrono::milliseconds kPause{1};
  for (auto left = patience; left.count() > 0; left -= kPause) {
    if (holds()) {
      return true;
    }
    std::this_thread::sleep_for(kPause);
  }
  return holds();
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_PATIENCE_H_
