// SPDX-License-Identifier: BSD-3-Clause
//
// The stress program, as a command: what it refuses, how it ends, and with which status.

#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using StressProgram = Heddle;

TEST_F(StressProgram, SaysWhatItCameBy) {
  const Outcome outcome = Run("--seed 7 --time 10ms");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out.substr(0, 7), "seed 7\n");
  EXPECT_TRUE(Contains(outcome.out, " on 1 heaps\n")) << outcome.out;
}

TEST_F(StressProgram, AnInterruptionIsAnEndWithAReport) {
  const int status = std::system(("cd '" + File("").string() +
                                  "' && timeout --foreground --preserve-status -s "
                                  "INT 1 '" HEDDLE_PROGRAM "' --time 100s >out 2>err")
                                     .c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3) << Slurp(File("err"));
  EXPECT_TRUE(Contains(Slurp(File("out")), " operations in ")) << Slurp(File("out"));
}

TEST_F(StressProgram, RefusesWhatItDoesNotKnow) {
  ExpectUsageError("--revision R5", "unknown revision 'R5'; expected R1, R2, R3 or R4");
  ExpectUsageError("--around",
                   "The following argument was not expected: --around; see stress --help");
}

TEST_F(StressProgram, TakesNumbersAsTheyAreWritten) {
  for (const char* const seed :
       {"99999999999999999999", "-1", "0x10", "1.5", "18446744073709551616"}) {
    const Outcome outcome = Run("--time 1ms --seed=" + std::string(seed));
    EXPECT_EQ(outcome.status, 2) << seed;
    EXPECT_TRUE(Contains(
        outcome.err,
        "expected a whole number up to 18446744073709551615, found '" + std::string(seed) + "'"))
        << outcome.err;
  }
  EXPECT_EQ(Run("--time 1ms --seed 010").out.substr(0, 8), "seed 10\n");
  EXPECT_EQ(Run("--time 1ms --seed 18446744073709551615").out.substr(0, 26),
            "seed 18446744073709551615\n");
}

TEST_F(StressProgram, AReportThatNobodyCanReadIsAnError) {
  const int status = std::system("'" HEDDLE_PROGRAM "' --time 1ms >/dev/full 2>/dev/null");
  EXPECT_EQ(WEXITSTATUS(status), 2);
}

TEST_F(StressProgram, AChangeThatNobodyAsksAboutIsAnError) {
  const Outcome outcome = Run("--time 1ms --change drop:marks-bits-before-start");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(
      outcome.err,
      "heddle: expected a change of what a heap of R4 asks about; in this run it has not asked "
      "about 'marks-bits-before-start'\n");
  EXPECT_EQ(Run("--time 1ms --change drop:looks-at-cursor-under-heap-lock").status, 2)
      << "R4 has no cursor";
}

TEST_F(StressProgram, APlaceThatNobodyComesByIsAnError) {
  const Outcome outcome = Run("--time 1ms --at core/heap/heap.h:9999");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(Contains(outcome.err, "in this run none was delayed at core/heap/heap.h:9999\n"))
      << outcome.err;
  EXPECT_TRUE(Contains(outcome.out, "  0 delays at core/heap/heap.h:9999\n")) << outcome.out;
}

TEST_F(StressProgram, SaysHowToHaveTheFailingHeapAgain) {
  // Of three heaps, that with a seed which three divides has a system that refuses, and this change
  // takes no refusal for one. The first such heap is the third.
  const Outcome outcome =
      Run("--seed 1 --time 100s --round 20ms --change skip:asks-whether-released --demand-paths");
  ASSERT_EQ(outcome.status, 1) << outcome.out;
  std::smatch seed;
  ASSERT_TRUE(std::regex_search(
      outcome.err, seed,
      std::regex("\nheddle: again:\nstress --revision R4 --seed ([0-9]+) --time 10s --round 0.02s "
                 "--change skip:asks-whether-released --demand-paths\n")))
      << outcome.err;
  EXPECT_GT(std::stoull(seed[1]), 1U);
  EXPECT_EQ(std::stoull(seed[1]) % 3, 0U) << "the seed of the heap that failed";
}

}  // namespace
}  // namespace heddle
