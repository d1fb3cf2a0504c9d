// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_EXPLORE_H_
#define HEDDLE_LITMUS_EXPLORE_H_

#include <string>
#include <vector>

#include "checker/search/check.h"
#include "litmus/outcome.h"
#include "litmus/program.h"

namespace heddle::litmus {

// What the exploration of a program has shown.
struct Observation {
  checker::CheckResult check;
  std::vector<Outcome> outcomes;      // of executions without a violation; sorted
  std::vector<std::string> verdicts;  // as VerdictName says them; sorted, each once
};

// Explores all of the program that the strategy and the limits of `options` let it: goes on after
// violations, and counts traces. Lock ranks play no part. Says how far it has come if asked to.
Observation Explore(const Program& program, checker::CheckOptions options,
                    checker::Progress* progress = nullptr);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_EXPLORE_H_
