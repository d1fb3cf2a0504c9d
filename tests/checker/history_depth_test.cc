// SPDX-License-Identifier: BSD-3-Clause
//
// How far back loads go, and what pruning leaves out of it.

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "tests/checker/checking.h"
#include "tests/checker/small_programs.h"

namespace heddle::checker {
namespace {

using core::MemoryOrder;

constexpr std::string_view kOurs[] = {"dfs", "sleep", "dpor"};

Findings At(unsigned depth, std::string_view strategy, const SmallProgram& program, bool prune) {
  CheckOptions options = With(strategy);
  options.simulation.history_depth = depth;
  options.prune = prune;
  return FindAll(program, options);
}

// Two stores, then a flag: who sees the flag may see 0 still, two stores back.
TEST(HistoryDepth, OfTwoShowsTheValueBeforeTheLastTwoStores) {
  const SmallProgram& program = FindSmallProgram("MP of two");
  for (const std::string_view strategy : kOurs) {
    for (const bool prune : {false, true}) {
      SCOPED_TRACE(strategy);
      const Findings one = At(1, strategy, program, prune);
      const Findings two = At(2, strategy, program, prune);
      EXPECT_EQ(one.outcomes.size(), 5U);
      EXPECT_EQ(two.outcomes.size(), 6U);
      EXPECT_TRUE(two.outcomes.contains({1, 0, 0, 0, 0, 0, 0, 0}));
      EXPECT_TRUE(std::ranges::all_of(
          one.outcomes, [&](const auto& outcome) { return two.outcomes.contains(outcome); }));
    }
  }
}

TEST(HistoryDepth, OfTwoSeesNothingThatAcquireForbids) {
  const SmallProgram& program = FindSmallProgram("MP of two, acquire");
  for (const std::string_view strategy : kOurs) {
    EXPECT_EQ(At(2, strategy, program, true).outcomes.size(), 4U) << strategy;
  }
}

TEST(HistoryDepth, OfTwoAgreesBetweenTheStrategies) {
  for (const SmallProgram& program : SmallPrograms()) {
    const Findings expected = At(2, "dfs", program, false);
    for (const std::string_view strategy : kOurs) {
      for (const bool prune : {false, true}) {
        SCOPED_TRACE(testing::Message() << program.name << " " << strategy << " " << prune);
        const Findings found = At(2, strategy, program, prune);
        EXPECT_TRUE(found.result.exhausted);
        EXPECT_EQ(found.outcomes, expected.outcomes);
        EXPECT_EQ(found.kinds, expected.kinds);
        if (!prune) {
          EXPECT_EQ(found.result.traces, expected.result.traces);
        }
      }
    }
  }
}

// One thread alone, so that only chance makes it fail.
void TryThreeTimes(SmallState& s, int /*thread*/) {
  for (std::size_t i = 0; i < 3; ++i) {
    std::uint64_t value = s.x.load(MemoryOrder::kRelaxed);
    const bool done =
        s.x.compare_exchange_weak(value, value + 1, MemoryOrder::kRelaxed, MemoryOrder::kRelaxed);
    s.seen[i] = done ? 0 : 1;
  }
}

TEST(HistoryDepth, IsNoMatterToHowOftenAnAtomicFailsSpuriously) {
  const SmallProgram program = {"weak", 1, TryThreeTimes};
  for (const unsigned depth : {1U, 2U}) {
    for (const std::string_view strategy : kOurs) {
      SCOPED_TRACE(strategy);
      const Findings found = At(depth, strategy, program, true);
      EXPECT_EQ(found.outcomes.size(), 4U);  // never, or once in one of three places
      for (const auto& outcome : found.outcomes) {
        EXPECT_LE(std::ranges::count(outcome, 1U), 1);
      }
    }
  }
}

}  // namespace
}  // namespace heddle::checker
