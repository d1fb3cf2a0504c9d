// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_CHECK_H_
#define HEDDLE_CHECKER_SEARCH_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/program.h"
#include "checker/relacy/simulation.h"
#include "checker/search/progress.h"
#include "checker/search/strategy_name.h"
#include "checker/search/violation.h"
#include "checker/strategy/rules.h"
#include "checker/verdict.h"

namespace heddle::checker {

struct CheckOptions {
  StrategyName strategy = {};
  SimulationOptions simulation = {};
  // Leaves out a load of an older value where making the load earlier shows the same.
  bool prune = true;
  // Goes on after a violation, until one of each kind has been seen.
  bool all_violations = false;
  // Counts the distinct traces among the executions without a violation.
  bool count_traces = false;
  std::uint64_t seed = 1;            // of `random` and `pct`
  std::uint64_t max_executions = 0;  // 0: no limit, but for `random` and `pct`: 100,000
  double max_seconds = 0;            // 0: no limit
  std::uint64_t max_bytes = 0;       // of memory of this process; 0: no limit
  SearchRules rules = {};            // for tests
};

struct CheckResult {
  StrategyName strategy;
  // Nothing is left to explore: of everything, or within the bound if the strategy has one.
  bool exhausted = false;
  std::uint64_t executions = 0;         // run to their end, with and without violation
  std::uint64_t blocked = 0;            // given up on the way: they could show nothing new
  std::optional<std::uint64_t> traces;  // if asked for
  double seconds = 0;
  // The first of each kind, in the order in which they were found; of a kind are those with the
  // same verdict and message. At most one unless all were asked for.
  std::vector<Violation> violations;
  // Parts that could not be explored, a line for each: a process that explored one has crashed.
  // Only if the search was divided; it is not exhausted then.
  // An initializer, for those who name only some fields.
  std::vector<std::string> lost = {};  // NOLINT(readability-redundant-member-init)

  // Nothing is left to explore, and no execution violates anything.
  bool Passes() const { return exhausted && violations.empty(); }
  Verdict verdict() const { return violations.empty() ? Verdict::kPass : violations[0].verdict; }
};

// Explores `program`, and says how far it has come if asked to. Throws NotDeterministic
// (checker/search/errors.h) if it behaves differently when the same is decided,
// std::invalid_argument if it has no thread or more than kMaxThreads.
CheckResult Check(Program& program, const CheckOptions& options, Progress* progress = nullptr);

// Explores with 0, 1, ... up to `max_preemptions` preemptions until a violation is found, then
// looks for one that takes fewer steps with as few. Limits, executions and seconds are of all
// rounds together, but for the last, the search for fewer steps, which has as much again.
CheckResult CheckWithFewestPreemptions(Program& program, unsigned max_preemptions,
                                       const CheckOptions& options, Progress* progress = nullptr);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_CHECK_H_
