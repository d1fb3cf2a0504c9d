// SPDX-License-Identifier: BSD-3-Clause
//
// The litmus tests that the program carries, and that a mistake in one of them is noticed.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "litmus/built_in.h"
#include "litmus/judge.h"
#include "litmus/litmus_file.h"
#include "litmus/malformed.h"
#include "tests/litmus/recorded.h"

namespace heddle::litmus::litmus_tests_test {
namespace {

using Kind = checker::StrategyName::Kind;
using Strings = std::vector<std::string>;

constexpr std::array kOneStore = {1U};
constexpr std::array kBothDepths = {1U, 2U};

std::vector<LitmusTest> BuiltIn(std::string_view name) {
  for (const TestFile& file : BuiltInTests()) {
    if (file.name == name) {
      return ReadLitmusTests(file.text);
    }
  }
  throw std::runtime_error("no such file of tests");
}

std::vector<LitmusTest> AllBuiltIn() {
  std::vector<LitmusTest> all;
  for (const TestFile& file : BuiltInTests()) {
    for (LitmusTest& test : ReadLitmusTests(file.text)) {
      all.push_back(std::move(test));
    }
  }
  return all;
}

LitmusTest Named(const std::string& name) {
  const std::vector<LitmusTest> all = AllBuiltIn();
  const auto found =
      std::ranges::find_if(all, [&](const LitmusTest& test) { return test.program.name == name; });
  if (found == all.end()) {
    throw std::runtime_error("no test " + name);
  }
  return *found;
}

class BuiltInTest : public testing::TestWithParam<LitmusTest> {};

TEST_P(BuiltInTest, IsAsRecordedUnderDpor) {
  const Judgement judgement = Judge(GetParam(), OptionsFor(Kind::kDpor), kBothDepths);
  EXPECT_EQ(judgement.differences, Strings{});
  for (const Shown& shown : judgement.shown) {
    EXPECT_TRUE(shown.observation.check.exhausted);
  }
}

TEST_P(BuiltInTest, IsAsRecordedUnderRelacysFullSearch) {
  const Judgement full = Judge(GetParam(), OptionsFor(Kind::kRelacyFull), kOneStore);
  EXPECT_EQ(full.differences, Strings{});
  const Judgement dpor = Judge(GetParam(), OptionsFor(Kind::kDpor), kOneStore);
  EXPECT_EQ(full.shown[0].observation.outcomes, dpor.shown[0].observation.outcomes);
  EXPECT_EQ(full.shown[0].observation.verdicts, dpor.shown[0].observation.verdicts);
}

// Pruning leaves out executions, and no outcome.
TEST_P(BuiltInTest, ShowsTheSameWithPruning) {
  checker::CheckOptions options = OptionsFor(Kind::kDpor);
  const Judgement whole = Judge(GetParam(), options, kBothDepths);
  options.prune = true;
  const Judgement pruned = Judge(GetParam(), options, kBothDepths);
  for (std::size_t i = 0; i < whole.shown.size(); ++i) {
    EXPECT_EQ(pruned.shown[i].observation.outcomes, whole.shown[i].observation.outcomes);
    EXPECT_EQ(pruned.shown[i].observation.verdicts, whole.shown[i].observation.verdicts);
  }
}

TEST_P(BuiltInTest, SaysAllThatIsCompared) {
  EXPECT_TRUE(GetParam().allowed);
  EXPECT_TRUE(GetParam().relation);
  EXPECT_TRUE(GetParam().missed);
  EXPECT_TRUE(GetParam().forbidden);
}

// But for consume, of which RC11 has none, what is recorded is what the axioms say.
TEST_P(BuiltInTest, IsAllowedIfTheAxiomsSayIt) {
  LitmusTest test = GetParam();
  if (test.question == LitmusTest::Question::kDeadlock || test.program.name == "MP+rel+consume") {
    return;
  }
  test.allowed.reset();
  EXPECT_EQ(Judge(test, OptionsFor(Kind::kDpor), kOneStore).allowed, GetParam().allowed);
}

INSTANTIATE_TEST_SUITE_P(All, BuiltInTest, testing::ValuesIn(AllBuiltIn()),
                         [](const testing::TestParamInfo<LitmusTest>& info) {
                           return Identifier(info.param.program.name);
                         });

TEST(BuiltInTests, AreThere) {
  EXPECT_EQ(BuiltIn("classic").size(), 72U);
  EXPECT_EQ(BuiltIn("limits").size(), 4U);
  EXPECT_EQ(BuiltIn("idioms").size(), 21U);
}

Strings DifferencesWith(LitmusTest test) {
  return Judge(test, OptionsFor(Kind::kDpor), kOneStore).differences;
}

// Each of the comparisons can fail, in either direction.
TEST(Judge, NoticesAPlantedMistake) {
  LitmusTest same = Named("SB+rlx");
  EXPECT_EQ(DifferencesWith(same), Strings{});
  same.relation = Relation::kStronger;
  EXPECT_EQ(DifferencesWith(same),
            Strings{"relation at depth 1: expected relacy stronger, saw same"});
  same.relation = Relation::kSame;
  same.allowed = false;  // as if it were a false alarm
  EXPECT_EQ(DifferencesWith(same),
            Strings{"relation at depth 1: expected same, saw relacy weaker"});
  LitmusTest absent = Named("SB+sc");
  absent.allowed = true;  // as if it were missed
  EXPECT_EQ(DifferencesWith(absent),
            Strings{"relation at depth 1: expected same, saw relacy stronger"});
  LitmusTest stronger = Named("2+2W+rlx");
  stronger.relation = Relation::kSame;
  EXPECT_EQ(DifferencesWith(stronger),
            Strings{"relation at depth 1: expected same, saw relacy stronger"});
  LitmusTest weaker = Named("SB+scfence+sc");
  weaker.relation = Relation::kSame;
  EXPECT_EQ(DifferencesWith(weaker),
            Strings{"relation at depth 1: expected same, saw relacy weaker"});
}

TEST(Judge, NoticesAMistakeInTheSetsOfOutcomes) {
  LitmusTest test = Named("SB+rlx");
  test.missed = {{0, 0}};
  EXPECT_EQ(DifferencesWith(test),
            Strings{"outcomes that are allowed and not shown: expected (0, 0), saw none"});
  test.missed = std::vector<Outcome>{};
  test.forbidden = {{1, 1}};
  EXPECT_EQ(DifferencesWith(test),
            Strings{"outcomes that are shown and not allowed: expected (1, 1), saw none"});
  LitmusTest stronger = Named("2+2W+rlx");
  stronger.missed = std::vector<Outcome>{};
  EXPECT_EQ(DifferencesWith(stronger),
            Strings{"outcomes that are allowed and not shown: expected none, saw (1, 1)"});
  LitmusTest weaker = Named("SB+scfence+sc");
  weaker.forbidden = std::vector<Outcome>{};
  EXPECT_EQ(DifferencesWith(weaker),
            Strings{"outcomes that are shown and not allowed: expected none, saw (0, 0)"});
}

TEST(Judge, NoticesAnotherNumberOfExecutions) {
  LitmusTest test = Named("SB+rlx");
  test.relacy_full_executions = 63;
  EXPECT_EQ(Judge(test, OptionsFor(Kind::kRelacyFull), kOneStore).differences,
            Strings{"executions: expected 63, saw 64"});
}

TEST(Judge, NoticesARaceWhereNoneWasAskedAbout) {
  LitmusTest test = Named("MP+na+rlx");
  test.question = LitmusTest::Question::kOutcome;
  test.asked = Expression::Number(0);
  test.allowed = false;
  test.relation = Relation::kSame;
  EXPECT_EQ(DifferencesWith(test), Strings{"verdicts at depth 1: did not expect race"});
}

TEST(Judge, ADeeperSearchMayShowWhatIsMissed) {
  const LitmusTest test = Named("MP+depth2+rlx");
  const Judgement judgement = Judge(test, OptionsFor(Kind::kDpor), kBothDepths);
  EXPECT_EQ(judgement.shown[0].relation, Relation::kStronger);
  EXPECT_EQ(judgement.shown[1].relation, Relation::kSame);
  EXPECT_EQ(judgement.differences, Strings{});
}

TEST(Judge, WorksOutWhatIsNotRecorded) {
  LitmusTest test = Named("SB+rlx");
  test.allowed.reset();
  test.relation.reset();
  const Judgement judgement = Judge(test, OptionsFor(Kind::kDpor), kOneStore);
  EXPECT_EQ(judgement.allowed, true);
  EXPECT_EQ(judgement.shown[0].relation, Relation::kSame);
}

TEST(Judge, SaysNothingOfASearchThatHasNotSeenAll) {
  const LitmusTest test = Named("IRIW+sc");
  checker::CheckOptions options = OptionsFor(Kind::kDpor);
  options.max_executions = 3;
  const Judgement judgement = Judge(test, options, kOneStore);
  EXPECT_EQ(judgement.shown[0].relation, std::nullopt);
  EXPECT_EQ(judgement.differences, Strings{});
  options = OptionsFor(Kind::kBounded);
  EXPECT_EQ(Judge(test, options, kOneStore).shown[0].relation, std::nullopt);
}

std::string ErrorOf(const std::string& text) {
  try {
    ReadLitmusTests(text);
  } catch (const Malformed& error) {
    return error.what();
  }
  return "none";
}

std::string FileWith(const std::string& fields) {
  return R"({"format": "heddle-litmus/1", "tests": [{"test": "T", "program": "x=1.rlx",
             "outcome_condition": "exists x=1")" +
         fields + "}]}";
}

TEST(ReadLitmusTests, NeedsNoMoreThanAProgramAndAQuestion) {
  const std::vector<LitmusTest> tests = ReadLitmusTests(FileWith(""));
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_EQ(tests[0].allowed, std::nullopt);
  EXPECT_EQ(tests[0].relation, std::nullopt);
  EXPECT_EQ(tests[0].condition, "exists x=1");
}

TEST(Judge, SaysNothingOfOutcomesWhereThereIsARace) {
  const LitmusTest test = ReadLitmusTests(
      R"({"format": "heddle-litmus/1", "tests": [
          {"test": "T", "program": "d:=1 (na); x=1.rlx || r0:=d (na); r1=x.rlx",
           "outcome_condition": "exists 1:r1=1"}]})")[0];
  const Judgement judgement = Judge(test, OptionsFor(Kind::kDpor), kOneStore);
  EXPECT_EQ(judgement.allowed, std::nullopt);
  EXPECT_EQ(judgement.shown[0].relation, std::nullopt);
  EXPECT_EQ(judgement.differences, Strings{"verdicts at depth 1: did not expect race"});
}

