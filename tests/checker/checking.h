// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_CHECKER_CHECKING_H_
#define HEDDLE_TESTS_CHECKER_CHECKING_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "checker/search/check.h"

namespace heddle::checker {

// Options for the strategy of that name, all others as they are by default.
inline CheckOptions With(std::string_view strategy) {
  const auto parsed = ParseStrategyName(strategy);
  EXPECT_TRUE(parsed) << strategy;
  CheckOptions options;
  options.strategy = parsed.value_or(StrategyName());
  return options;
}

// What the first violation says, empty if there is none.
inline std::string FirstMessage(const CheckResult& result) {
  return result.violations.empty() ? "" : result.violations.front().message;
}

// Those that leave nothing out.
inline constexpr std::string_view kExhaustive[] = {"relacy-full", "dfs", "sleep", "dpor"};

}  // namespace heddle::checker

#endif  // HEDDLE_TESTS_CHECKER_CHECKING_H_
