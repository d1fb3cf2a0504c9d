// SPDX-License-Identifier: BSD-3-Clause
//
// What an environment variable does is what its option does.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

struct Twin {
  std::string variable;
  std::string option;
  std::string command;
};

class Twins : public Heddle {
 protected:
  // What is printed that is the same in each run.
  std::string Said(const std::string& command, const std::string& variables) const {
    const Outcome outcome = Run(command, variables);
    return std::to_string(outcome.status) + "\n" + Normalized(outcome.out);
  }
};

TEST_F(Twins, DoWhatTheOptionsDo) {
  const std::vector<Twin> twins = {
      {"HEDDLE_ALL=1", "--all", "check allocate-free-scavenge --fault claim-none --quiet"},
      {"HEDDLE_MAX_STEPS=5", "--max-steps 5", "check allocate-allocate --quiet"},
      {"HEDDLE_FULL=1", "--full", "check workload/w6-bug1 --strategy random"},
      {"HEDDLE_DEEP=1", "--deep", "verify --executions 1"},
      {"HEDDLE_BUDGET=1", "--budget 1",
       "matrix --models allocate-free-scavenge --faults claim-none --ways random"},
  };
  for (const Twin& twin : twins) {
    const std::string given = Said(twin.command + " " + twin.option, "");
    EXPECT_EQ(Said(twin.command, twin.variable), given) << twin.variable;
    EXPECT_NE(Said(twin.command, ""), given) << twin.variable << " could not be told";
  }
}

// A run of threads is not the same twice, but says how to have it again.
TEST_F(Twins, OfStressDoWhatTheOptionsDo) {
  const std::vector<Twin> twins = {
      {"HEDDLE_MUTATORS=3", "--mutators 3", "--round 1ms"},
      {"HEDDLE_PERTURB=30", "--perturb 30", "--round 1ms"},
      {"HEDDLE_ROUND=1ms", "--round 0.001s", ""},
      {"HEDDLE_LONGEST=1ms", "--longest 0.001s", "--perturb 30 --round 1ms"},
      {"HEDDLE_WITHOUT_ORACLES=1", "--without-oracles", "--round 1ms"},
  };
  for (const Twin& twin : twins) {
    const std::string stress = "stress --time 1ms --demand-paths " + twin.command;
    for (const Outcome& outcome : {Run(stress, twin.variable), Run(stress + " " + twin.option)}) {
      EXPECT_EQ(outcome.status, 1) << outcome.out << outcome.err;
      EXPECT_TRUE(Contains(outcome.err, " " + twin.option)) << twin.variable << outcome.err;
    }
    EXPECT_FALSE(Contains(Run(stress).err, " " + twin.option)) << twin.option;
  }
  const std::string stress = "stress --time 400ms --round 50ms";
  EXPECT_TRUE(Contains(Run(stress, "HEDDLE_PROGRESS=100ms").out, " KiB resident, after "));
  EXPECT_TRUE(Contains(Run(stress + " --progress 100ms").out, " KiB resident, after "));
  EXPECT_FALSE(Contains(Run(stress).out, " KiB resident, after "));
}

TEST_F(Twins, OfPruneGivesWayToTheOption) {
  const std::string check = "check workload/w4-2 --count-traces";
  const std::string pruned = Said(check, "");
  EXPECT_EQ(Said(check + " --prune", "HEDDLE_PRUNE=0"), pruned);
  EXPECT_EQ(Said(check + " --no-prune", "HEDDLE_PRUNE=1"), Said(check, "HEDDLE_PRUNE=0"));
  EXPECT_NE(Said(check, "HEDDLE_PRUNE=0"), pruned);
}

}  // namespace
}  // namespace heddle
