// SPDX-License-Identifier: BSD-3-Clause
//
// What the commands write as JUnit XML, read as a CI server would.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "tests/program/heddle_run.h"
#include "tests/reports/xml_document.h"

namespace heddle {
namespace {

using tests::ParseXml;
using tests::XmlElement;

class Junit : public Heddle {
 protected:
  // The report of a command that ends with this status, checked as a whole.
  XmlElement Report(const std::string& command, int status) const {
    const Outcome outcome = Run(command + " --junit junit.xml");
    EXPECT_EQ(outcome.status, status) << command << "\n" << outcome.out << outcome.err;
    const XmlElement root = ParseXml(Slurp(File("junit.xml")));
    ExpectShape(root);
    return root;
  }

  static const XmlElement& OnlyCase(const XmlElement& root) {
    EXPECT_EQ(root.At("tests"), "1");
    return *root.ChildrenNamed("testsuite").at(0)->ChildrenNamed("testcase").at(0);
  }

  static const XmlElement& Child(const XmlElement& element, std::string_view name) {
    return *element.ChildrenNamed(name).at(0);
  }

 private:
  using Names = std::set<std::string>;

  static void ExpectOnly(const XmlElement& element, const Names& attributes,
                         const Names& children) {
    for (const auto& [name, value] : element.attributes) {
      EXPECT_TRUE(attributes.contains(name)) << element.name << " " << name;
    }
    for (const XmlElement& child : element.children) {
      EXPECT_TRUE(children.contains(child.name)) << child.name << " in " << element.name;
    }
  }

  // What junit-10 of Jenkins lets there be, and that the totals are those of the cases.
  static void ExpectShape(const XmlElement& root) {
    EXPECT_EQ(root.name, "testsuites");
    ExpectOnly(root, {"name", "tests", "failures", "errors", "time"}, {"testsuite"});
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    for (const XmlElement& suite : root.children) {
      ExpectOnly(suite, {"name", "tests", "failures", "errors", "skipped", "time"},
                 {"properties", "testcase"});
      ExpectProperties(Child(suite, "properties"));
      std::size_t skipped = 0;
      std::size_t failed = 0;
      std::size_t without = 0;
      for (const XmlElement* const each : suite.ChildrenNamed("testcase")) {
        ExpectCase(*each, suite.At("name"));
        skipped += each->ChildrenNamed("skipped").size();
        failed += each->ChildrenNamed("failure").size();
        without += each->ChildrenNamed("error").size();
      }
      EXPECT_EQ(suite.At("tests"), std::to_string(suite.ChildrenNamed("testcase").size()));
      EXPECT_EQ(suite.At("skipped"), std::to_string(skipped));
      EXPECT_EQ(suite.At("failures"), std::to_string(failed));
      EXPECT_EQ(suite.At("errors"), std::to_string(without));
      tests += suite.ChildrenNamed("testcase").size();
      failures += failed;
      errors += without;
    }
    EXPECT_EQ(root.At("tests"), std::to_string(tests));
    EXPECT_EQ(root.At("failures"), std::to_string(failures));
    EXPECT_EQ(root.At("errors"), std::to_string(errors));
  }

  static void ExpectCase(const XmlElement& each, const std::string& suite) {
    ExpectOnly(each, {"classname", "name", "time"}, {"failure", "error", "skipped", "system-out"});
    EXPECT_EQ(each.At("classname"), suite);
    EXPECT_FALSE(each.At("name").empty());
    EXPECT_GE(std::stod(each.At("time")), 0);
    EXPECT_LE(each.children.size(), 2U) << "one outcome at most";
    for (const char* const outcome : {"failure", "error", "skipped"}) {
      for (const XmlElement* const it : each.ChildrenNamed(outcome)) {
        EXPECT_FALSE(it->At("message").empty());
      }
    }
  }

