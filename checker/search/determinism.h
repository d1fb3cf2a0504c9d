// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_DETERMINISM_H_
#define HEDDLE_CHECKER_SEARCH_DETERMINISM_H_

#include <string>

#include "checker/program.h"
#include "checker/relacy/simulation.h"
#include "checker/strategy/strategy.h"
#include "checker/trace/recorder.h"
#include "checker/trace/schedule.h"

namespace heddle::checker {

// Runs an execution again and compares all that was recorded of it. Throws NotDeterministic, which
// names the first operation that differs.
void CompareWithRepetition(Simulation& simulation, Program& program, const Schedule& schedule,
                           const Recorder& recorded);

// What a strategy has to say of a program that did not do what it had done before.
std::string Explain(const Mismatch& mismatch);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_DETERMINISM_H_
