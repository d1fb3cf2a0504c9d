// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_VIOLATION_H_
#define HEDDLE_CHECKER_SEARCH_VIOLATION_H_

#include <cstdint>
#include <string>

#include "checker/search/counterexample.h"
#include "checker/trace/event.h"
#include "checker/trace/schedule.h"
#include "checker/verdict.h"

namespace heddle::checker {

// An execution that went wrong, and how to have it again.
struct Violation {
  Verdict verdict = Verdict::kPass;
  std::string message;
  Place location;  // line 0 if it has none, like a deadlock
  std::uint64_t preemptions = 0;
  std::uint64_t steps = 0;  // scheduling points passed, threads' starts not counted
  Schedule schedule;
  Counterexample counterexample;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_VIOLATION_H_
