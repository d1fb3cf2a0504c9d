// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_CHECK_H_
#define HEDDLE_CHECKER_SEARCH_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/program.h"
#include "checker/search/strategy.h"
#include "checker/trace/event.h"
#include "checker/verdict.h"

namespace heddle::checker {

struct CheckOptions {
  Strategy strategy;
  std::uint64_t max_executions = 0;  // 0: no limit, but for `random`, which then runs 100,000
  double max_seconds = 0;            // 0: no limit
  bool check_lock_ranks = true;
};

// The execution that ended in a violation, step by step.
struct Counterexample {
  struct Step {
    Event event;
    std::string object;  // its name in the words of the program
  };
  // A lock or event that a thread was waiting for when the execution ended.
  struct Wait {
    int thread;
    std::string object;
    std::optional<int> holder;
    Place location;
  };

  int threads = 0;
  std::vector<Step> steps;  // oracles' own reads left out
  // Of a race: the earlier access. The later one is the last step.
  std::optional<Step> conflict;
  std::vector<Wait> waits;
};

struct CheckResult {
  Strategy strategy;
  Verdict verdict = Verdict::kPass;
  std::string message;
  Place location;  // of what was found; line 0 if it has none, like a deadlock
  // Nothing is left to explore: of everything, or within the bound if the strategy has one.
  bool exhausted = false;
  std::uint64_t executions = 0;
  double seconds = 0;
  std::uint64_t preemptions = 0;  // of the counterexample
  std::uint64_t step_count = 0;   // of the counterexample: scheduling points
  std::optional<Counterexample> counterexample;
};

// Explores `program`. A violation ends the search and is run once more to be written down; if it
// does not happen again, the program is not deterministic, and std::logic_error says so.
CheckResult Check(Program& program, const CheckOptions& options);

// Explores with 0, 1, ... up to `max_preemptions` preemptions until a violation is found, which is
// then one with the fewest. Limits, executions and seconds are of all rounds together.
CheckResult CheckWithFewestPreemptions(Program& program, unsigned max_preemptions,
                                       const CheckOptions& options);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_CHECK_H_
