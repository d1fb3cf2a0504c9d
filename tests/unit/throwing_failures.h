// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_UNIT_THROWING_FAILURES_H_
#define HEDDLE_TESTS_UNIT_THROWING_FAILURES_H_

#include <gtest/gtest.h>

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/sync/failure.h"

namespace heddle::tests {

// A failure of core, as an exception.
struct CoreFailure : std::runtime_error {
  CoreFailure(core::FailureKind k, std::string_view message, const std::source_location& where)
      : std::runtime_error(std::string(message)), kind(k), location(where) {}

  core::FailureKind kind;
  std::source_location location;
};

// As long as it lives, failures of core throw CoreFailure instead of ending the process. An
// operation that throws may leave its object in a state that only destruction can follow.
class ThrowingFailures {
 public:
  ThrowingFailures() : previous_(core::failure_handler) { core::failure_handler = &Throw; }
  ~ThrowingFailures() { core::failure_handler = previous_; }
  ThrowingFailures(const ThrowingFailures&) = delete;
  ThrowingFailures& operator=(const ThrowingFailures&) = delete;

 private:
  [[noreturn]] static void Throw(core::FailureKind kind, std::string_view message,
                                 const std::source_location& where) {
    throw CoreFailure(kind, message, where);
  }

  core::FailureHandler previous_;
};

class FailureTest : public testing::Test {
  ThrowingFailures failures_;
};

// Runs `action`, which must fail with this kind and a message that holds every one of `parts`.
// Returns the message.
template <class Action, class... Parts>
std::string ExpectFailure(core::FailureKind kind, Action action, const Parts&... parts) {
  const ThrowingFailures failures;
  try {
    action();
  } catch (const CoreFailure& failure) {
    const std::string message = failure.what();
    EXPECT_EQ(static_cast<int>(failure.kind), static_cast<int>(kind)) << message;
    for (const std::string_view part : {std::string_view(parts)...}) {
      EXPECT_NE(message.find(part), std::string::npos)
          << "'" << part << "' is missing from: " << message;
    }
    return message;
  }
  ADD_FAILURE() << "nothing failed";
  return {};
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_UNIT_THROWING_FAILURES_H_
