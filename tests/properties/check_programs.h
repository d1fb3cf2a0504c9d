// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_PROPERTIES_CHECK_PROGRAMS_H_
#define HEDDLE_TESTS_PROPERTIES_CHECK_PROGRAMS_H_

#include <functional>
#include <string>

#include "tests/properties/operations.h"

namespace heddle::tests {

struct Verdict {
  bool holds = false;
  int programs = 0;  // that were run, if it holds
  std::string text;  // the smallest program that was found to fail, and how
};

// Runs random programs; `run` throws if one shows something wrong, and then smaller ones are tried.
// The seed is fixed, so that a test does the same every time; RC_PARAMS in the environment, such as
// "max_success=100000" with a random seed, overrides it (see RapidCheck's configuration). `name` is
// for reproducing a failure; empty where failure is expected.
Verdict CheckPrograms(const std::string& name, const std::function<void(const Program&)>& run);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_PROPERTIES_CHECK_PROGRAMS_H_
