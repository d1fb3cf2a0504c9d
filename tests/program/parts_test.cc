// SPDX-License-Identifier: BSD-3-Clause
//
// Searches in parts from the command line: processes, checkpoints, shards.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

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

// A folder in which any number of processes work at once.
class ShardFolders : public Parts {
 protected:
  // As an engine that does not know which shards have been run.
  void RunEveryShard(const std::string& folder, const std::string& options) const {
    for (std::size_t files = 0; files != FilesIn(folder).size();) {
      files = FilesIn(folder).size();
      for (const std::string& name : FilesIn(folder)) {
        if (name.starts_with("shard-")) {
          const Outcome run = Run("run " + folder + "/" + name + " -o " + folder + options);
          EXPECT_TRUE(run.status == 0 || run.status == 3) << run.out << run.err;
        }
      }
    }
  }
  std::vector<std::string> FilesIn(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(File(folder))) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  // Of the shards that the plan has.
  std::string ResultOf(const std::string& folder, const std::string& shard) const {
    for (const std::string& name : FilesIn(folder)) {
      if (name.starts_with("result-" + shard + "-")) {
        return folder + "/" + name;
      }
    }
    ADD_FAILURE() << "no result of shard " << shard;
    return "";
  }
  void ExpectMerged(const std::string& folder, const json& plain) const {
    const Outcome merged = Run("merge " + folder + " --json merged.json");
    EXPECT_EQ(merged.status, 0) << merged.out << merged.err;
    ExpectTheSame(Result("merged.json"), plain);
  }
};

TEST_F(ShardFolders, MergeToTheSameWithShardsThatAreRunAgain) {
  const json plain = Plain("workload/w1");
  ASSERT_EQ(Run("plan workload/w1 --count-traces --shards 4 -o plan").status, 0);
  RunEveryShard("plan", " --executions 30");
  ExpectMerged("plan", plain);
  const std::size_t files = FilesIn("plan").size();
  const Outcome again = Run("run plan/shard-1.json -o plan");
  EXPECT_EQ(again.status, 3) << "it was split, and stays so";
  EXPECT_TRUE(Contains(again.out, "shard 1: there is a result already\n")) << again.out;
  EXPECT_EQ(FilesIn("plan").size(), files);
  fs::copy(File(ResultOf("plan", "1")), File("plan/result-1-0123456789abcdef.json"));
  ExpectMerged("plan", plain);
}

// Of two that run at once and end differently, the pieces of the second belong to nothing.
TEST_F(ShardFolders, KeepTheFirstOfTwoResults) {
  const json plain = Plain("workload/w1");
  ASSERT_EQ(Run("plan workload/w1 --count-traces --shards 4 -o plan").status, 0);
  fs::copy(File("plan"), File("other"));
  RunEveryShard("plan", " --executions 30");
  RunEveryShard("other", " --executions 41");
  for (const std::string& name : FilesIn("other")) {
    fs::copy_file(File("other/" + name), File("plan/" + name), fs::copy_options::skip_existing);
  }
  ExpectMerged("plan", plain);
}

TEST_F(ShardFolders, HaveOneResultOfTwoRunsAtOnce) {
  const json plain = Plain(kModel);
  ASSERT_EQ(Run(std::string("plan ") + kModel + " --count-traces --shards 4 -o plan").status, 0);
  const std::string other = "'" HEDDLE_PROGRAM "' run plan/shard-1.json -o plan --executions ";
  for (int i = 0; i < 3; ++i) {
    Run("list strategies >/dev/null; (" + other + "9 & " + other + "17 & " + other +
        "50 & wait) >/dev/null 2>&1");
    EXPECT_TRUE(fs::exists(File(ResultOf("plan", "1"))));
    RunEveryShard("plan", " --executions 300");
    ExpectMerged("plan", plain);
    for (const std::string& name : FilesIn("plan")) {
      if (name.starts_with("result-")) {
        fs::remove(File("plan/" + name));
      }
    }
  }
}

TEST_F(ShardFolders, SayWhatIsMissingAndAreNeverExhaustedThen) {
  ASSERT_EQ(Run("plan workload/w1 --shards 4 -o plan").status, 0);
  const Outcome none = Run("merge plan --json merged.json");
  EXPECT_EQ(none.status, 3);
  EXPECT_TRUE(Contains(none.out, ": pass, incomplete, ")) << none.out;
  EXPECT_TRUE(Contains(none.out, " % of the search; shard 1 and ")) << none.out;
  EXPECT_EQ(Result("merged.json").at("exhausted"), false);
  RunEveryShard("plan", "");
  EXPECT_EQ(Run("merge plan").status, 0);
  fs::remove(File(ResultOf("plan", "2")));
  const Outcome all_but_one = Run("merge plan --json merged.json");
  EXPECT_EQ(all_but_one.status, 3);
  EXPECT_TRUE(Contains(all_but_one.out, "; shard 2 is missing\n")) << all_but_one.out;
  EXPECT_EQ(Result("merged.json").at("exhausted"), false);
}

