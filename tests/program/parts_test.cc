// SPDX-License-Identifier: BSD-3-Clause
//
// Searches in parts from the command line: processes, checkpoints, shards.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using nlohmann::json;

// A search of a few thousand executions that passes.
constexpr char kModel[] = "workload/w2-4x2";

class Parts : public Heddle {
 protected:
  json Result(const std::string& name) const {
    return json::parse(Slurp(File(name))).at("results").at(0);
  }
  json Plain(const std::string& model) const {
    EXPECT_EQ(Run("check " + model + " --count-traces --json plain.json").status, 0);
    return Result("plain.json");
  }
  static void ExpectTheSame(const json& result, const json& plain) {
    for (const char* field : {"verdict", "exhausted", "executions", "traces"}) {
      EXPECT_EQ(result.at(field), plain.at(field)) << field;
    }
  }
  std::string ResultsOf(const std::string& folder) const {
    std::string files;
    for (const auto& entry : fs::directory_iterator(File(folder))) {
      const std::string name = entry.path().filename().string();
      if (name == "plan.json" || name.starts_with("result-")) {
        files += " " + folder + "/" + name;
      }
    }
    return files;
  }
  // Every shard, and what is left of it.
  void RunShards(const std::string& folder, const std::string& options) const {
    for (bool is_new = true; is_new;) {
      is_new = false;
      for (const auto& entry : fs::directory_iterator(File(folder))) {
        const std::string name = entry.path().filename().string();
        const std::string result = "result-" + name;
        if (name.starts_with("shard-") && !fs::exists(File(folder + "/" + result))) {
          const Outcome run =
              Run("run " + folder + "/" + name + " -o " + folder + "/" + result + options);
          EXPECT_TRUE(run.status == 0 || run.status == 3) << run.out << run.err;
          is_new = true;
        }
      }
    }
  }
};

TEST_F(Parts, JobsComeToTheSame) {
  const json plain = Plain(kModel);
  const Outcome outcome =
      Run(std::string("check ") + kModel + " --count-traces --jobs 2 --json jobs.json");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "") << "no progress where nobody looks";
  ExpectTheSame(Result("jobs.json"), plain);
}

TEST_F(Parts, JobsFindTheSameViolationEachTime) {
  const std::string command = "check allocate-free-scavenge --fault claim-none --quiet --json ";
  EXPECT_EQ(Run(command + "1.json --jobs 1").status, 1);
  EXPECT_EQ(Run(command + "2.json --jobs 2").status, 1);
  json one = Result("1.json");
  json two = Result("2.json");
  for (const char* field : {"verdict", "message", "executions", "blocked", "steps"}) {
    EXPECT_EQ(one.at(field), two.at(field)) << field;
  }
}

TEST_F(Parts, ASearchThatWasStoppedGoesOn) {
  const json plain = Plain(kModel);
  const std::string command =
      std::string("check ") + kModel + " --count-traces --json legs.json --executions 300 ";
  Outcome leg = Run(command + "--checkpoint left.json");
  int legs = 1;
  while (leg.status == 3 && legs < 1000) {
    EXPECT_TRUE(Contains(leg.out, "what is left: --resume left.json\n")) << leg.out;
    leg = Run(command + "--resume left.json");
    ++legs;
  }
  EXPECT_EQ(leg.status, 0) << leg.out << leg.err;
  EXPECT_GT(legs, 2);
  ExpectTheSame(Result("legs.json"), plain);
  EXPECT_EQ(Result("legs.json").at("blocked"), plain.at("blocked"));
}

TEST_F(Parts, AnInterruptedSearchGoesOn) {
  const std::string command = "check workload/w2-4x3 --json result.json ";
  ASSERT_EQ(Run(command).status, 0);
  const json plain = Result("result.json");
  Outcome leg = Run(command +
                    "--checkpoint left.json >/dev/null 2>&1 & process=$!; sleep 0.1; "
                    "kill -TERM $process; wait $process");
  for (int i = 1; leg.status == 3 && i < 200; ++i) {
    leg = Run(command + "--resume left.json >/dev/null 2>&1 & process=$!; sleep 0." +
              std::to_string(1 + i % 9) + "; kill -INT $process; wait $process");
  }
  if (leg.status != 0) {
    leg = Run(command + "--resume left.json");
  }
  EXPECT_EQ(leg.status, 0) << leg.out << leg.err;
  ExpectTheSame(Result("result.json"), plain);
}