  static void ExpectProperties(const XmlElement& properties) {
    Names names;
    for (const XmlElement* const property : properties.ChildrenNamed("property")) {
      names.insert(property->At("name"));
      EXPECT_FALSE(property->At("value").empty()) << property->At("name");
    }
    EXPECT_EQ(names, (Names{"version", "commit", "compiler", "relacy", "options", "seed"}));
  }
};

TEST_F(Junit, AViolationIsAFailureWithItsInterleaving) {
  const XmlElement root = Report("check allocate-free-scavenge --fault claim-none", 1);
  const XmlElement& each = OnlyCase(root);
  EXPECT_EQ(each.At("classname"), "heddle.model");
  EXPECT_EQ(each.At("name"), "allocate-free-scavenge with claim-none");
  const XmlElement& failure = Child(each, "failure");
  EXPECT_EQ(failure.At("type"), "race");
  EXPECT_TRUE(failure.At("message").starts_with("race: memory of page 63 of chunk 1: "));
  EXPECT_TRUE(Contains(failure.text, "\n    T0  T1\n")) << failure.text;
  EXPECT_TRUE(Contains(failure.text, "again: heddle replay heddle-traces/")) << failure.text;
}

TEST_F(Junit, CommandsAreAsAShellReadsThem) {
  const XmlElement root =
      Report("check allocate-free-scavenge --fault claim-none --trace-dir 'it'\\''s here'", 1);
  const std::string text = Child(OnlyCase(root), "failure").text;
  EXPECT_TRUE(Contains(text, "\nagain: heddle replay 'it'\\''s here/a")) << text;
  EXPECT_TRUE(Contains(text, "trace: it's here/a")) << text;
}

TEST_F(Junit, TheInterleavingIsWholeAndWithoutColors) {
  const XmlElement root = Report("check workload/w6-bug1 --strategy random --quiet", 1);
  const XmlElement& failure = Child(OnlyCase(root), "failure");
  EXPECT_FALSE(Contains(failure.text, "left out"));
  EXPECT_GT(std::ranges::count(failure.text, '\n'), 45);
}

TEST_F(Junit, WhatIsAsExpectedPasses) {
  const XmlElement root = Report("repro lock-inversion-range", 0);
  const XmlElement& suite = Child(root, "testsuite");
  EXPECT_EQ(suite.At("name"), "heddle.fault");
  ASSERT_EQ(suite.At("tests"), "2");
  EXPECT_EQ(suite.At("failures"), "0");
  EXPECT_EQ(suite.ChildrenNamed("testcase")[0]->At("name"), "lock-inversion-range");
  EXPECT_EQ(suite.ChildrenNamed("testcase")[1]->At("name"),
            "lock-inversion-range without the order of locks");
}

TEST_F(Junit, WhatALimitStoppedIsSkipped) {
  const XmlElement root = Report("check scavenge-scavenge --executions 5", 3);
  EXPECT_EQ(Child(OnlyCase(root), "skipped").At("message"),
            "not decided: stopped at a limit after 5 executions");
  // Of a fault, too: it was not found yet.
  EXPECT_EQ(OnlyCase(Report("repro claim-none --executions 1", 3)).ChildrenNamed("skipped").size(),
            1U);
}

TEST_F(Junit, AChangeThatNoModelShowsIsACase) {
  const XmlElement undecided = Report("repro drop:find-yields-to-marks --executions 1", 3);
  EXPECT_EQ(OnlyCase(undecided).At("name"), "drop:find-yields-to-marks");
  EXPECT_EQ(OnlyCase(undecided).ChildrenNamed("skipped").size(), 1U);
}

TEST_F(Junit, ADifferenceIsAFailure) {
  std::ofstream(File("programs.json")) << R"({"format": "heddle-programs/1", "programs": [
    {"name": "a < b & \"c\"", "atomics": {"x": 0},
     "threads": [{"ops": [["store", "x", 1, "relaxed"]]}],
     "outcome": ["x"], "expect": {"outcomes": [[2]]}},
    {"name": "as it should be", "threads": [{"ops": []}]}]})";
  const XmlElement root = Report("programs programs.json", 1);
  const auto cases = Child(root, "testsuite").ChildrenNamed("testcase");
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0]->At("classname"), "heddle.program");
  EXPECT_EQ(cases[0]->At("name"), "a < b & \"c\"");
  EXPECT_EQ(Child(*cases[0], "failure").At("type"), "difference");
  EXPECT_TRUE(cases[1]->ChildrenNamed("failure").empty());
}

