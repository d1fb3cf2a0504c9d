// SPDX-License-Identifier: BSD-3-Clause

#include "tests/litmus/recorded.h"

#include <algorithm>
#include <cstdint>

namespace heddle::litmus {
namespace {

using Kind = checker::StrategyName::Kind;

// Relacy's full search of a larger program takes from ten seconds to minutes.
constexpr std::uint64_t kQuickExecutions = 1'000'000;

class RecordedProgram : public testing::TestWithParam<std::size_t> {
 protected:
  const TestCase& Case() const { return Recorded()[GetParam()]; }
};

TEST_P(RecordedProgram, UnderDpor) { ExpectAsRecorded(Case(), Kind::kDpor); }

// Executions that come to nothing are waste.
TEST_P(RecordedProgram, GivesFewExecutionsUpUnderDpor) {
  const checker::CheckResult result = Explore(Case().program, OptionsFor(Kind::kDpor)).check;
  EXPECT_LE(result.blocked, std::max<std::uint64_t>(2, result.executions / 20));
}

TEST_P(RecordedProgram, UnderSleepSets) { ExpectAsRecorded(Case(), Kind::kSleep); }
TEST_P(RecordedProgram, UnderDepthFirstSearch) { ExpectAsRecorded(Case(), Kind::kDepthFirst); }

TEST_P(RecordedProgram, UnderRelacysFullSearch) {
  const auto executions = Case().expectation->relacy_full_executions;
  if (!executions || *executions >= kQuickExecutions) {
    GTEST_SKIP() << "in recorded_deep_test.cc";
  }
  ExpectAsRecorded(Case(), Kind::kRelacyFull);
}

// Fewer traces, but the same outcomes and verdicts.
TEST_P(RecordedProgram, UnderDporWithPruning) {
  checker::CheckOptions options = OptionsFor(Kind::kDpor);
  options.prune = true;
  const Observation observation = Explore(Case().program, options);
  Expectation expectation = *Case().expectation;
  ASSERT_TRUE(observation.check.traces && expectation.traces);
  EXPECT_LE(*observation.check.traces, *expectation.traces);
  expectation.traces.reset();
  expectation.dpor_executions.reset();
  for (const std::string& difference : Differences(expectation, observation)) {
    ADD_FAILURE() << Case().program.name << ": " << difference;
  }
}

INSTANTIATE_TEST_SUITE_P(All, RecordedProgram, testing::Range<std::size_t>(0, Recorded().size()),
                         [](const testing::TestParamInfo<std::size_t>& info) {
                           return Identifier(Recorded()[info.param].program.name);
                         });

// Where what is left is asleep, but races with what came since, the race is the end of an
// execution: 11 of these are not given up on that account.
TEST(RecordedPrograms, EndInTheRaceOfAStepThatWasAsleep) {
  const auto peterson = std::ranges::find(Recorded(), "Peterson rel/acq",
                                          [](const TestCase& test) { return test.program.name; });
  ASSERT_NE(peterson, Recorded().end());
  const checker::CheckResult result = Explore(peterson->program, OptionsFor(Kind::kDpor)).check;
  EXPECT_EQ(result.executions, 95U);
  EXPECT_EQ(result.blocked, 4U);
  EXPECT_EQ(result.traces, 54U);
}

TEST(RecordedPrograms, AreThereAndSayAllThatIsCompared) {
  EXPECT_EQ(Recorded().size(), 54U);
  for (const TestCase& test : Recorded()) {
    ASSERT_TRUE(test.expectation) << test.program.name;
    EXPECT_TRUE(test.expectation->traces) << test.program.name;
    EXPECT_TRUE(test.expectation->dpor_executions) << test.program.name;
    EXPECT_TRUE(test.expectation->outcomes) << test.program.name;
    EXPECT_TRUE(test.expectation->verdicts) << test.program.name;
  }
}

}  // namespace
}  // namespace heddle::litmus
