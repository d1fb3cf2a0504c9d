// SPDX-License-Identifier: BSD-3-Clause
//
// heddle cluster, with scripts in the place of Slurm and of GNU parallel, which lose what they are
// told to. ci/cluster has the real ones.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using nlohmann::json;

// Of a good part of a second, so that it is split.
constexpr char kSearched[] = "workload/w4-3";
constexpr char kFolder[] = "heddle-cluster/workload-w4-3";

// One job after the other. In $FAKE: `fail` has shards that fail, a line for each time; `end` has
// this program end after three jobs, once; `slow` makes jobs longer; `late.SHARD` has it on a lost
// host, which is noticed, as are jobs that do nothing, after three of these.
constexpr char kParallel[] = R"SH(#!/bin/bash
while [ $# -gt 1 ]; do
  case $1 in
    --joblog) log=$2; shift 2 ;;
    --ungroup) shift ;;
    *) shift 2 ;;
  esac
done
printf 'Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n' >"$log"
job=0
while read -r shard; do
  job=$((job + 1))
  if rm "$FAKE/late.$shard" 2>/dev/null; then
    late=$shard
    unnoticed=$job
    continue
  elif [ -n "$late" ] && [ "$shard" = - ]; then
    unnoticed="$unnoticed $job"
    [ "$(echo "$unnoticed" | wc -w)" = 4 ] || continue
    eval "${1/\{\}/$late}"
    for job in $unnoticed; do printf '%s\t:\t0\t0\t0\t0\t0\t0\t\n' "$job"; done >>"$log"
    late=
    continue
  elif grep -q -x -e "$shard" "$FAKE/fail" 2>/dev/null; then
    sed -i "0,/^$shard\$/{/^$shard\$/d}" "$FAKE/fail"
    status=75
  else
    [ ! -e "$FAKE/slow" ] || sleep 0.2
    eval "${1/\{\}/$shard}"
    status=$?
  fi
  printf '%s\t:\t0\t0\t0\t0\t%s\t0\t%s\n' "$job" "$status" "$shard" >>"$log"
  if [ "$job" = 3 ] && rm "$FAKE/end" 2>/dev/null; then exit 1; fi
done
)SH";

// A file in $FAKE/tasks for each that has not ended. In $FAKE: `lose` has tasks of the first wave
// that are lost with their host, `hold` those that Slurm holds back, `refuse` has sbatch fail,
// `never` has a reason for which tasks wait until they are cancelled.
constexpr char kSbatch[] = R"SH(#!/bin/bash
if [ -e "$FAKE/refuse" ]; then
  echo "sbatch: error: invalid partition specified: nowhere" >&2
  exit 1
fi
script=$2
job=$(($(cat "$FAKE/job" 2>/dev/null || echo 100) + 1))
echo "$job" >"$FAKE/job"
mkdir -p "$FAKE/tasks"
name=$(sed -n 's/^#SBATCH --job-name=//p' "$script")
count=$(sed -n 's/^#SBATCH --array=1-//p' "$script")
for ((i = 1; i <= count; ++i)); do
  state='RUNNING|None'
  if [ "$job" = 101 ] && grep -q -x "$i" "$FAKE/hold" 2>/dev/null; then
    state='PENDING|launch failed requeued held'
  fi
  [ ! -e "$FAKE/never" ] || state="PENDING|$(cat "$FAKE/never")"
  echo "$name|$i|$job$i|$state" >"$FAKE/tasks/$job$i"
done
[ ! -e "$FAKE/never" ] || count=0
(
  for ((i = 1; i <= count; ++i)); do
    if [ "$job" != 101 ] || ! grep -q -x "$i" "$FAKE/lose" "$FAKE/hold" 2>/dev/null; then
      SLURM_ARRAY_TASK_ID=$i sh "$script"
    fi
    if [ "$job" != 101 ] || ! grep -q -x "$i" "$FAKE/hold" 2>/dev/null; then
      rm -f "$FAKE/tasks/$job$i"
    fi
  done
) >>"$FAKE/out" 2>&1 &
echo "$job"
)SH";
constexpr char kSqueue[] = "#!/bin/sh\ncat \"$FAKE\"/tasks/* 2>/dev/null\ntrue\n";
constexpr char kScancel[] = R"SH(#!/bin/sh
for job in "$@"; do
  case $job in -*) ;; *) rm -f "$FAKE/tasks/$job" ;; esac
