// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/interpreter.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/litmus/recorded.h"

namespace heddle::litmus {
namespace {

using Kind = checker::StrategyName::Kind;
using Outcomes = std::vector<Outcome>;
using Verdicts = std::vector<std::string>;

// A program out of its fields, such as "threads", in JSON.
Program ProgramOf(const std::string& fields) {
  return ReadPrograms(R"({"format": "heddle-programs/1", "programs": [{"name": "P", )" + fields +
                      "}]}")[0]
      .program;
}

Observation Search(const std::string& fields, Kind kind = Kind::kDpor) {
  return Explore(ProgramOf(fields), OptionsFor(kind));
}

TEST(Expression, EveryOperatorIsEvaluated) {
  const std::array<std::int64_t, 2> values = {7, -2};
  const auto apply = [&](Expression::Kind kind) {
    return Evaluate(Expression::Binary(kind, Expression::Variable(0), Expression::Variable(1)),
                    values);
  };
  EXPECT_EQ(apply(Expression::Kind::kAdd), 5);
  EXPECT_EQ(apply(Expression::Kind::kSubtract), 9);
  EXPECT_EQ(apply(Expression::Kind::kMultiply), -14);
  EXPECT_EQ(apply(Expression::Kind::kEqual), 0);
  EXPECT_EQ(apply(Expression::Kind::kNotEqual), 1);
  EXPECT_EQ(apply(Expression::Kind::kLess), 0);
  EXPECT_EQ(apply(Expression::Kind::kAnd), 1);
  EXPECT_EQ(apply(Expression::Kind::kOr), 1);
  const Expression least = Expression::Number(INT64_MIN);
  EXPECT_EQ(Evaluate(Expression::Binary(Expression::Kind::kSubtract, least, Expression::Number(1)),
                     values),
            INT64_MAX);
  EXPECT_EQ(
      Evaluate(Expression::Binary(Expression::Kind::kAnd, least, Expression::Number(0)), values),
      0);
}

TEST(Interpreter, StatementsDoWhatTheySay) {
  const Observation observation = Search(
      R"("atomics": {"a": 5}, "vars": {"x": 1}, "mutexes": ["m"],
         "threads": [{"regs": {"r": 0, "s": 0, "ok": 9, "seen": 4, "n": 0, "locked": 0},
           "ops": [["exchange", "r", "a", 6, "acq_rel"],
                   ["fetch_add", null, "a", -2, "relaxed"],
                   ["cas", "ok", "a", "seen", 10, "relaxed", "relaxed"],
                   ["cas", "s", "a", "seen", 11, "relaxed", "relaxed"],
                   ["read", "seen", "x"], ["write", "x", ["*", "seen", 8]],
                   ["lock", "m"], ["unlock", "m"],
                   ["retry", 5, [["set", "n", ["+", "n", 1]],
                                 ["retry", 2, [["break"]]],
                                 ["if", ["==", "n", 3], [["break"]], [["set", "locked", 7]]]]],
                   ["exit"], ["set", "n", 100]]}],
         "outcome": ["a", "x", "0.r", "0.ok", "0.s", "0.n", "0.locked"])");
  EXPECT_EQ(observation.outcomes, (Outcomes{{10, 8, 5, 1, 0, 3, 7}}));
  EXPECT_EQ(observation.verdicts, Verdicts{});
}

TEST(Interpreter, FailedCompareExchangeLeavesTheValueItSaw) {
  const Observation observation = Search(
      R"("atomics": {"a": 5},
         "threads": [{"regs": {"ok": 1, "seen": 4},
                      "ops": [["cas", "ok", "a", "seen", 6, "seq_cst", "seq_cst"]]}],
         "outcome": ["a", "0.ok", "0.seen"])");
  EXPECT_EQ(observation.outcomes, (Outcomes{{5, 0, 5}}));
}

// By itself a lock that is free may be refused once.
TEST(Interpreter, TryLockTakesEitherBlock) {
  const Observation observation = Search(
      R"("mutexes": ["m"],
         "threads": [{"regs": {"r": 0}, "ops": [["try_lock", "m", [["set", "r", 1], ["unlock", "m"]],
                                                 [["set", "r", 2]]]]}],
         "outcome": ["0.r"])");
  EXPECT_EQ(observation.outcomes, (Outcomes{{1}, {2}}));
}

TEST(Interpreter, EachVerdictHasItsName) {
  const std::vector<std::pair<std::string, std::string>> programs = {
      {R"("threads": [{"ops": [["assert", 0]]}])", "assert"},
      {R"("vars": {"x": 0}, "threads": [{"ops": []}], "outcome": ["x"], "check": "x")", "assert"},
      {R"("vars": {"x": 0}, "threads": [{"ops": [["write", "x", 1]]}, {"ops": [["write", "x", 2]]}])",
       "race"},
      {R"("mutexes": ["m"], "threads": [{"ops": [["lock", "m"]]}, {"ops": [["lock", "m"]]}])",
       "deadlock"},
      {R"("mutexes": ["m"], "threads": [{"ops": [["lock", "m"], ["lock", "m"]]}])", "recursion"},
      {R"("mutexes": ["m"], "threads": [{"ops": [["lock", "m"], ["try_lock", "m", []]]}])",
       "recursion"},
      {R"("mutexes": ["m"], "threads": [{"ops": [["unlock", "m"]]}])", "not_owner"},
      {R"("mutexes": ["m"], "threads": [{"ops": [["lock", "m"]]}])", "misuse"},
  };
  for (const auto& [fields, verdict] : programs) {
    for (const Kind kind : {Kind::kDpor, Kind::kDepthFirst, Kind::kRelacyFull}) {
      const Observation observation = Search(fields, kind);
      EXPECT_EQ(observation.verdicts, Verdicts{verdict}) << fields;
      EXPECT_EQ(observation.outcomes, Outcomes{}) << fields;
    }
  }
}

TEST(Interpreter, ReadingWhatNobodyHasWrittenIsUninitialized) {
  for (const char* fields : {
           R"("vars": {"x": null}, "threads": [{"regs": {"r": 0}, "ops": [["read", "r", "x"]]}])",
           R"("atomics": {"a": null},
              "threads": [{"regs": {"r": 0}, "ops": [["load", "r", "a", "relaxed"]]}])",
           R"("atomics": {"a": null},
              "threads": [{"regs": {"r": 0}, "ops": [["fetch_add", "r", "a", 1, "relaxed"]]}])",
           R"("vars": {"x": null}, "threads": [{"ops": []}], "outcome": ["x"])",
           R"("atomics": {"a": null}, "threads": [{"ops": []}], "outcome": ["a"])",
       }) {
    const Observation observation = Search(fields);
    EXPECT_EQ(observation.verdicts, Verdicts{"uninit"}) << fields;
    EXPECT_EQ(observation.outcomes, Outcomes{}) << fields;
  }
}

