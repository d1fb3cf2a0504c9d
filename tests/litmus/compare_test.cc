// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/compare.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/litmus/recorded.h"

namespace heddle::litmus {
namespace {

using Kind = checker::StrategyName::Kind;
using Strings = std::vector<std::string>;

// A search that saw two outcomes and a race.
Observation Seen(Kind kind, bool exhausted = true) {
  Observation observation;
  observation.check.strategy = {kind, 0};
  observation.check.exhausted = exhausted;
  observation.check.executions = 10;
  observation.check.traces = 5;
  observation.outcomes = {{0, 1}, {1, 1}};
  observation.verdicts = {"race"};
  return observation;
}

Expectation SameAsSeen() {
  Expectation expectation;
  expectation.relacy_full_executions = 10;
  expectation.dpor_executions = 99;  // not compared, as there is a verdict
  expectation.traces = 5;
  expectation.outcomes = std::vector<Outcome>{{0, 1}, {1, 1}};
  expectation.verdicts = Strings{"race"};
  return expectation;
}

TEST(Differences, AreNoneWhereAllIsAsExpected) {
  EXPECT_EQ(Differences(SameAsSeen(), Seen(Kind::kRelacyFull)), Strings{});
  EXPECT_EQ(Differences(SameAsSeen(), Seen(Kind::kDpor)), Strings{});
  EXPECT_EQ(Differences(Expectation{}, Seen(Kind::kDpor)), Strings{});
}

TEST(Differences, NameWhatIsMissingAndWhatIsTooMuch) {
  Expectation expectation = SameAsSeen();
  expectation.outcomes = std::vector<Outcome>{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}};
  expectation.verdicts = Strings{"assert"};
  expectation.traces = 6;
  EXPECT_EQ(Differences(expectation, Seen(Kind::kDpor)),
            (Strings{"outcomes: did not expect (0, 1)",
                     "outcomes: did not see (2, 2), (3, 3), (4, 4) and 1 more",
                     "verdicts: did not expect race", "verdicts: did not see assert",
                     "traces: expected 6, saw 5"}));
}

TEST(Differences, OfExecutionsAreThoseOfTheStrategyThatRan) {
  Expectation expectation = SameAsSeen();
  expectation.relacy_full_executions = 11;
  EXPECT_EQ(Differences(expectation, Seen(Kind::kRelacyFull)),
            Strings{"executions: expected 11, saw 10"});
  EXPECT_EQ(Differences(expectation, Seen(Kind::kDpor)), Strings{});
  expectation.verdicts = Strings{};
  Observation passed = Seen(Kind::kDpor);
  passed.verdicts = {};
  EXPECT_EQ(Differences(expectation, passed), Strings{"executions: expected 99, saw 10"});
  passed.check.strategy.kind = Kind::kSleep;
  EXPECT_EQ(Differences(expectation, passed), Strings{});
}

// It need not see everything, but what it sees must be possible.
TEST(Differences, OfASearchThatLeavesOutAreWhatShouldNotBeSeen) {
  Expectation expectation = SameAsSeen();
  expectation.outcomes = std::vector<Outcome>{{1, 1}, {2, 2}};
  expectation.verdicts = Strings{"assert", "race"};
  expectation.traces = 100;
  const Strings unexpected = {"outcomes: did not expect (0, 1)"};
  EXPECT_EQ(Differences(expectation, Seen(Kind::kRandom, false)), unexpected);
  EXPECT_EQ(Differences(expectation, Seen(Kind::kPct, false)), unexpected);
  EXPECT_EQ(Differences(expectation, Seen(Kind::kBounded)), unexpected);
  EXPECT_EQ(Differences(expectation, Seen(Kind::kDpor, /*exhausted=*/false)), unexpected);
}

TEST(Differences, OfADigestAreInCountOrContents) {
  const Observation observation = Seen(Kind::kDpor);
  Expectation expectation = SameAsSeen();
  const OutcomeDigest right = DigestOf(observation.outcomes);
  expectation.outcomes = right;
  EXPECT_EQ(Differences(expectation, observation), Strings{});
  expectation.outcomes = OutcomeDigest{right.count, right.fnv1a64 + 1};
  EXPECT_EQ(Differences(expectation, observation).size(), 1U);
  expectation.outcomes = OutcomeDigest{1, right.fnv1a64};
  EXPECT_EQ(Differences(expectation, Seen(Kind::kRandom, false)).size(), 1U);
  expectation.outcomes = OutcomeDigest{3, 0};
  EXPECT_EQ(Differences(expectation, Seen(Kind::kRandom, false)), Strings{});
}

// The numbers are those of another implementation.
TEST(OutcomeDigest, IsFnv1aOfTheDecimals) {
  EXPECT_EQ(ToString(DigestOf({})), "cbf29ce484222325");
  const std::vector<Outcome> outcomes = {{-1, 2}, {3, 4}};
  EXPECT_EQ(DigestOf(outcomes).count, 2U);
  EXPECT_EQ(ToString(DigestOf(outcomes)), "58f3f128ab156778");
}

// The whole way, with a record that has been tampered with.
TEST(Recorded, TamperedExpectationIsNoticed) {
  TestCase test = Recorded()[0];
  ASSERT_TRUE(test.expectation);
  const Observation observation = Explore(test.program, OptionsFor(Kind::kDpor));
  EXPECT_EQ(Differences(*test.expectation, observation), Strings{});
  test.expectation->traces = *test.expectation->traces + 1;
  test.expectation->outcomes = std::vector<Outcome>{{5}};
  const Strings differences = Differences(*test.expectation, observation);
  EXPECT_EQ(differences, (Strings{"outcomes: did not expect (4)", "outcomes: did not see (5)",
                                  "traces: expected 7, saw 6"}));
}

}  // namespace
}  // namespace heddle::litmus
