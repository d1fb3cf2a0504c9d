// SPDX-License-Identifier: BSD-3-Clause
//
// What the commands write as SARIF 2.1.0.

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/data/json_schema.h"
#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using nlohmann::json;

class Sarif : public Heddle {
 protected:
  // The one run of the log of a command that ends with this status, checked as a whole.
  json RunOf(const std::string& command, int status) const {
    const Outcome outcome = Run(command + " --sarif it.sarif");
    EXPECT_EQ(outcome.status, status) << command << "\n" << outcome.out << outcome.err;
    const json log = json::parse(Slurp(File("it.sarif")));
    const tests::JsonSchema schema(HEDDLE_SOURCE "/tests/reports/sarif.schema.json");
    EXPECT_EQ(schema.Mistakes(log), std::vector<std::string>()) << command;
    const json run = log.at("runs").at(0);
    EXPECT_EQ(run.at("invocations").at(0).at("commandLine"),
              "heddle " + command + " --sarif it.sarif");
    EXPECT_EQ(run.at("invocations").at(0).at("exitCode"), status);
    for (const json& result : run.at("results")) {
      ExpectConsistent(run, result);
    }
    return run;
  }

  static json OnlyResult(const json& run) {
    EXPECT_EQ(run.at("results").size(), 1U);
    return run.at("results").at(0);
  }

  static std::string FileOf(const json& location) {
    return location.at("physicalLocation").at("artifactLocation").at("uri");
  }

  static std::string FingerprintOf(const json& result) {
    return result.at("partialFingerprints").at("heddleViolation/v1");
  }

  // All steps of a result, by executionOrder; each `id` of a thread goes with its steps.
  static std::vector<json> StepsOf(const json& result) {
    std::vector<json> steps;
    for (const json& flow : result.at("codeFlows").at(0).at("threadFlows")) {
      for (json step : flow.at("locations")) {
        step["thread"] = flow.at("id");
        steps.push_back(std::move(step));
      }
    }
    std::ranges::sort(steps, {},
                      [](const json& step) { return step.at("executionOrder").get<int>(); });
    return steps;
  }

 private:
  static void ExpectConsistent(const json& run, const json& result) {
    const json& rule =
        run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<std::size_t>());
    EXPECT_EQ(rule.at("id"), result.at("ruleId"));
    for (const json& location : result.at("locations")) {
      EXPECT_TRUE(fs::exists(fs::path(HEDDLE_SOURCE) / FileOf(location))) << location;
    }
    std::set<json> ids;
    for (const json& location : result.at("relatedLocations")) {
      EXPECT_TRUE(ids.insert(location.at("id")).second) << location;
    }
    const std::vector<json> steps = StepsOf(result);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      EXPECT_EQ(steps[i].at("executionOrder"), i + 1) << "each number once, none left out";
    }
    const json& where = result.at("locations").at(0).at("physicalLocation");
    EXPECT_TRUE(
        result.at("ruleId") == "deadlock" ||
        std::ranges::any_of(steps,
                            [&](const json& step) {
                              return step.at("importance") == "essential" &&
                                     step.at("location").value("physicalLocation", json()) == where;
                            }))
        << "the access that failed is a step of the flow";
  }
};

TEST_F(Sarif, ARaceHasBothAccessesAndTheInterleaving) {
  const json run = RunOf("check allocate-free-scavenge --fault claim-none", 1);
  const json result = OnlyResult(run);
  EXPECT_EQ(result.at("ruleId"), "race");
  EXPECT_EQ(result.at("level"), "error");
  EXPECT_EQ(result.at("properties").at("model"), "allocate-free-scavenge");
  EXPECT_EQ(result.at("properties").at("fault"), "claim-none");
  EXPECT_EQ(FileOf(result.at("locations").at(0)), "models/world/small_heap.cc");
  ASSERT_EQ(result.at("relatedLocations").size(), 1U);
  const json& other = result.at("relatedLocations").at(0);
  EXPECT_EQ(FileOf(other), "core/scavenger/locked_range_scavenger.inl.h");
  EXPECT_EQ(other.at("logicalLocations").at(0).at("name"), "ReleaseMemory");
  // The two accesses are what matters most, each in its thread.
  std::vector<std::string> essential;
  for (const json& step : StepsOf(result)) {
    if (step.at("importance") == "essential") {
      essential.push_back(step.at("thread").get<std::string>() + " " +
                          step.at("location").at("message").at("text").get<std::string>());
    }
  }
  EXPECT_EQ(essential, (std::vector<std::string>{"T0 write memory of page 63 of chunk 1",
                                                 "T1 read memory of page 63 of chunk 1"}));
}

