// SPDX-License-Identifier: BSD-3-Clause
//
// The last line of a run that has failed is a command, and does what it is there for.

#include <gtest/gtest.h>

#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

class Again : public Heddle {
 protected:
  // The last line of all that is printed, which is to be a command; without the program's name.
  std::string LastCommand(const std::string& arguments, int status,
                          const std::string& variables = "") const {
    const Outcome outcome = Run(arguments, variables);
    EXPECT_EQ(outcome.status, status) << arguments << "\n" << outcome.out << outcome.err;
    const std::string all = outcome.out + outcome.err;
    const std::size_t begin = all.rfind('\n', all.size() - 2) + 1;
    const std::string line = all.substr(begin, all.size() - begin - 1);
    const std::string name = variables + "heddle ";
    EXPECT_EQ(line.substr(0, name.size()), name) << all;
    return line.substr(std::min(line.size(), name.size()));
  }
};

TEST_F(Again, AViolationIsReplayed) {
  const std::string fault = "allocate-free-scavenge --fault claim-none --quiet ";
  const std::string command = LastCommand("check " + fault + "--trace-dir 'it'\\''s here'", 1);
  EXPECT_EQ(command.substr(0, 22), "replay 'it'\\''s here/a") << "as a shell reads it";
  EXPECT_EQ(Run(command).status, 0);
}

TEST_F(Again, APathIsNoOption) {
  const std::string command =
      LastCommand("check allocate-free-scavenge --fault claim-none --quiet --trace-dir=-dash", 1);
  EXPECT_EQ(command.substr(0, 15), "replay ./-dash/");
  EXPECT_EQ(Run(command).status, 0);
}

TEST_F(Again, ACheckpointIsNoOption) {
  const std::string search = "check workload/w2-4x2 --executions 900";
  const std::string next = LastCommand(search + " --checkpoint=-left.json", 3);
  EXPECT_EQ(next, search + " --resume ./-left.json");
  EXPECT_NE(Run(next).status, 2);
}

TEST_F(Again, ASearchGoesOn) {
  const std::string search = "check workload/w2-4x2 --executions 900";
  const std::string kept = LastCommand(search, 3);
  EXPECT_EQ(kept, search + " --checkpoint workload-w2-4x2.rest.json");
  std::string next = LastCommand(kept, 3);
  EXPECT_EQ(next, search + " --resume workload-w2-4x2.rest.json");
  EXPECT_EQ(LastCommand(search, 3), search + " --checkpoint workload-w2-4x2.rest-2.json")
      << "the first name is taken";
  for (int i = 0; i < 9 && Run(next).status == 3; ++i) {
  }
  EXPECT_EQ(Run(next).status, 0) << "it has come to an end";
  EXPECT_EQ(LastCommand("check workload/w2-4x2", 3, "HEDDLE_EXECUTIONS=50 "),
            "check workload/w2-4x2 --checkpoint workload-w2-4x2.rest-2.json");
  EXPECT_EQ(LastCommand("check --executions 900 -- workload/w2-4x2", 3),
            "check --executions 900 --checkpoint workload-w2-4x2.rest-2.json -- workload/w2-4x2");
}

TEST_F(Again, ACheckpointDoesNotTakeThePlaceOfAnotherFile) {
  const std::string search = "check workload/w2-4x2 --executions 900 --checkpoint ";
  std::ofstream(File("notes.md")) << "notes";
  ExpectUsageError(search + "notes.md",
                   "cannot write a checkpoint to 'notes.md': expected a new name, or a checkpoint "
                   "of the same search");
  EXPECT_EQ(Slurp(File("notes.md")), "notes");
  ASSERT_EQ(Run(search + "rest.json").status, 3);
  EXPECT_EQ(Run(search + "rest.json").status, 3) << "of the same search";
  EXPECT_EQ(Run("check scavenge-scavenge --executions 9 --checkpoint rest.json").status, 2);
  EXPECT_TRUE(Contains(Slurp(File("rest.json")), "workload/w2-4x2"));
}

TEST_F(Again, AnInterruptedSearchSaysHowToGoOn) {
  const std::string search = "check scavenge-scavenge --strategy dfs";
  const Outcome outcome = Run(search +
                              " --checkpoint left.json >log 2>&1 & process=$!; sleep 0.5; kill "
                              "-INT $process; wait $process");
  EXPECT_EQ(outcome.status, 3);
  const std::string log = Slurp(File("log"));
  EXPECT_TRUE(Contains(log, "scavenge-scavenge: pass, interrupted, ")) << log;
  EXPECT_TRUE(log.ends_with("\nheddle " + search + " --resume left.json\n")) << log;
}

TEST_F(Again, AnInterruptedVerificationConcludesNothing) {
  Run("verify --deep >log 2>&1 & process=$!; sleep 0.5; kill -INT $process; wait $process");
  const std::string log = Slurp(File("log"));
  EXPECT_TRUE(std::regex_search(
      log, std::regex("\nInterrupted after [0-9]+ of [0-9]+ searches: nothing is concluded\\.\n")))
      << log;
  EXPECT_FALSE(Contains(log, "Verified")) << log;
  EXPECT_TRUE(log.ends_with("\nheddle verify --deep\n")) << log;
}

TEST_F(Again, AnInterruptedVerificationSaysSoInItsReport) {
  Run("verify --json v.json >log 2>&1 & process=$!; sleep 0.5; kill -TERM $process; wait $process");
  const std::string report = Slurp(File("v.json"));
  EXPECT_TRUE(Contains(report, "\"interrupted\": true")) << report.substr(0, 400);
}

