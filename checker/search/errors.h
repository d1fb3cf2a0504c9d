// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_ERRORS_H_
#define HEDDLE_CHECKER_SEARCH_ERRORS_H_

#include <stdexcept>

namespace heddle::checker {

// The program does something else when its schedule is the same, so that nothing found or not found
// about it means anything. The message names the first operation that differs.
class NotDeterministic : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A schedule that was given cannot be followed: it is of another program, or of another build.
class Diverged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_ERRORS_H_
