// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_CHECKER_MEASUREMENT_H_
#define HEDDLE_BENCH_CHECKER_MEASUREMENT_H_

#include <cstdint>

#include "checker/search/strategy_name.h"
#include "checker/verdict.h"
#include "models/model.h"

namespace heddle::bench {

struct Effort {
  int repetitions;
  double seconds;  // of the clock, for one search; a longer one is stopped, and not repeated
};

// What one search of one model took: processor time, the least and the median of the repetitions.
struct SearchFigures {
  checker::Verdict verdict = checker::Verdict::kPass;
  bool exhausted = false;
  std::uint64_t executions = 0;  // run to their end, or to a violation
  std::uint64_t blocked = 0;
  double seconds_min = 0;
  double seconds_median = 0;
  std::uint64_t steps = 0;       // scheduling points, those of blocked executions included
  std::uint64_t peak_bytes = 0;  // resident, of the process that did nothing else

  std::uint64_t begun() const { return executions + blocked; }
  double ExecutionsPerSecond() const { return static_cast<double>(executions) / seconds_min; }
  double NanosecondsPerExecution(double seconds) const {
    return seconds * 1e9 / static_cast<double>(begun());
  }
  double NanosecondsPerStep() const { return seconds_min * 1e9 / static_cast<double>(steps); }
  double StepsPerExecution() const {
    return static_cast<double>(steps) / static_cast<double>(begun());
  }
};

// In a process of its own. Throws std::runtime_error if that one fails.
SearchFigures MeasureSearch(const models::Model& model, const checker::StrategyName& strategy,
                            const Effort& effort);

// A `dpor` search by this process alone and by one and two processes that it starts: seconds of the
// clock, the least of the repetitions.
struct SpeedUp {
  bool exhausted = true;  // by each of them
  double alone = 0;
  double one_job = 0;
  double two_jobs = 0;
};

// In a process of its own. Throws std::runtime_error if that one fails.
SpeedUp MeasureSpeedUp(const models::Model& model, const Effort& effort);

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_CHECKER_MEASUREMENT_H_
