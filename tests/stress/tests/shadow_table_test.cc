// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/shadow_table.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/data/thrown_failure.h"

namespace heddle::stress {
namespace {

constexpr core::Address kBase = 0x10000;
constexpr std::uint64_t kPageBytes = 0x2000;

class ShadowTableTest : public testing::Test {
 protected:
  // What it fails with; empty if it does not.
  template <class Operation>
  static std::string FailureOf(Operation operation) {
    const tests::ThrowingFailures failures;
    try {
      operation();
    } catch (const tests::ThrownFailure& failure) {
      return failure.what();
    }
    return "";
  }

  ShadowTable table_{kBase, 8, kPageBytes};
};

TEST_F(ShadowTableTest, LetsPagesChangeHands) {
  EXPECT_EQ(FailureOf([&] {
              table_.Enter(kBase, 3, 1);
              table_.Enter(kBase + 3 * kPageBytes, 5, 2);
              table_.Leave(kBase, 3, 1);
              table_.CheckReleasing(kBase, 3);
              table_.Enter(kBase + kPageBytes, 2, 2);
            }),
            "");
}

TEST_F(ShadowTableTest, SeesAPageWithTwoOwners) {
  table_.Enter(kBase, 3, 1);
  EXPECT_EQ(FailureOf([&] { table_.Enter(kBase + 2 * kPageBytes, 2, 2); }),
            "I12: thread 2 was given the page at 0x14000, which is thread 1's");
  EXPECT_EQ(FailureOf([&] { table_.Leave(kBase, 1, 2); }),
            "I12: the page at 0x10000 is thread 2's and was entered as 1's");
}

// Both have looked before either entered itself.
TEST_F(ShadowTableTest, SeesAPageOfTwoWhoEnterAtOnceWhenTheyLeave) {
  table_.Enter(kBase, 1, 1);
  table_.Leave(kBase, 1, 1);
  table_.Enter(kBase, 1, 2);
  EXPECT_EQ(FailureOf([&] { table_.Leave(kBase, 1, 1); }),
            "I12: the page at 0x10000 is thread 1's and was entered as 2's");
  table_.Leave(kBase, 1, 2);
  EXPECT_EQ(FailureOf([&] { table_.Leave(kBase, 1, 1); }),
            "I12: the page at 0x10000 is thread 1's and was entered as 0's");
}

TEST_F(ShadowTableTest, SeesAReleaseOfAPageInUse) {
  table_.Enter(kBase + kPageBytes, 1, 3);
  EXPECT_EQ(FailureOf([&] { table_.CheckReleasing(kBase, 2); }),
            "I40: the page at 0x12000 is released, and thread 3 is using it");
}

TEST_F(ShadowTableTest, SeesPagesThatTheSystemNeverGave) {
  EXPECT_EQ(FailureOf([&] { table_.Enter(kBase + 8 * kPageBytes, 1, 1); }),
            "the page at 0x20000 is outside of what the system gave");
}

}  // namespace
}  // namespace heddle::stress