done
)SH";

class Cluster : public Heddle {
 protected:
  Cluster() {
    fs::create_directories(File("fake"));
    Tool("parallel", kParallel);
    Tool("sbatch", kSbatch);
    Tool("squeue", kSqueue);
    Tool("scancel", kScancel);
  }

  Outcome RunCluster(const std::string& arguments) const {
    return Run("cluster " + arguments, "FAKE=\"$PWD/fake\" PATH=\"$PWD/fake:$PATH\"");
  }
  void Tell(const std::string& name, const std::string& lines) const {
    std::ofstream(File("fake/" + name)) << lines;
  }
  json Result(const std::string& name) const {
    return json::parse(Slurp(File(name))).at("results").at(0);
  }
  // A search that ends well, of which the totals are those of a search in one piece.
  void ExpectTheSame(const std::string& arguments) const {
    ASSERT_EQ(Run(std::string("check ") + kSearched + " --count-traces --json plain.json").status,
              0);
    const Outcome outcome =
        RunCluster(arguments + " " + kSearched + " --count-traces --json cluster.json");
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    for (const char* field : {"kind", "name", "verdict", "exhausted", "executions", "traces"}) {
      EXPECT_EQ(Result("cluster.json").at(field), Result("plain.json").at(field)) << field;
    }
  }
  std::string InFolder(const std::string& name) const {
    return Slurp(File(std::string(kFolder) + "/" + name));
  }

 private:
  void Tool(const std::string& name, const char* text) const {
    const fs::path path = File("fake/" + name);
    std::ofstream(path) << text;
    fs::permissions(path, fs::perms::owner_all);
  }
};

constexpr char kSsh[] = "ssh --hosts : --shards 6 --budget 10ms";
constexpr char kSlurm[] = "slurm --shards 6 --budget 10ms";

bool HasPieces(const std::string& list) {
  return std::regex_search(list, std::regex(R"(shard-\d+\.1-)"));
}

TEST_F(Cluster, ComesToTheSameBySsh) {
  ExpectTheSame(kSsh);
  EXPECT_TRUE(HasPieces(InFolder("queue-1"))) << "it was to be split";
  EXPECT_FALSE(fs::exists(File(std::string(kFolder) + "/queue-2")));
}

TEST_F(Cluster, ComesToTheSameBySlurm) {
  ExpectTheSame(kSlurm);
  EXPECT_TRUE(HasPieces(InFolder("wave-2.list"))) << "it was to be split";
}

TEST_F(Cluster, TriesShardsAgain) {
  Tell("fail", "shard-2.json\nshard-4.json\nshard-2.json\n");
  ExpectTheSame(kSsh);
  EXPECT_EQ(Slurp(File("fake/fail")), "");
}

TEST_F(Cluster, HasParallelLookAfterALostHost) {
  Tell("late.shard-3.json", "");
  ExpectTheSame(kSsh);
  EXPECT_FALSE(fs::exists(File("fake/late.shard-3.json")));
  EXPECT_FALSE(fs::exists(File(std::string(kFolder) + "/queue-2")));
}

TEST_F(Cluster, TriesShardsOfALostHostAgain) {
  Tell("lose", "1\n3\n");
  ExpectTheSame(kSlurm);
}

TEST_F(Cluster, TriesShardsThatSlurmHoldsBackAgain) {
  Tell("hold", "2\n");
  ExpectTheSame(kSlurm);
  EXPECT_TRUE(fs::is_empty(File("fake/tasks"))) << "it was cancelled";
}

