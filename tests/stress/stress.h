// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_H_
#define HEDDLE_TESTS_STRESS_STRESS_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "tests/stress/paths.h"
#include "tests/stress/stress_options.h"

namespace heddle::stress {

struct StressReport {
  std::uint64_t operations = 0;  // allocations and frees
  std::chrono::duration<double> time{0};
  std::uint64_t heaps = 0;  // made and taken down again
  PathCounts paths;
};

// Real threads on a heap of the revision asked for, until the time is over. Returns if nothing was
// found; what is found ends the process (failure.h).
void Stress(const StressOptions& options, StressReport& report);

// What the revision has and the run has not come by.
std::vector<Path> PathsNotTaken(const StressOptions& options, const StressReport& report);

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_H_