TEST(Interpreter, WhatIsWrittenFirstCanBeRead) {
  const Observation observation = Search(
      R"("vars": {"x": null}, "atomics": {"a": null},
         "threads": [{"regs": {"r": 0}, "ops": [["write", "x", 3], ["read", "r", "x"],
                                                 ["store", "a", 4, "relaxed"]]}],
         "outcome": ["0.r", "x", "a"])");
  EXPECT_EQ(observation.outcomes, (Outcomes{{3, 3, 4}}));
  EXPECT_EQ(observation.verdicts, Verdicts{});
}

TEST(Interpreter, NamesObjectsInCounterexamples) {
  const Observation observation = Search(
      R"("vars": {"balance": 0}, "mutexes": ["guard"],
         "threads": [{"ops": [["lock", "guard"], ["write", "balance", 1], ["unlock", "guard"]]},
                     {"ops": [["write", "balance", 2]]}])");
  ASSERT_EQ(observation.check.violations.size(), 1U);
  bool named = false;
  for (const auto& step : observation.check.violations[0].counterexample.steps) {
    named = named || step.object == "balance";
  }
  EXPECT_TRUE(named);
}

// A thread that waits for a lock is not parked when the violation is had again, and then the load
// may have alternatives that Relacy did not offer.
TEST(Explore, ViolationsOfRelacysOwnSearchAreHadAgain) {
  const std::string program =
      R"("atomics": {"x": 0, "y": 0}, "mutexes": ["m"],
         "threads": [{"regs": {"r": 0, "s": 0},
                      "ops": [["lock", "m"], ["load", "r", "x", "relaxed"],
                              ["exchange", "s", "y", 1, "relaxed"]]},
                     {"regs": {"t": 0},
                      "ops": [["lock", "m"], ["unlock", "m"],
                              ["fetch_add", "t", "x", 1, "relaxed"]]}],
         "outcome": ["0.r"])";
  const Observation relacy = Search(program, Kind::kRelacyFull);
  EXPECT_TRUE(relacy.check.exhausted);
  EXPECT_EQ(relacy.verdicts, Search(program).verdicts);
  EXPECT_FALSE(relacy.verdicts.empty());
}

TEST(Explore, EndsAtALimit) {
  checker::CheckOptions options = OptionsFor(Kind::kDepthFirst);
  options.max_executions = 3;
  const Observation observation =
      Explore(ProgramOf(
                  R"("atomics": {"a": 0}, "threads": [{"ops": [["store", "a", 1, "relaxed"],
                                                        ["store", "a", 2, "relaxed"]]},
                                              {"ops": [["store", "a", 3, "relaxed"],
                                                       ["store", "a", 4, "relaxed"]]}],
             "outcome": ["a"])"),
              options);
  EXPECT_FALSE(observation.check.exhausted);
  EXPECT_EQ(observation.check.executions, 3U);
}

TEST(Explore, EightThreadsCanRun) {
  std::string threads;
  for (int i = 0; i < 8; ++i) {
    threads += std::string(i == 0 ? "" : ", ") + R"({"ops": [["fetch_add", null, "a)" +
               std::to_string(i) + R"(", 1, "relaxed"]]})";
  }
  std::string atomics;
  for (int i = 0; i < 8; ++i) {
    atomics += std::string(i == 0 ? "" : ", ") + "\"a" + std::to_string(i) + "\": 0";
  }
  const Observation observation = Search("\"atomics\": {" + atomics + "}, \"threads\": [" +
                                         threads + R"(], "outcome": ["a0", "a7"])");
  EXPECT_EQ(observation.outcomes, (Outcomes{{1, 1}}));
  EXPECT_EQ(observation.check.traces, 1U);
}

}  // namespace
}  // namespace heddle::litmus
