// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "core/sync/failure.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::core {
namespace {

using tests::CoreFailure;
using tests::ThrowingFailures;

TEST(FailureText, PrintsTextAndNumbers) {
  FailureText text;
  text << "chunk " << 7U << " at " << Hex{0xc000000000} << ", " << std::int64_t{-3} << " of "
       << std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(text.view(), "chunk 7 at 0xc000000000, -3 of 18446744073709551615");
}

TEST(FailureText, PrintsZeroAndTheHighestNumberInHexadecimal) {
  FailureText text;
  text << Hex{0} << " " << Hex{std::numeric_limits<std::uint64_t>::max()};
  EXPECT_EQ(text.view(), "0x0 0xffffffffffffffff");
}

TEST(FailureText, CutsWhatDoesNotFit) {
  const std::string long_text(1000, 'x');
  FailureText text;
  text << "begins " << long_text << 42;
  EXPECT_EQ(text.view().substr(0, 8), "begins x");
  EXPECT_LT(text.view().size(), 300U);
  EXPECT_EQ(text.view().back(), 'x') << "what came after the cut was left out";
}

TEST(Failure, ReachesTheHandlerWithKindMessageAndPlace) {
  const ThrowingFailures failures;
  const unsigned line = __LINE__ + 2;
  try {
    Fail(FailureKind::kAccounting, FailureText() << "1 is not " << 2);
    FAIL() << "Fail returned";
  } catch (const CoreFailure& failure) {
    EXPECT_EQ(failure.kind, FailureKind::kAccounting);
    EXPECT_STREQ(failure.what(), "1 is not 2");
    EXPECT_EQ(failure.location.line(), line);
  }
}

TEST(Failure, OfAFatalKindIsAnAssertion) {
  tests::ExpectFailure(FailureKind::kAssertion, [] { Fatal("bad prune"); }, "bad prune");
}

TEST(FailureDeathTest, EndsTheProcessWithOneLine) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(Fatal("bad prune"), "^heddle: fatal: bad prune \\[.*failure_test\\.cc:[0-9]+\\]");
}

TEST(FailureDeathTest, EndsTheProcessEvenIfTheHandlerReturns) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        failure_handler = [](FailureKind, std::string_view, const std::source_location&) {};
        Fatal("ignored");
      },
      "");
}

}  // namespace
}  // namespace heddle::core
