// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_ARGUMENT_ERROR_H_
#define HEDDLE_TESTS_STRESS_ARGUMENT_ERROR_H_

#include <stdexcept>

namespace heddle::stress {

// One line that names the argument and says what was expected.
class ArgumentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_ARGUMENT_ERROR_H_
