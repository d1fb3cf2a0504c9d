// SPDX-License-Identifier: BSD-3-Clause
//
// heddle stress, as a command: what it refuses, what it says first, and what it finds.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
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
  EXPECT_TRUE(Contains(outcome.err,
                       "heddle: stress: nothing came by 'release refused', which this run was to "
                       "test\n"))
      << outcome.err;
}

TEST_F(StressCommand, RefusesWhatItDoesNotKnow) {
  ExpectUsageError("stress --revision R5", "unknown revision 'R5'; expected R1, R2, R3 or R4");
  ExpectUsageError("stress --at heap.h",
                   "expected a place such as core/heap/heap.inl.h:40, found "
                   "'heap.h'");
  ExpectUsageError("stress --change many-generations",
                   "expected drop:DECISION, skip:STEP or weaken:ACCESS=ORDER, found "
                   "'many-generations'");
  ExpectUsageError("stress --around none.json --fault lwm-no-lock",
                   "expected --fault or --around, which says which fault, found both");
  std::ofstream(File("trace.json")) << "{}";
  const Outcome no_trace = Run("stress --around trace.json");
  EXPECT_EQ(no_trace.status, 2);
  EXPECT_EQ(no_trace.err.substr(0, 44), "heddle: cannot stress around 'trace.json': e")
      << no_trace.err;
}

TEST_F(StressCommand, FindsAFaultOfTheCatalogueAndSaysHowToHaveItAgain) {
  const Outcome outcome =
      Run("stress --fault gen-no-check-on-unreserve --seed 3 --time 60s --perturb 64");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.err, "heddle: stress: invariant: I24: ")) << outcome.err;
  EXPECT_TRUE(Contains(outcome.err,
                       "heddle: again: heddle stress --revision R4 --seed 3 --time 60s "
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
  EXPECT_EQ(outcome.out.substr(0, 39), "delays threads at core/scavenger/locked") << outcome.out;
  EXPECT_TRUE(Contains(outcome.err, "heddle: stress: invariant: I24: ")) << outcome.err;
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
