// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_STEP_TEXT_H_
#define HEDDLE_CHECKER_REPORT_STEP_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/search/counterexample.h"

namespace heddle::checker {

// What a step does, to which object, with which value and order: "store leaf summary 2 := 0
// (relaxed)".
std::string StepText(const Counterexample::Step& step);

// The number by which each step is called, from 1; none of what is said, and of accesses of plain
// memory, which belong to the step before them.
std::vector<std::optional<std::size_t>> StepNumbers(const Counterexample& example);
// The last of them.
std::uint64_t StepCount(const Counterexample& example);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_STEP_TEXT_H_
