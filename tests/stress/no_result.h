// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_NO_RESULT_H_
#define HEDDLE_TESTS_STRESS_NO_RESULT_H_

#include <stdexcept>

namespace heddle::stress {

// The system did not give what a run needs. That says nothing of the heap.
class NoResult : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_NO_RESULT_H_