TEST_F(Junit, VerifyHasACaseForEachResult) {
  const XmlElement root = Report("verify --revision R2 --json result.json", 0);
  const auto json = nlohmann::json::parse(Slurp(File("result.json")));
  EXPECT_EQ(root.At("tests"), std::to_string(json.at("results").size()));
  std::set<std::string> suites;
  for (const XmlElement& suite : root.children) {
    suites.insert(suite.At("name"));
  }
  EXPECT_EQ(suites, (std::set<std::string>{"heddle.model", "heddle.fault", "heddle.finding"}));
}

TEST_F(Junit, LitmusTestsAreCases) {
  const XmlElement root = Report("litmus MP+rlx", 0);
  EXPECT_EQ(OnlyCase(root).At("classname"), "heddle.litmus");
  EXPECT_EQ(Run("litmus MP+rlx --real --junit junit.xml").status, 2) << "counts are no results";
}

TEST_F(Junit, RowsOfTheMatrixAreCases) {
  const XmlElement root = Report(
      "matrix --models scavenge-start-generation --faults lwm-no-lock,grow-unlocks-before-alloc "
      "--ways random --quiet",
      0);
  const auto cases = Child(root, "testsuite").ChildrenNamed("testcase");
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0]->At("classname"), "heddle.matrix");
  EXPECT_EQ(cases[0]->At("name"), "lwm-no-lock");
  EXPECT_TRUE(Contains(Child(*cases[0], "system-out").text,
                       "scavenge-start-generation: found, race with 1"));
  EXPECT_EQ(Child(*cases[1], "skipped").At("message"), "no model asks about what it changes");
}

TEST_F(Junit, ShardsAndTheirMergeHaveCases) {
  ASSERT_EQ(Run("plan scavenge-scavenge --shards 2 -o plan").status, 0);
  const XmlElement cut = Report("run plan/shard-1.json -o cut.json --executions 1", 3);
  EXPECT_EQ(OnlyCase(cut).At("classname"), "heddle.shard");
  EXPECT_TRUE(Child(OnlyCase(cut), "skipped").At("message").starts_with("not decided: "));
  std::string results;
  for (int shard = 1; fs::exists(File("plan/shard-" + std::to_string(shard) + ".json")); ++shard) {
    const std::string name = std::to_string(shard) + ".json";
    const XmlElement root = Report("run plan/shard-" + name + " -o result-" + name, 0);
    EXPECT_TRUE(OnlyCase(root).At("name").starts_with("scavenge-scavenge shard "));
    results += " result-" + name;
  }
  const XmlElement merged = Report("merge plan/plan.json" + results, 0);
  EXPECT_EQ(OnlyCase(merged).At("name"), "scavenge-scavenge");
}

TEST_F(Junit, AShardWithAViolationHasFailed) {
  // One is found on the way to a plan already.
  ASSERT_EQ(Run("plan workload/w5-bug1 --all --shards 4 -o plan").status, 1);
  bool has_failed = false;
  for (int shard = 1; fs::exists(File("plan/shard-" + std::to_string(shard) + ".json")); ++shard) {
    const std::string path = "plan/shard-" + std::to_string(shard) + ".json";
    if (Run("run " + path + " -o result.json --junit junit.xml").status == 1) {
      has_failed = true;
      EXPECT_EQ(Child(OnlyCase(ParseXml(Slurp(File("junit.xml")))), "failure").At("type"),
                "assertion");
    }
  }
  EXPECT_TRUE(has_failed);
}

TEST_F(Junit, TheCommandLineMayHoldAnything) {
  const XmlElement root =
      Report("check allocate-allocate --trace-dir \"$(printf 'a<b>&\\042c\\001\\377')\"", 0);
  for (const XmlElement* const property :
       Child(Child(root, "testsuite"), "properties").ChildrenNamed("property")) {
    if (property->At("name") == "options") {
      EXPECT_TRUE(Contains(property->At("value"), "a<b>&\"c")) << property->At("value");
    }
  }
}

TEST_F(Junit, SeedIsThatOfTheSample) {
  const XmlElement root =
      Report("check workload/w2-2x2 --strategy random --seed 7 --executions 5", 0);
  bool is_there = false;
  for (const XmlElement* const property :
       Child(Child(root, "testsuite"), "properties").ChildrenNamed("property")) {
    is_there = is_there || (property->At("name") == "seed" && property->At("value") == "7");
  }
  EXPECT_TRUE(is_there);
}

}  // namespace
}  // namespace heddle