TEST_F(Sarif, StepsAreThoseOfTheTrace) {
  const json result =
      OnlyResult(RunOf("check scavenge-start-generation --fault "
                       "gen-no-check-on-unreserve",
                       1));
  const json trace =
      json::parse(Slurp(File(result.at("properties").at("traceFile").get<std::string>())));
  // All that the console shows, and the last access, though it is one of plain memory.
  std::vector<json> shown;
  json last;
  for (const json& event : trace.at("events")) {
    const std::string kind = event.at("kind");
    if (kind == "read" || kind == "write") {
      last = event;
    } else if (kind != "state") {
      shown.push_back(event);
    }
  }
  shown.insert(shown.end() - 1, last);
  std::vector<std::string> expected;
  for (const json& event : shown) {
    expected.push_back("T" + std::to_string(event.at("thread").get<int>()) + " " +
                       event.at("kind").get<std::string>());
  }
  std::vector<std::string> steps;
  for (const json& step : StepsOf(result)) {
    steps.push_back(step.at("thread").get<std::string>() + " " +
                    step.at("kinds").at(0).get<std::string>());
  }
  EXPECT_EQ(steps, expected);
  // The last access, and the oracle that spoke.
  EXPECT_EQ(FileOf(result.at("locations").at(0)), "core/scavenger/reservations.h");
  EXPECT_EQ(FileOf(result.at("relatedLocations").at(0)), "models/oracles/reservation_ledger.h");
}

TEST_F(Sarif, ADeadlockIsWhereItsThreadsWait) {
  const json run = RunOf("repro lock-inversion-range", 0);
  ASSERT_EQ(run.at("results").size(), 2U);
  const json& deadlock = run.at("results").at(1);
  EXPECT_EQ(deadlock.at("ruleId"), "deadlock");
  EXPECT_EQ(deadlock.at("level"), "note") << "as expected of a fault";
  EXPECT_EQ(deadlock.at("locations").at(0).at("message").at("text"),
            "T0 waits for heap lock, held by T1");
  EXPECT_EQ(deadlock.at("relatedLocations").at(0).at("message").at("text"),
            "T1 waits for scavenger lock, held by T0");
}

TEST_F(Sarif, AReplayHasTheSameResult) {
  const json found = OnlyResult(RunOf("check allocate-free-scavenge --fault claim-none", 1));
  const json again =
      OnlyResult(RunOf("replay " + found.at("properties").at("traceFile").get<std::string>(), 0));
  EXPECT_EQ(again.at("codeFlows"), found.at("codeFlows"));
  EXPECT_EQ(again.at("message"), found.at("message"));
  EXPECT_EQ(FingerprintOf(again), FingerprintOf(found));
  EXPECT_EQ(again.at("level"), "note") << "as recorded";
}

TEST_F(Sarif, FingerprintsAreThoseOfTheViolationAndNotOfTheRun) {
  const json one = OnlyResult(RunOf("check workload/w5-bug1 --strategy random --seed 5", 1));
  const json other = OnlyResult(RunOf("check workload/w5-bug1 --strategy random --seed 6", 1));
  EXPECT_NE(one.at("codeFlows"), other.at("codeFlows")) << "they are found another way";
  EXPECT_EQ(FingerprintOf(one), FingerprintOf(other));
  EXPECT_NE(FingerprintOf(one), FingerprintOf(OnlyResult(RunOf("check workload/w6-bug1", 1))));
  EXPECT_EQ(
      RunOf("check workload/w5-bug1 --strategy random --seed 6", 1).at("properties").at("seed"), 6);
}

TEST_F(Sarif, OfNothingFoundHasNoResults) {
  const json run = RunOf("check allocate-allocate", 0);
  EXPECT_TRUE(run.at("results").empty());
  EXPECT_TRUE(run.at("invocations").at(0).at("toolExecutionNotifications").empty());
  EXPECT_TRUE(run.at("properties").at("seed").is_null());
}

TEST_F(Sarif, SaysWhatIsNotDecided) {
  const json run = RunOf("check scavenge-scavenge --executions 5", 3);
  EXPECT_TRUE(run.at("results").empty());
  EXPECT_EQ(
      run.at("invocations").at(0).at("toolExecutionNotifications").at(0).at("message").at("text"),
      "scavenge-scavenge: not decided: stopped at a limit after 5 executions");
}

TEST_F(Sarif, OfVerifyHasFaultsThatAreFoundOnlyOnRequest) {
  EXPECT_TRUE(RunOf("verify --revision R2", 0).at("results").empty());
  const json run = RunOf("verify --revision R2 --trace-dir traces", 0);
  EXPECT_FALSE(run.at("results").empty());
  for (const json& result : run.at("results")) {
    EXPECT_EQ(result.at("level"), "note");
  }
}

TEST_F(Sarif, ATraceThatLeadsElsewhereIsAnError) {
  ASSERT_EQ(Run("check workload/w5-bug1").status, 1);
  json trace = json::parse(Slurp(File("heddle-traces/workload-w5-bug1.assertion.json")));
  trace["violation"]["message"] = "another";
  std::ofstream(File("changed.json")) << trace.dump();
  EXPECT_EQ(OnlyResult(RunOf("replay changed.json", 1)).at("level"), "error");
  trace["violation"]["schedule"] = "a*2.h";
  std::ofstream(File("changed.json")) << trace.dump();
  EXPECT_TRUE(RunOf("replay changed.json", 1).at("results").empty()) << "it diverged";
}

TEST_F(Sarif, AChangeThatIsNotFoundEndsWithTheStatusOfTheRun) {
  const json run = RunOf("repro drop:find-yields-to-marks --executions 1", 3);
  EXPECT_TRUE(run.at("results").empty());
}

}  // namespace
}  // namespace heddle
