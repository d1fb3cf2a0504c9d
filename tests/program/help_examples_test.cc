// SPDX-License-Identifier: BSD-3-Clause
//
// The examples of every command's help do what they are there to show.

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

struct Example {
  std::string line;  // after "heddle "
  int status;
  std::string run = {};  // instead of it, in less time or with files that are there; empty: itself
};

// In an order in which one leaves the files that another needs.
const std::vector<Example> kExamples = {
    {"list models --revision R4", 0},
    {"list decisions", 0},
    {"explain unreserve-checks-generation", 0},
    {"check allocate-free-scavenge --fault claim-none", 1},
    {"replay heddle-traces/TRACE.json --full", 0,
     "replay heddle-traces/allocate-free-scavenge.claim-none.race.json --full"},
    {"check pair/allocate+free --jobs 2 --time 10m --checkpoint rest.json", 0},
    {"repro gen-no-check-on-unreserve", 0},
    {"repro drop:many-generations", 0},
    {"plan workload/w2-4x3 --shards 8 -o plan", 0},
    {"run plan/shard-3.json -o result-3.json --jobs 2", 0},
    {"merge plan/plan.json result-*.json", 0},
    {"run --shard 1/2 workload/w2-4x3 -o shards", 0},
    {"merge shards", 3},
    {"matrix --models allocate-free-scavenge --faults claim-none,claim-no-lock", 0},
    {"litmus SB+sc --depth 2", 0},
    {"litmus --real --time 1m", 0, "litmus --real --time 100ms"},
    {"programs tests/data/programs/programs.json --strategy dfs", 0,
     "programs '" HEDDLE_PROGRAMS "' --strategy dfs"},
    {"stress --revision R3 --time 30s", 0, "stress --revision R3 --time 300ms"},
    {"stress --fault claim-none --perturb 20", 1},
    {"verify --json results.json --html results.html", 3,
     "verify --json results.json --html results.html --executions 1"},
    {"source <(heddle completion bash)", 0, "completion bash"},
    {"man | man -l -", 0, "man"},
};

// They take minutes, and what they show others show too.
const std::set<std::string> kOfMinutes = {"verify --deep --jobs 2 --time 5m",
                                          "matrix --html matrix.html"};

// They need programs that need not be installed: cluster_test.cc has such ones for them.
const std::set<std::string> kOfEngines = {
    "cluster slurm workload/w2-4x3 --partition batch --dir /shared/search",
    "cluster ssh --hosts : workload/w2-4x3"};

std::vector<std::string> ExamplesIn(const std::string& help) {
  const std::string begin = "\nExample: ";
  const std::size_t from = help.find(begin) + begin.size();
  std::istringstream lines(help.substr(from, help.find("\nExit status", from) - from));
  std::vector<std::string> examples;
  for (std::string line; std::getline(lines >> std::ws, line);) {
    examples.push_back(line.starts_with("heddle ") ? line.substr(7) : line);
  }
  return examples;
}

class HelpExamples : public Heddle {
 protected:
  // Those of a plan that the example has left out.
  void RunOtherShards() const {
    for (const auto& entry : fs::directory_iterator(File("plan"))) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("shard-") && name != "shard-3.json") {
        EXPECT_EQ(Run("run plan/" + name + " -o result-" + name.substr(6)).status, 0) << name;
      }
    }
  }
};

TEST_F(HelpExamples, EndWithTheStatusThatTheyAreToShow) {
  for (const Example& example : kExamples) {
    if (example.line.starts_with("merge plan/")) {
      RunOtherShards();
    }
    const Outcome outcome = Run(example.run.empty() ? example.line : example.run);
    EXPECT_EQ(outcome.status, example.status) << example.line << "\n"
                                              << outcome.out.substr(0, 2000) << outcome.err;
  }
}

TEST_F(HelpExamples, AreAllTried) {
  std::set<std::string> tried = kOfMinutes;
  tried.insert(kOfEngines.begin(), kOfEngines.end());
  for (const Example& example : kExamples) {
    tried.insert(example.line);
  }
  std::set<std::string> shown;
  for (const std::string command :
       {"list", "explain", "replay", "check", "repro", "verify", "plan", "run", "merge", "cluster",
        "matrix", "litmus", "stress", "programs", "man", "completion"}) {
    for (const std::string& example : ExamplesIn(Run(command + " --help").out)) {
      shown.insert(example);
    }
  }
  EXPECT_EQ(shown, tried);
}

}  // namespace
}  // namespace heddle
