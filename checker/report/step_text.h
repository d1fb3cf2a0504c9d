// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_STEP_TEXT_H_
#define HEDDLE_CHECKER_REPORT_STEP_TEXT_H_

#include <string>

#include "checker/search/counterexample.h"

namespace heddle::checker {

// What a step does, to which object, with which value and order: "store leaf summary 2 := 0
// (relaxed)".
std::string StepText(const Counterexample::Step& step);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_STEP_TEXT_H_
