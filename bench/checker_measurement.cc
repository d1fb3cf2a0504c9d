// SPDX-License-Identifier: BSD-3-Clause

#include "bench/checker_measurement.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "bench/in_child.h"
#include "bench/processor_time.h"
#include "checker/search/check.h"
#include "checker/search/exploration.h"
#include "checker/search/limits.h"
#include "checker/search/search_in_parts.h"

namespace heddle::bench {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::Exploration;
using checker::Program;
using checker::StrategyName;

// A shorter search is run several times, and the time divided.
constexpr double kShortestSeconds = 0.05;

struct TimedSearch {
  CheckResult result;
  std::uint64_t steps = 0;
  double seconds = 0;  // the mean of as many searches as were run
};

TimedSearch TimeSearches(Program& program, const CheckOptions& options) {
  const double start = ProcessorSeconds();
  TimedSearch timed;
  int searches = 0;
  double seconds = 0;
  do {
    Exploration exploration(program, options);
    checker::Limits limits(options.max_executions, options.max_seconds, /*max_bytes=*/0);
    exploration.Run(limits);
    timed.result = std::move(exploration.result());
    timed.steps = exploration.steps();
    ++searches;
    seconds = ProcessorSeconds() - start;
  } while (seconds < kShortestSeconds);
  timed.seconds = seconds / searches;
  return timed;
}

SearchFigures TimeRepetitions(Program& program, const StrategyName& strategy,
                              const Effort& effort) {
  CheckOptions options;
  options.strategy = strategy;
  options.max_seconds = effort.seconds;
  SearchFigures figures;
  std::vector<double> seconds;
  for (int i = 0; i < effort.repetitions; ++i) {
    const TimedSearch timed = TimeSearches(program, options);
    seconds.push_back(timed.seconds);
    figures.verdict = timed.result.verdict();
    figures.exhausted = timed.result.exhausted;
    figures.executions = timed.result.executions;
    figures.blocked = timed.result.blocked;
    figures.steps = timed.steps;
    if (!timed.result.exhausted && timed.result.violations.empty()) {
      break;
    }
  }
  figures.seconds_min = std::ranges::min(seconds);
  figures.seconds_median = Median(seconds);
  return figures;
}

// Keeps the lesser of `seconds` and what the search takes; 0 jobs: it is not divided.
void TimeWithJobs(Program& program, const Effort& effort, int jobs, SpeedUp& speed_up,
                  double& seconds) {
  CheckOptions options;
  options.max_seconds = effort.seconds;
  checker::SearchInParts search = checker::BeginSearch(jobs == 0 ? 0 : checker::kSlice);
  const auto start = std::chrono::steady_clock::now();
  const CheckResult result = CheckInParts(program, options, {.jobs = jobs}, search);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  speed_up.exhausted = speed_up.exhausted && result.exhausted;
  seconds = seconds == 0 ? taken.count() : std::min(seconds, taken.count());
}

}  // namespace

SearchFigures MeasureSearch(const models::Model& model, const StrategyName& strategy,
                            const Effort& effort) {
  const auto timed = InChild([&] {
    const auto program = model.make({});
    return TimeRepetitions(*program, strategy, effort);
  });
  SearchFigures figures = timed.result;
  figures.peak_bytes = timed.peak_bytes;
  return figures;
}

SpeedUp MeasureSpeedUp(const models::Model& model, const Effort& effort) {
  const auto measure = [&] {
    const auto program = model.make({});
    SpeedUp speed_up;
    // In turns, so that a change of the machine's speed meets all alike.
    for (int i = 0; i < effort.repetitions && speed_up.exhausted; ++i) {
      TimeWithJobs(*program, effort, 0, speed_up, speed_up.alone);
      TimeWithJobs(*program, effort, 1, speed_up, speed_up.one_job);
      TimeWithJobs(*program, effort, 2, speed_up, speed_up.two_jobs);
    }
    return speed_up;
  };
  return InChild(measure).result;
}

}  // namespace heddle::bench
