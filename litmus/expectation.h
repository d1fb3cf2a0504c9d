// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_EXPECTATION_H_
#define HEDDLE_LITMUS_EXPECTATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "litmus/outcome.h"
#include "litmus/program.h"

namespace heddle::litmus {

// What the exploration of a program is to show. What is not there is not expected.
struct Expectation {
  std::optional<std::uint64_t> relacy_full_executions;
  std::optional<std::uint64_t> dpor_executions;
  std::optional<std::uint64_t> traces;
  // Sorted, without repetition.
  std::optional<std::variant<std::vector<Outcome>, OutcomeDigest>> outcomes;
  std::optional<std::vector<std::string>> verdicts;

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct TestCase {
  Program program;
  std::optional<Expectation> expectation;

  friend bool operator==(const TestCase&, const TestCase&) = default;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_EXPECTATION_H_
