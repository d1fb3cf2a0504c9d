// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_H_
#define HEDDLE_TESTS_STRESS_STRESS_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "core/scavenger/revision.h"
#include "tests/stress/asked_protocol.h"
#include "tests/stress/path_counts.h"
#include "tests/stress/stress_options.h"

namespace heddle::stress {

struct StressReport {
  std::chrono::duration<double> time{0};
  std::uint64_t heaps = 0;            // made and taken down again
  std::uint64_t resident_checks = 0;  // how often the system has said what is resident
  PathCounts paths;
  AskedQuestions asked;  // of a design that is not as shipped

  // Allocations and frees.
  std::uint64_t Operations() const {
    return paths[Path::kAllocation] + paths[Path::kCachedAllocation] + paths[Path::kFree];
  }
};

// Real threads on a heap of the revision asked for, until the time is over and the round at its
// end. Returns if nothing was found; what is found ends the process (failure.h). Throws NoResult if
// the system refuses what it needs.
void Stress(const StressOptions& options, StressReport& report);

// The same for one revision; in revision_rN.cc.
template <core::Revision kRevision>
void StressRevision(const StressOptions& options, StressReport& report);

// Operations a second, and what the process has in memory, at most every so often.
class ProgressPrinter {
 public:
  explicit ProgressPrinter(std::chrono::milliseconds every) : every_(every) {}

  void Print(const StressReport& report);

 private:
  std::chrono::milliseconds every_;  // 0: never
  std::chrono::duration<double> last_{0};
  std::uint64_t operations_ = 0;
};

// Whether there is to be another round, or another heap.
bool IsToGoOn(const StressOptions& options, const StressReport& report);

// What the revision has and the run has not come by.
std::vector<Path> PathsNotTaken(const StressOptions& options, const StressReport& report);

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_H_
