// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_HELD_LOCKS_H_
#define HEDDLE_CHECKER_REPORT_HELD_LOCKS_H_

#include <string>
#include <vector>

#include "checker/search/counterexample.h"

namespace heddle::checker {

// For each step, the locks that its thread holds after it, by name, in the order in which they were
// taken.
std::vector<std::vector<std::string>> HeldLocks(const Counterexample& example);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_HELD_LOCKS_H_
