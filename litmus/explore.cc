// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/explore.h"

#include <set>

#include "litmus/interpreter.h"
#include "litmus/verdicts.h"

namespace heddle::litmus {

Observation Explore(const Program& program, checker::CheckOptions options,
                    checker::Progress* progress) {
  options.all_violations = true;
  options.count_traces = true;
  options.simulation.check_lock_ranks = false;
  Interpreter interpreter(program);
  Observation observation;
  observation.check = checker::Check(interpreter, options, progress);
  observation.outcomes = interpreter.Outcomes();
  std::set<std::string> verdicts;
  for (const checker::Violation& violation : observation.check.violations) {
    verdicts.emplace(VerdictName(violation));
  }
  observation.verdicts.assign(verdicts.begin(), verdicts.end());
  return observation;
}

}  // namespace heddle::litmus
