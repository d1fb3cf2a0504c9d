// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/check.h"

#include <algorithm>
#include <utility>

#include "checker/search/exploration.h"
#include "checker/search/limits.h"

namespace heddle::checker {
namespace {

constexpr std::uint64_t kDefaultSamples = 100'000;

Limits LimitsOf(const CheckOptions& options) {
  const bool endless =
      options.strategy.IsSampling() && options.max_executions == 0 && options.max_seconds <= 0;
  return {endless ? kDefaultSamples : options.max_executions, options.max_seconds,
          options.max_bytes};
}

void ShowProgress(Limits& limits, Progress* progress) {
  if (progress != nullptr) {
    limits.OnLook([&limits, progress] {
      progress->Show(SearchProgress{.executions = limits.executions(),
                                    .executions_left = limits.executions_left(),
                                    .seconds_left = limits.seconds_left()});
    });
  }
}

// Adds what another round of the same search came to.
void Add(CheckResult& total, const CheckResult& round) {
  total.strategy = round.strategy;
  total.exhausted = round.exhausted;
  total.executions += round.executions;
  total.blocked += round.blocked;
  total.traces = round.traces;  // each round sees all that those before it saw
  total.seconds += round.seconds;
  total.violations = round.violations;
}

// More executions are not worth a shorter counterexample.
constexpr std::uint64_t kExecutionsForShortening = 100'000;

// Looks for the same kind of violation in fewer steps, again and again. `round` is the search that
// found this one.
void Shorten(Program& program, const CheckOptions& round, Violation& best, CheckResult& total) {
  const std::uint64_t executions = round.max_executions == 0
                                       ? kExecutionsForShortening
                                       : std::min(round.max_executions, kExecutionsForShortening);
  Limits limits(executions, round.max_seconds, round.max_bytes);
  while (best.steps > 1 && !limits.is_reached()) {
    CheckOptions shorter = round;
    shorter.simulation.max_steps = static_cast<unsigned>(best.steps) - 1;
    shorter.simulation.longer_is_livelock = false;
    Exploration exploration(program, shorter);
    const Exploration::Stop stop = exploration.Run(limits);
    total.seconds += exploration.result().seconds;
    if (stop != Exploration::Stop::kViolation) {
      return;
    }
    const Violation& found = exploration.result().violations.front();
    if (found.verdict != best.verdict) {
      return;
    }
    best = found;
  }
}

// Searches with 0, 1, ... preemptions.
CheckResult CheckInRounds(Program& program, const CheckOptions& options, bool shorten,
                          Progress* progress) {
  Limits limits = LimitsOf(options);
  ShowProgress(limits, progress);
  CheckResult total;
  for (unsigned preemptions = 0; preemptions <= options.strategy.number; ++preemptions) {
    CheckOptions round = options;
    round.strategy.number = preemptions;
    Exploration exploration(program, round);
    exploration.Run(limits);
    Add(total, exploration.result());
    if (!total.violations.empty() && !options.all_violations) {
      if (shorten) {
        Shorten(program, round, total.violations.front(), total);
      }
      break;
    }
    if (limits.is_reached() && preemptions < options.strategy.number) {
      total.exhausted = false;  // the rounds that are left will not be run
      break;
    }
  }
  return total;
}

}  // namespace

CheckResult Check(Program& program, const CheckOptions& options, Progress* progress) {
  if (options.strategy.kind == StrategyName::Kind::kBounded) {
    return CheckInRounds(program, options, /*shorten=*/false, progress);
  }
  Limits limits = LimitsOf(options);
  ShowProgress(limits, progress);
  Exploration exploration(program, options);
  exploration.Run(limits);
  return std::move(exploration.result());
}

CheckResult CheckWithFewestPreemptions(Program& program, unsigned max_preemptions,
                                       const CheckOptions& options, Progress* progress) {
  CheckOptions bounded = options;
  bounded.strategy = {StrategyName::Kind::kBounded, max_preemptions};
  return CheckInRounds(program, bounded, /*shorten=*/true, progress);
}

}  // namespace heddle::checker
