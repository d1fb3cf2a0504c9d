// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_FAILURE_H_
#define HEDDLE_TESTS_STRESS_FAILURE_H_

#include <string>

namespace heddle::stress {

// Of a run that found something.
inline constexpr int kViolation = 1;

// From now on a failure of core's, or of an oracle, is one line on standard error that says what
// and where, and one that says how to have it again, and ends the process with kViolation. Set
// for each heap, before its threads start.
void EndWithFailures(const std::string& again);

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_FAILURE_H_