TEST_F(ShardFolders, TakeDamagedResultsForNoneAndReplaceThem) {
  const json plain = Plain("workload/w1");
  ASSERT_EQ(Run("plan workload/w1 --count-traces --shards 4 -o plan").status, 0);
  RunEveryShard("plan", "");
  const std::string result = ResultOf("plan", "2");
  const std::string whole = Slurp(File(result));
  const std::size_t at = whole.find("\"executions\": ") + 14;
  std::string digit = whole;
  digit[at] = digit[at] == '9' ? '8' : static_cast<char>(digit[at] + 1);
  const std::string other = Slurp(File(ResultOf("plan", "1")));
  for (const std::string& damaged :
       {std::string(), whole.substr(0, whole.size() / 2), digit, other}) {
    std::ofstream(File(result)) << damaged;
    const Outcome merged = Run("merge plan");
    EXPECT_EQ(merged.status, 3) << merged.out;
    EXPECT_TRUE(Contains(merged.err, "heddle: '" + result + "' is no result: expected "))
        << merged.err;
    EXPECT_EQ(Run("run plan/shard-2.json -o plan").status, 0);
    ExpectMerged("plan", plain);
  }
}

TEST_F(ShardFolders, AnotherBuildIsRefusedByName) {
  ASSERT_EQ(Run("plan workload/w1 --shards 4 -o plan").status, 0);
  std::string shard = Slurp(File("plan/shard-1.json"));
  const std::size_t at = shard.find("\"build\": \"") + 10;
  shard.replace(at, 40, std::string(40, 'a'));
  std::ofstream(File("plan/shard-1.json")) << shard;
  const Outcome refused = Run("run plan/shard-1.json -o plan");
  EXPECT_EQ(refused.status, 78);
  EXPECT_TRUE(Contains(refused.err, " cannot run 'plan/shard-1.json': expected build \""));
  EXPECT_TRUE(Contains(refused.err, ", found \"" + std::string(40, 'a') + "\"\n")) << refused.err;
}

TEST_F(ShardFolders, WhatCannotBeWrittenIsTriedAgain) {
  ASSERT_EQ(Run("plan workload/w1 --shards 4 -o plan").status, 0);
  fs::create_directory(File("full"));
  // 512 bytes, of which a result has more.
  const Outcome outcome =
      Run("list strategies >/dev/null; ulimit -f 1; "
          "GCOV_PREFIX=counts GCOV_ERROR_FILE=/dev/null '" HEDDLE_PROGRAM
          "' run plan/shard-1.json -o full");
  EXPECT_EQ(outcome.status, 75) << outcome.err;
  EXPECT_TRUE(Contains(outcome.err, "heddle: cannot write 'full/result-1-")) << outcome.err;
  EXPECT_TRUE(FilesIn("full").empty());
}

TEST_F(ShardFolders, AnInterruptedShardLeavesItsRest) {
  const json plain = Plain("workload/w2-4x3");
  ASSERT_EQ(Run("plan workload/w2-4x3 --count-traces --shards 1 -o plan").status, 0);
  const Outcome cut =
      Run("run plan/shard-1.json -o plan >/dev/null 2>&1 & process=$!; sleep 0.3; "
          "kill -TERM $process; wait $process");
  EXPECT_TRUE(cut.status == 3 || cut.status == 0) << cut.status;
  RunEveryShard("plan", "");
  ExpectMerged("plan", plain);
}

TEST_F(ShardFolders, OfIndependentJobsMergeToTheSame) {
  const json plain = Plain(kModel);
  for (const std::string job : {"1", "2", "3"}) {
    const std::string run = "run --shard " + job + "/3 " + kModel + " --count-traces -o job-" +
                            job + " --executions 150";
    Outcome outcome = Run(run);
    for (int i = 0; outcome.status == 3 && i < 100; ++i) {
      outcome = Run(run);
    }
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_EQ(Run("merge job-" + job).status, 3) << "the shards of the others";
  }
  fs::create_directory(File("all"));
  for (const std::string job : {"1", "2", "3"}) {
    fs::copy(File("job-" + job), File("all"),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  ExpectMerged("all", plain);
}

TEST_F(ShardFolders, OfIndependentJobsHaveOnePlan) {
  ASSERT_EQ(Run("run --shard 1/2 workload/w2-4x2 -o jobs").status, 0);
  const Outcome other = Run("run --shard 2/2 workload/w2-4x2 --strategy dfs -o jobs");
  EXPECT_EQ(other.status, 2);
  EXPECT_TRUE(Contains(other.err, "heddle: expected plan ")) << other.err;
  const Outcome violation = Run("run --shard 1/2 workload/w5-bug1 -o bad");
  EXPECT_EQ(violation.status, 1) << violation.out;
  EXPECT_EQ(Run("merge bad").status, 1);
}

TEST_F(ShardFolders, AShareIsOneOfSoMany) {
  for (const std::string share : {"0/2", "3/2", "1", "1/", "/2", "1/2/3", "a/b", "1/10001"}) {
    ExpectUsageError(
        "run --shard " + share + " workload/w1 -o jobs",
        "--shard: expected a share such as 2/8, found '" + share + "'; see heddle run --help");
  }
  ASSERT_EQ(Run(std::string("plan ") + kModel + " --shards 2 -o plan").status, 0);
  EXPECT_EQ(Run("run plan/shard-1.json -o plan", "HEDDLE_STRATEGY=nonsense").status, 0)
      << "a shard has the strategy of its plan";
  ExpectUsageError("run plan/shard-1.json --all -o jobs",
                   "--all requires --shard; see heddle run --help");
}

}  // namespace
}  // namespace heddle
