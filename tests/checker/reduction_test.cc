// SPDX-License-Identifier: BSD-3-Clause
//
// How much of the work each strategy leaves out, and that it leaves out nothing else.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <vector>

#include "tests/checker/checking.h"
#include "tests/checker/small_programs.h"

namespace heddle::checker {
namespace {

// Relacy's own searches let loads go back one store.
CheckOptions Like(std::string_view strategy, bool prune = false) {
  CheckOptions options = With(strategy);
  options.simulation.history_depth = 1;
  options.prune = prune;
  return options;
}

struct Executions {
  std::uint64_t whole;
  std::uint64_t blocked = 0;

  friend bool operator==(const Executions&, const Executions&) = default;
};

void PrintTo(const Executions& executions, std::ostream* stream) {
  *stream << executions.whole << "+" << executions.blocked;
}

Executions CountOf(const Findings& findings) {
  return {findings.result.executions, findings.result.blocked};
}

struct Row {
  std::string_view program;
  Executions relacy;
  Executions dfs;
  Executions sleep;
  Executions dpor;
  Executions pruned;
};

const std::vector<Row>& Rows() {
  static const std::vector<Row> kRows = {
      {"SB", {64}, {20}, {8, 2}, {8}, {5}},
      {"SB seq_cst", {20}, {6}, {3, 1}, {3}, {3}},
      {"SB fences", {130}, {38}, {6, 5}, {6}, {4}},
      {"MP of two", {76}, {21}, {9, 2}, {9}, {5}},
      {"MP of two, acquire", {71}, {20}, {8, 2}, {8}, {4}},
      {"IRIW seq_cst", {25200}, {180}, {15, 17}, {15}, {15}},
      {"2+2W", {20}, {6}, {3, 1}, {3}, {3}},
      {"locks and add", {654}, {28}, {12}, {12}, {12}},
      {"deadlock", {68}, {6}, {3, 2}, {3}, {3}},
      {"cas", {3732}, {180}, {54, 18}, {54}, {27}},
      {"weak cas", {12}, {4}, {4}, {4}, {4}},
      {"two failures", {6}, {2}, {2}, {2}, {2}},
  };
  return kRows;
}

TEST(Reduction, IsAsMuchAsEver) {
  for (const Row& row : Rows()) {
    SCOPED_TRACE(row.program);
    const SmallProgram& program = FindSmallProgram(row.program);
    EXPECT_EQ(CountOf(FindAll(program, Like("relacy-full"))), row.relacy);
    EXPECT_EQ(CountOf(FindAll(program, Like("dfs"))), row.dfs);
    EXPECT_EQ(CountOf(FindAll(program, Like("sleep"))), row.sleep);
    EXPECT_EQ(CountOf(FindAll(program, Like("dpor"))), row.dpor);
    EXPECT_EQ(CountOf(FindAll(program, Like("dpor", /*prune=*/true))), row.pruned);
  }
}

TEST(Reduction, LeavesOutNoOutcomeNoVerdictAndNoTrace) {
  for (const SmallProgram& program : SmallPrograms()) {
    const Findings expected = FindAll(program, Like("relacy-full"));
    EXPECT_TRUE(expected.result.exhausted);
    EXPECT_FALSE(expected.outcomes.empty() && expected.kinds.empty());
    for (const std::string_view strategy : {"dfs", "sleep", "dpor"}) {
      for (const bool prune : {false, true}) {
        SCOPED_TRACE(testing::Message()
                     << program.name << ", " << strategy << (prune ? ", prune" : ""));
        const Findings found = FindAll(program, Like(strategy, prune));
        EXPECT_TRUE(found.result.exhausted);
        EXPECT_EQ(found.outcomes, expected.outcomes);
        EXPECT_EQ(found.kinds, expected.kinds);
        if (!prune) {
          EXPECT_EQ(found.result.traces, expected.result.traces);
        }
        if (!prune && strategy != "dfs" && found.kinds.empty()) {
          EXPECT_EQ(found.result.executions, found.result.traces) << "a trace was run twice";
        }
      }
    }
  }
}

// What is left out by a bound or by chance is never made up.
TEST(Reduction, OtherStrategiesShowNothingThatIsNotThere) {
  for (const SmallProgram& program : SmallPrograms()) {
    const Findings all = FindAll(program, Like("dfs"));
    for (const std::string_view strategy :
         {"bounded:0", "bounded:1", "bounded:2", "relacy-bound:2", "random", "pct:2"}) {
      SCOPED_TRACE(testing::Message() << program.name << ", " << strategy);
      CheckOptions options = Like(strategy);
      options.max_executions = options.strategy.IsSampling() ? 500 : 0;
      const Findings found = FindAll(program, options);
      EXPECT_EQ(found.result.exhausted, !options.strategy.IsSampling());
      EXPECT_TRUE(std::ranges::includes(all.outcomes, found.outcomes));
      EXPECT_TRUE(std::ranges::includes(all.kinds, found.kinds));
    }
    // As many preemptions as there are steps bound nothing.
    const Findings unbounded = FindAll(program, Like("bounded:12"));
    EXPECT_EQ(unbounded.outcomes, all.outcomes) << program.name;
    EXPECT_EQ(unbounded.kinds, all.kinds) << program.name;
  }
}

}  // namespace
}  // namespace heddle::checker