TEST_F(Cluster, DoesNotWaitForWhatSlurmNeverStarts) {
  Tell("never", "PartitionTimeLimit\n");
  const Outcome outcome =
      RunCluster(std::string(kSlurm) + " --partition short --count-traces " + kSearched);
  EXPECT_EQ(outcome.status, 2) << outcome.out;
  EXPECT_TRUE(
      Contains(outcome.err,
               "/wave-1.sh' (PartitionTimeLimit): expected a partition, an account and a --budget "
               "that go together\n"))
      << outcome.err;
  EXPECT_TRUE(fs::is_empty(File("fake/tasks"))) << "it was cancelled";
  fs::remove(File("fake/never"));
  ExpectTheSame(kSlurm);
}

TEST_F(Cluster, SurvivesTheEndOfParallel) {
  Tell("end", "");
  ExpectTheSame(kSsh);
  EXPECT_FALSE(fs::exists(File("fake/end")));
  EXPECT_TRUE(fs::exists(File(std::string(kFolder) + "/queue-2")));
}

TEST_F(Cluster, GivesUpAShardThatFailsEachTime) {
  std::string many;
  for (int i = 0; i < 100; ++i) {
    many += "shard-3.json\n";
  }
  Tell("fail", many);
  const Outcome outcome =
      RunCluster(std::string(kSsh) + " " + kSearched + " --count-traces --json it.json");
  EXPECT_EQ(outcome.status, 4) << outcome.out;
  EXPECT_TRUE(Contains(outcome.err,
                       "heddle: 'shard-3.json' has ended again and again without a "
                       "result; the logs in '"))
      << outcome.err;
  EXPECT_TRUE(Contains(outcome.out, ": pass, incomplete, ")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "; shard 3 is missing\n")) << outcome.out;
  EXPECT_EQ(Result("it.json").at("exhausted"), false);
  Tell("fail", "");
  ExpectTheSame(kSsh);
}

TEST_F(Cluster, GoesOnWhereItWasInterrupted) {
  Tell("slow", "");
  const std::string command = std::string(kSsh) + " " + kSearched +
                              " --count-traces >/dev/null 2>&1 & process=$!; sleep 0.4; kill -";
  EXPECT_EQ(RunCluster(command + "TERM $process; wait $process").status, 3);
  EXPECT_EQ(RunCluster(command + "KILL $process; wait $process").status, 137);
  fs::remove(File("fake/slow"));
  ExpectTheSame(kSsh);
}

TEST_F(Cluster, GoesOnWithWhatAnotherEngineHasLeft) {
  Tell("slow", "");
  EXPECT_EQ(RunCluster(std::string(kSsh) + " " + kSearched +
                       " --count-traces >/dev/null 2>&1 & process=$!; sleep 0.4; kill -TERM "
                       "$process; wait $process")
                .status,
            3);
  ExpectTheSame(kSlurm);
}

TEST_F(Cluster, FindsViolations) {
  const Outcome outcome = RunCluster(
      "ssh --hosts : quad/allocate+scavenge+scavenge+start-generation --fault "
      "gen-no-check-on-unreserve --shards 4 --quiet --json 1.json");
  EXPECT_EQ(outcome.status, 1) << outcome.out << outcome.err;
  EXPECT_FALSE(Contains(outcome.out, ", 0 shards")) << "it was to be found in one";
  const json result = Result("1.json");
  EXPECT_EQ(result.at("verdict"), "invariant");
  EXPECT_EQ(Run("replay " + result.at("trace_file").get<std::string>()).status, 0);
}

// As they can be read and run by hand.
TEST_F(Cluster, WritesScripts) {
  ASSERT_EQ(RunCluster(std::string(kSlurm) + " --partition batch --memory 1G " + kSearched).status,
            0);
  const std::string wave = InFolder("wave-1.sh");
  for (const char* line :
       {"\n#SBATCH --array=1-9\n", "\n#SBATCH --time=2\n", "\n#SBATCH --signal=B:TERM@30\n",
        "\n#SBATCH --requeue\n", "\n#SBATCH --partition=batch\n"}) {
    EXPECT_TRUE(Contains(wave, line)) << line << wave;
  }
  const std::string script = InFolder("run-shard");
  EXPECT_TRUE(Contains(script, "\ntimeout --foreground --preserve-status --kill-after=10 31 \\\n"))
      << script;
  EXPECT_TRUE(Contains(script, " run \"$1\" -o . --quiet --time 0.01s --memory 1073741824 &\n"))
      << script;
  const std::string folder = "'" + File(kFolder).string() + "'";
  for (const auto& entry : fs::directory_iterator(File(kFolder))) {
    if (entry.path().filename().string().starts_with("result-1-")) {
      fs::remove(entry.path());
    }
  }
  EXPECT_EQ(
      Run("list strategies >/dev/null && cd " + folder + " && SLURM_ARRAY_TASK_ID=1 sh wave-1.sh")
          .status,
      0);
  bool is_there = false;
  for (const auto& entry : fs::directory_iterator(File(kFolder))) {
    is_there = is_there || entry.path().filename().string().starts_with("result-1-");
  }
  EXPECT_TRUE(is_there);
  EXPECT_EQ(
      Run("list strategies >/dev/null && cd " + folder + " && ./run-shard nowhere.json").status, 2);
}

