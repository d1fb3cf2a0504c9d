// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_NO_RESULT_H_
#define HEDDLE_TESTS_STRESS_NO_RESULT_H_

#include <stdexcept>
#include <system_error>

namespace heddle::stress {

// The system did not give what a run needs. That says nothing of the heap.
class NoResult : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Why is an errno.
[[noreturn]] inline void ThrowNoMemory(int why) {
  throw NoResult("the system has no memory for a heap: " + std::generic_category().message(why));
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_NO_RESULT_H_
