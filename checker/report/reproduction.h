// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_REPRODUCTION_H_
#define HEDDLE_CHECKER_REPORT_REPRODUCTION_H_

#include <optional>
#include <string>

#include "checker/search/violation.h"

namespace heddle::checker {

// Whether a replay has found what was recorded, in as many steps with as many preemptions.
bool IsReproduced(const std::optional<Violation>& found, const Violation& recorded);
// "reproduced: race with 1 preemption, 7 steps", or "not reproduced: expected ..., found ...".
std::string ReproductionText(const std::optional<Violation>& found, const Violation& recorded);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_REPRODUCTION_H_