TEST_F(Parts, CheckpointsOfAnotherSearchAreRefused) {
  ASSERT_EQ(Run(std::string("check ") + kModel + " --executions 3 --checkpoint left.json").status,
            3);
  ExpectUsageError("check workload/w1 --resume left.json",
                   "cannot resume 'left.json': expected model \"workload/w1\", found \"" +
                       std::string(kModel) + "\"");
  ExpectUsageError(std::string("check ") + kModel + " --strategy dfs --resume left.json",
                   "cannot resume 'left.json': expected strategy \"dfs\", found \"dpor\"");
  ExpectUsageError(std::string("check ") + kModel + " --resume none.json",
                   "cannot resume 'none.json': No such file or directory");
  const std::string text = Slurp(File("left.json"));
  std::ofstream(File("left.json")) << text.substr(0, text.size() / 2);
  const Outcome outcome = Run(std::string("check ") + kModel + " --resume left.json");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(Contains(outcome.err, "expected a whole JSON file, found a mistake at byte "));
  ExpectUsageError(std::string("check ") + kModel + " --strategy random --jobs 2",
                   "--jobs needs a strategy that can be divided: dpor, sleep, dfs or bounded:N, "
                   "not random");
}

TEST_F(Parts, ShardsMergeToTheSame) {
  const json plain = Plain("workload/w1");
  ASSERT_EQ(Run("plan workload/w1 --count-traces --shards 4 -o plan").status, 0);
  RunShards("plan", "");
  const Outcome merged = Run("merge --json merged.json" + ResultsOf("plan"));
  EXPECT_EQ(merged.status, 0) << merged.out << merged.err;
  ExpectTheSame(Result("merged.json"), plain);
}

TEST_F(Parts, ShardsThatReachALimitMergeToTheSame) {
  const json plain = Plain("workload/w1");
  ASSERT_EQ(Run("plan workload/w1 --count-traces --shards 4 -o plan").status, 0);
  RunShards("plan", " --executions 30");
  EXPECT_TRUE(fs::exists(File("plan/shard-1.1.json")));
  EXPECT_EQ(Run("merge --json merged.json" + ResultsOf("plan")).status, 0);
  ExpectTheSame(Result("merged.json"), plain);
  fs::remove(File("plan/result-shard-1.1.json"));
  ExpectUsageError("merge" + ResultsOf("plan"),
                   "cannot merge: expected a result of every shard, found none of shard 1.1");
}

TEST_F(Parts, FilesForSeveralPurposesAreRefusedAndLeftAlone) {
  const std::string check = std::string("check ") + kModel;
  ExpectUsageError(check + " --json a.json --checkpoint ./a.json",
                   "expected another file for --checkpoint than for --json, found './a.json'");
  EXPECT_FALSE(fs::exists(File("a.json")));
  ASSERT_EQ(Run(check + " --executions 3 --checkpoint left.json").status, 3);
  const std::string before = Slurp(File("left.json"));
  ExpectUsageError(check + " --resume left.json --json left.json",
                   "expected another file for --resume than for --json, found 'left.json'");
  EXPECT_EQ(Slurp(File("left.json")), before);
  EXPECT_EQ(Run(check + " --resume left.json --checkpoint left.json").status, 0);
  ASSERT_EQ(Run("plan workload/w1 --shards 2 -o plan").status, 0);
  ExpectUsageError("run plan/shard-1.json -o plan/shard-1.json",
                   "expected another file for --output than for the shard, found "
                   "'plan/shard-1.json'");
  ExpectUsageError("merge plan/plan.json --json plan/plan.json",
                   "expected another file for --json than for a result, found 'plan/plan.json'");
  ExpectUsageError(check + " --trace-dir out --json out",
                   "expected another file for --json than for --trace-dir, found 'out'");
  EXPECT_FALSE(fs::exists(File("out")));
}

TEST_F(Parts, AFolderWithFilesInItTakesNoPlan) {
  std::ofstream(File("file")) << "x";
  ExpectUsageError(std::string("plan ") + kModel + " --shards 2 -o .",
                   "expected an empty folder for the plan, '.' is not");
}

}  // namespace
}  // namespace heddle