TEST_F(Again, InterruptedRunsOnRealThreadsEnd) {
  const Outcome outcome = Run(
      "litmus --real --time 60s SB+sc >log 2>&1 & process=$!; sleep 0.5; kill -INT $process; wait "
      "$process");
  EXPECT_EQ(outcome.status, 3);
  const std::string log = Slurp(File("log"));
  EXPECT_TRUE(Contains(log, " in all, seed 1\n")) << log;
  EXPECT_TRUE(log.ends_with("heddle litmus --real --time 60s SB+sc\n")) << log;
}

TEST_F(Again, WhatAVerificationDidNotFindIsLookedForAlone) {
  const std::string command = LastCommand("verify --revision R2 --executions 1", 3);
  EXPECT_EQ(command.substr(0, 6), "check ") << command;
  EXPECT_EQ(Run(command).status, 0);
}

TEST_F(Again, OthersAreHadOnceMore) {
  for (const std::string command :
       {"repro claim-none --executions 1", "programs '" HEDDLE_PROGRAMS "' --executions 1",
        "litmus SB+sc --executions 1",
        "matrix --models allocate-free-scavenge --faults claim-none "
        "--executions 1 --quiet"}) {
    const std::string again = LastCommand(command, 3);
    EXPECT_EQ(Run(again).status, 3) << again;
  }
}

TEST_F(Again, ATraceThatLeadsElsewhereIsReplayedOnceMore) {
  Run("check allocate-free-scavenge --fault claim-none --trace-dir traces");
  const std::string name = fs::directory_iterator(File("traces"))->path().string();
  std::string trace = Slurp(name);
  const std::size_t at = trace.find("\"message\": \"");
  ASSERT_NE(at, std::string::npos);
  trace.insert(at + 12, "not ");
  std::ofstream(File("other.json")) << trace;
  const std::string again = LastCommand("replay other.json --quiet", 1);
  EXPECT_EQ(again, "replay other.json --quiet");
}

TEST_F(Again, OfAShardWhatIsLeftIsExplored) {
  ASSERT_EQ(Run("plan workload/w2-4x2 --shards 2 -o plan").status, 0);
  const std::string command =
      LastCommand("run plan/shard-1.json -o result-1.json --executions 5", 3);
  EXPECT_EQ(command.substr(0, 14), "run shard-1.1.") << command;
  EXPECT_EQ(Run(command).status, 0);
  EXPECT_TRUE(fs::exists(File("result-1.1.json")));
  // A plan cannot be made twice in one place.
  const std::string whole =
      LastCommand("plan allocate-free-scavenge --fault claim-none --shards 9 -o other --all", 1);
  EXPECT_EQ(whole, "check allocate-free-scavenge --fault claim-none --all");
  EXPECT_EQ(Run(whole).status, 1);
}

// Shards that were tampered with ask for what their program does not do.
TEST_F(Again, WhatIsNotDeterministicIsHadOnceMore) {
  ASSERT_EQ(Run("plan workload/w2-4x2 --shards 2 -o plan").status, 0);
  const std::string shard = Slurp(File("plan/shard-1.json"));
  const std::string tampered = std::regex_replace(shard, std::regex("\"decisions\": \"[^\"]*\""),
                                                  "\"decisions\": \"a*3.d*9\"");
  ASSERT_NE(tampered, shard);
  std::ofstream(File("tampered.json")) << tampered;
  for (const std::string options : {"", " --jobs 2"}) {
    const std::string command = "run tampered.json -o 'its result.json'" + options;
    EXPECT_EQ(LastCommand(command, 4), command);
    const Outcome outcome = Run(command);
    EXPECT_EQ(outcome.err.substr(0, 41), "heddle: the program is not deterministic:")
        << outcome.err;
  }
}

TEST_F(Again, ASearchWhoseWorkerDiesIsHadOnceMore) {
  const std::string search = "check workload/w2-4x3 --jobs 1";
  const Outcome outcome =
      Run(search +
          " >log 2>&1 & process=$!; children=/proc/$process/task/$process/children; "
          "while [ -z \"$(cat $children)\" ]; do :; done; "
          "kill -KILL $(cat $children); wait $process");
  EXPECT_EQ(outcome.status, 4);
  const std::string log = Slurp(File("log"));
  EXPECT_TRUE(Contains(log, "heddle: workload/w2-4x3: a worker ended with signal 9 (Killed) "))
      << log;
  EXPECT_TRUE(log.ends_with("\nheddle " + search + "\n"))
      << "no checkpoint would say more of what was lost: " << log;
}

TEST_F(Again, AStressTestWithoutAResultSaysItsSeed) {
  const std::string no_memory = "ulimit -v 1000000; ";
  const Outcome outcome = Run("stress --time 1s", no_memory);
  EXPECT_EQ(outcome.status, 4);
  const std::string seed = outcome.out.substr(0, outcome.out.find('\n'));
  EXPECT_EQ(seed.substr(0, 5), "seed ");
  EXPECT_TRUE(outcome.err.ends_with("\nheddle stress --time 1s --" + seed + "\n"))
      << outcome.out << outcome.err;
  EXPECT_TRUE(Run("stress --time 1s --seed 7", no_memory)
                  .err.ends_with("\nheddle stress --time 1s --seed 7\n"));
}

TEST_F(Again, AStressTestSaysItsSeed) {
  const std::string again = LastCommand("stress --fault gen-no-check-on-unreserve --time 20s", 1);
  EXPECT_TRUE(Contains(again, " --seed ")) << again;
}

}  // namespace
}  // namespace heddle
