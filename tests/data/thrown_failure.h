// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_DATA_THROWN_FAILURE_H_
#define HEDDLE_TESTS_DATA_THROWN_FAILURE_H_

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/sync/failure.h"

namespace heddle::tests {

// A failure of core, as an exception.
class ThrownFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// While it lives, core's failures throw ThrownFailure instead of ending the process.
class ThrowingFailures {
 public:
  ThrowingFailures() : before_(core::failure_handler) { core::failure_handler = &Throw; }
  ~ThrowingFailures() { core::failure_handler = before_; }
  ThrowingFailures(const ThrowingFailures&) = delete;
  ThrowingFailures& operator=(const ThrowingFailures&) = delete;

 private:
  [[noreturn]] static void Throw(core::FailureKind /*kind*/, std::string_view message,
                                 const std::source_location& /*where*/) {
    throw ThrownFailure(std::string(message));
  }

  core::FailureHandler before_;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_DATA_THROWN_FAILURE_H_