TEST(Judge, KeepsWhatIsRecordedAndWhatIsWorkedOutApart) {
  LitmusTest test = Named("SB+sc");
  test.allowed = true;
  const Judgement judgement = Judge(test, OptionsFor(Kind::kDpor), kOneStore);
  EXPECT_EQ(judgement.allowed, true);
  EXPECT_EQ(judgement.allowed_by_axioms, false);
}

TEST(ReadLitmusTests, LeavesTheRecordsOfOtherToolsAlone) {
  EXPECT_EQ(ErrorOf(FileWith(R"(, "herd7_rc11": true, "anything": [1])")), "none");
}

TEST(ReadLitmusTests, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf(R"({"format": "heddle-litmus/1", "tests": []})"),
            "expected one test at least, found none");
  EXPECT_EQ(ErrorOf(FileWith(R"(, "missed": null, "relation": null, "allowed_by_rc11": null)")),
            "none");
  EXPECT_EQ(ErrorOf("{}"), "field \"format\" is missing");
  EXPECT_EQ(ErrorOf(R"({"format": "x", "tests": []})"),
            "expected the format heddle-litmus/1, found 'x'");
  EXPECT_EQ(
      ErrorOf(FileWith(R"(, "relation": "equal")")),
      "test 'T', relation: unknown relation 'equal'; expected same, relacy stronger or relacy "
      "weaker");
  EXPECT_EQ(ErrorOf(FileWith(R"(, "allowed_by_rc11": 1)")),
            "test 'T', allowed_by_rc11: expected true or false");
  EXPECT_EQ(ErrorOf(FileWith(R"(, "missed": [[1, 2]])")),
            "test 'T', missed, item 0: expected 1 values, found 2");
}

}  // namespace
}  // namespace heddle::litmus::litmus_tests_test
