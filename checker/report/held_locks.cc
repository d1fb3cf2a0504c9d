// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/held_locks.h"

#include <algorithm>
#include <map>

namespace heddle::checker {

std::vector<std::vector<std::string>> HeldLocks(const Counterexample& example) {
  std::vector<std::vector<std::string>> held;
  std::map<int, std::vector<std::string>> of_thread;
  for (const Counterexample::Step& step : example.steps) {
    std::vector<std::string>& locks = of_thread[step.event.thread];
    if (step.event.kind == EventKind::kLock) {
      locks.push_back(step.object);
    } else if (step.event.kind == EventKind::kUnlock) {
      if (const auto lock = std::ranges::find(locks, step.object); lock != locks.end()) {
        locks.erase(lock);
      }
    }
    held.push_back(locks);
  }
  return held;
}

}  // namespace heddle::checker