TEST_F(Cluster, AHostWithAnotherBuildIsNamed) {
  ASSERT_EQ(RunCluster(std::string(kSsh) + " " + kSearched).status, 0);
  const std::string folder = "'" + File(kFolder).string() + "'";
  std::string shard = InFolder("shard-1.json");
  shard.replace(shard.find("\"build\": \"") + 10, 40, std::string(40, 'a'));
  std::ofstream(File(std::string(kFolder) + "/shard-7.json")) << shard;
  EXPECT_EQ(Run("list strategies >/dev/null && cd " + folder +
                " && SLURMD_NODENAME=n7 ./run-shard shard-7.json")
                .status,
            78);
  EXPECT_EQ(InFolder("refused-n7"), "n7 has another build of heddle than the search\n");
  ASSERT_EQ(RunCluster(std::string(kSsh) + " " + kSearched).status, 0);
  EXPECT_EQ(InFolder("refused-n7"), "") << "it may have been mended";
}

TEST_F(Cluster, SaysWhatItNeeds) {
  const auto expect = [&](const std::string& arguments, const std::string& line) {
    const Outcome outcome = RunCluster(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.err, "heddle: " + line + "\n");
  };
  expect("ssh workload/w1",
         "ssh needs --hosts: a file with a line for each, or : for this machine");
  expect("ssh --hosts none workload/w1", "cannot read 'none': No such file or directory");
  expect("ssh --hosts : --partition p workload/w1", "--partition is for slurm, not ssh");
  expect("slurm --hosts : workload/w1", "--hosts is for ssh: Slurm knows its hosts");
  expect("pbs workload/w1",
         "engine: expected one of slurm, ssh, found 'pbs'; see heddle cluster --help");
  expect("slurm --budget 0s workload/w1",
         "--budget: expected a time such as 30s or 2m, found '0s'; see heddle cluster --help");
  expect("slurm --strategy random workload/w1",
         "cluster needs a strategy that can be divided: dpor, sleep, dfs or bounded:N, not random");
  // That variable is of the matrix, and of executions.
  EXPECT_EQ(Run("cluster ssh --hosts none workload/w1", "HEDDLE_BUDGET=many").err,
            "heddle: cannot read 'none': No such file or directory\n");
  Tell("refuse", "");
  const Outcome refused = RunCluster(std::string("slurm ") + kSearched);
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(Contains(refused.err,
                       "/wave-1.sh': sbatch: error: invalid partition specified: "
                       "nowhere\n"))
      << refused.err;
}

TEST_F(Cluster, KeepsEachSearchInAFolderOfItsOwn) {
  ASSERT_EQ(
      RunCluster("ssh --hosts : --quiet workload/w2-4x2 workload/w4-2 --json two.json").status, 0);
  EXPECT_EQ(json::parse(Slurp(File("two.json"))).at("results").size(), 2U);
  const Outcome other = RunCluster("ssh --hosts : workload/w2-4x2 --strategy dfs");
  EXPECT_EQ(other.status, 2);
  EXPECT_TRUE(Contains(other.err,
                       "/heddle-cluster/workload-w2-4x2': expected strategy \"dfs\", "
                       "found \"dpor\"; expected another --dir\n"))
      << other.err;
}

}  // namespace
}  // namespace heddle
