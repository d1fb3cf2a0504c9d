// SPDX-License-Identifier: BSD-3-Clause
//
// heddle stress, as a command: what it refuses, what it says first, and what it finds.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using StressCommand = Heddle;

TEST_F(StressCommand, SaysItsSeedFirstAndWhatItCameBy) {
  const Outcome outcome = Run("stress --revision R3 --seed 5 --time 10ms");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out.substr(0, 7), "seed 5\n");
  EXPECT_TRUE(Contains(outcome.out, " on 1 heaps\n")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\n  stale unreserve ")) << outcome.out;
  EXPECT_FALSE(Contains(Run("stress --revision R1 --time 10ms").out, "unreserve"))
      << "cursors know no reservations";
}

TEST_F(StressCommand, FailsIfAPathThatItIsToTestWasNotTaken) {
  const Outcome outcome = Run("stress --seed 1 --time 1ms --demand-paths");
  EXPECT_EQ(outcome.status, 1) << "the first heap of this seed has a system that refuses nothing";
  EXPECT_TRUE(std::regex_search(
      outcome.err,
      std::regex("^heddle: stress: nothing came by ('[a-z -]+' or )*'release refused'( or '[a-z "
                 "-]+')*, which this run was to test\n"
                 "heddle: again:\nheddle stress --revision R4 --seed 1 --time 0.001s "
                 "--demand-paths\n$")))
      << outcome.err;
}

TEST_F(StressCommand, RefusesWhatItDoesNotKnow) {
  ExpectUsageError("stress --revision R5", "unknown revision 'R5'; expected R1, R2, R3 or R4");
  ExpectUsageError("stress --at heap.h",
                   "expected a place such as core/heap/heap.inl.h:40, found "
                   "'heap.h'");
  ExpectUsageError("stress --change many-generations",
                   "expected drop:DECISION, skip:STEP, weaken:ACCESS=ORDER or order:ACCESS=ORDER, "
                   "found "
                   "'many-generations'");
  ExpectUsageError("stress --around none.json --fault lwm-no-lock",
                   "expected --fault or --around, which says which fault, found both");
  std::ofstream(File("trace.json")) << "{}";
  const Outcome no_trace = Run("stress --around trace.json");
  EXPECT_EQ(no_trace.status, 2);
  EXPECT_EQ(no_trace.err.substr(0, 44), "heddle: cannot stress around 'trace.json': e")
      << no_trace.err;
}

TEST_F(StressCommand, RefusesWhatWouldMakeNoDifference) {
  ExpectUsageError("stress --any-build", "--any-build requires --around; see heddle stress --help");
  ExpectUsageError("stress --longest 1ms",
                   "--longest is for delays: expected --perturb or --at, found neither");
  for (const char* const both : {"stress --perturb 64 --at core/heap/heap.h:40",
                                 "stress --perturb 64 --around trace.json"}) {
    const Outcome outcome = Run(both);
    EXPECT_EQ(outcome.status, 2) << both;
    EXPECT_TRUE(Contains(outcome.err, " excludes ")) << outcome.err;
  }
}

TEST_F(StressCommand, TakesAFaultToTheHeapThatItIsOf) {
  ExpectUsageError("stress --fault v1-look-no-lock --revision R4",
                   "'v1-look-no-lock' is of R1, found --revision R4");
  ExpectUsageError("stress --fault v1-scavaddr-clobber",
                   "'v1-scavaddr-clobber' changes nothing, and is of model "
                   "r1/scavenge-free-start-cycle alone");
  ExpectUsageError(
      "stress --fault idx-mark-relaxed",
      "'idx-mark-relaxed' is of model index-mark-find, in which there is no heap to stress");
  const Outcome older = Run("stress --fault v1-look-no-lock --seed 3 --time 1ms");
  EXPECT_FALSE(Contains(older.out, "unreserve")) << "R1 knows no reservations: " << older.out;
  EXPECT_NE(older.status, 2) << older.err;
  const Outcome change = Run("stress --fault drop:looks-at-cursor-under-heap-lock --time 1ms");
  EXPECT_EQ(change.status, 2) << "a change that is spelled out is R4's, which has no cursor";
  EXPECT_EQ(change.err,
            "heddle: expected a change of what a heap of R4 asks about; in this run it has not "
            "asked about 'looks-at-cursor-under-heap-lock'\n");
}

TEST_F(StressCommand, FindsAFaultOfTheCatalogueAndSaysHowToHaveItAgain) {
  const Outcome outcome =
      Run("stress --fault gen-no-check-on-unreserve --seed 3 --time 60s --perturb 64");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.err, "heddle: stress: invariant: I24: ")) << outcome.err;
  EXPECT_TRUE(Contains(outcome.err,
                       "heddle: again:\nheddle stress --revision R4 --seed 3 --time 10s "
                       "--perturb 64 --fault gen-no-check-on-unreserve\n"))
      << outcome.err;
}

// Threads are delayed in core, in the order of the trace, and the trace's fault is there.
TEST_F(StressCommand, ProvokesWhatATraceShows) {
  ASSERT_EQ(Run("repro gen-no-check-on-unreserve --trace-dir t --quiet").status, 0);
  const Outcome outcome =
      Run("stress --around t/scavenge-start-generation.gen-no-check-on-unreserve.invariant.json "
          "--time 60s");
  EXPECT_EQ(outcome.status, 1) << outcome.out;
  EXPECT_TRUE(std::regex_search(
      outcome.out, std::regex("^seed [0-9]+\ndelays threads at core/scavenger/locked")))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.err, "heddle: stress: invariant: I24: ")) << outcome.err;
}

// The fault is one that no run has found, so that there is a report.
TEST_F(StressCommand, DelaysThreadsWhereThoseOfATraceWereOvertaken) {
  ASSERT_EQ(Run("repro hwm-two-critical-sections --trace-dir 'my traces' --quiet").status, 0);
  fs::path trace;
  for (const auto& entry : fs::directory_iterator(File("my traces"))) {
    trace = entry.path();
  }
  const std::string around = "--around 'my traces/" + trace.filename().string() + "'";
  const Outcome outcome = Run("stress --seed 1 --time 1ms --demand-paths " + around);
  EXPECT_TRUE(std::regex_search(outcome.out, std::regex("\n  [1-9][0-9]* delays at core/")))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.err, " --demand-paths " + around + "\n")) << outcome.err;

  ExpectUsageError("stress --revision R1 " + around,
                   "'my traces/" + trace.filename().string() + "' is of R4, found --revision R1");
}

TEST_F(StressCommand, StressesNoTraceOfSomethingElse) {
  ASSERT_EQ(Run("repro idx-mark-relaxed --trace-dir t --quiet").status, 0);
  for (const auto& entry : fs::directory_iterator(File("t"))) {
    const std::string trace = "t/" + entry.path().filename().string();
    ExpectUsageError(
        "stress --around " + trace,
        "'" + trace + "' is of model index-mark-find, in which there is no heap to stress");
  }
}

TEST_F(StressCommand, AnInterruptionIsAnEndWithAReport) {
  const int status = std::system(("cd '" + File("").string() +
                                  "' && timeout --foreground --preserve-status -s "
                                  "INT 1 '" HEDDLE_PROGRAM "' stress --time 100s >out 2>err")
                                     .c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3) << Slurp(File("err"));
  EXPECT_TRUE(Contains(Slurp(File("out")), " operations in ")) << Slurp(File("out"));
}

}  // namespace
}  // namespace heddle
