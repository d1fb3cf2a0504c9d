// SPDX-License-Identifier: BSD-3-Clause
//
// Locks: their order, and their misuse.

#include <gtest/gtest.h>

#include <string>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "tests/checker/explore.h"

namespace heddle::checker {
namespace {

using core::LockRank;

struct Locked {
  RelacySync::Mutex lock{LockRank::kUnranked};
};

struct Ranked {
  RelacySync::Mutex heap{LockRank::kHeap};
  RelacySync::Mutex scavenger{LockRank::kScavenger};
};

void LockBoth(RelacySync::Mutex& first, RelacySync::Mutex& second) {
  first.lock();
  second.lock();
  second.unlock();
  first.unlock();
}

TEST(LockRank, RightOrderPasses) {
  const auto result =
      Explore<Ranked>(2, [](Ranked& state, int) { LockBoth(state.heap, state.scavenger); });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
}

TEST(LockRank, InversionIsFoundAndNamesBothLocksAndPlaces) {
  const auto result =
      Explore<Ranked>(1, [](Ranked& state, int) { LockBoth(state.scavenger, state.heap); });
  EXPECT_EQ(result.verdict(), Verdict::kLockRank);
  EXPECT_TRUE(FirstMessage(result).find("heap lock taken at line") != std::string::npos &&
              FirstMessage(result).find("scavenger lock, taken at line") != std::string::npos)
      << FirstMessage(result);
}

TEST(LockRank, WithTheOracleOffTheDeadlockBehindItIsFound) {
  ProgramOf<Ranked> program(2, [](Ranked& state, int index) {
    if (index == 0) {
      LockBoth(state.heap, state.scavenger);
    } else {
      LockBoth(state.scavenger, state.heap);
    }
  });
  CheckOptions options = With("relacy-full");
  options.simulation.check_lock_ranks = false;
  const auto result = Check(program, options);
  EXPECT_EQ(result.verdict(), Verdict::kDeadlock);
  ASSERT_EQ(result.violations.size(), 1U);
  const Counterexample& example = result.violations[0].counterexample;
  ASSERT_EQ(example.waits.size(), 2U);
  EXPECT_EQ(example.waits[0].holder, 1);
  EXPECT_EQ(example.waits[1].holder, 0);
}

TEST(Mutex, RecursionAndForeignUnlockAreMisuse) {
  EXPECT_EQ(Explore<Locked>(1,
                            [](Locked& state, int) {
                              state.lock.lock();
                              state.lock.lock();
                            })
                .verdict(),
            Verdict::kMisuse);
  EXPECT_EQ(Explore<Locked>(1, [](Locked& state, int) { state.lock.unlock(); }).verdict(),
            Verdict::kMisuse);
}

TEST(Mutex, MisuseSaysWhatItIs) {
  const auto foreign = Explore<Locked>(1, [](Locked& state, int) { state.lock.unlock(); });
  EXPECT_NE(FirstMessage(foreign), "");
  ASSERT_EQ(foreign.violations.size(), 1U);
  EXPECT_NE(foreign.violations[0].location.line, 0U);
  const auto ranked = Explore<Ranked>(1, [](Ranked& state, int) {
    state.heap.lock();
    state.heap.lock();
  });
  EXPECT_EQ(ranked.verdict(), Verdict::kMisuse);
  EXPECT_NE(FirstMessage(ranked).find("by the thread that holds it since line"), std::string::npos)
      << FirstMessage(ranked);
}

}  // namespace
}  // namespace heddle::checker
