// SPDX-License-Identifier: BSD-3-Clause
//
// The schemas in docs/schemas fit what the program writes and reads, what is committed, and the
// examples of docs/formats.md; and they fit nothing else.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/data/json_schema.h"
#include "tests/program/heddle_run.h"
#include "tests/reports/report_in.h"

namespace heddle {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

const fs::path kSource = HEDDLE_SOURCE;
const fs::path kSchemas = kSource / "docs/schemas";

// heddle-result/1 is of heddle-result-1.schema.json.
std::string FormatOf(const json& document) {
  return document.contains("format") ? document.at("format").get<std::string>()
                                     : document.at("meta").at("format").get<std::string>();
}
tests::JsonSchema SchemaOf(const std::string& format) {
  return tests::JsonSchema(kSchemas /
                           (std::regex_replace(format, std::regex("/"), "-") + ".schema.json"));
}
Lines MistakesOf(const json& document) { return SchemaOf(FormatOf(document)).Mistakes(document); }

void ExpectValid(const json& document, const std::string& format, const std::string& what) {
  EXPECT_EQ(FormatOf(document), format) << what;
  EXPECT_EQ(MistakesOf(document), Lines()) << what;
}
void ExpectValidFile(const fs::path& file, const std::string& format) {
  ExpectValid(json::parse(Slurp(file)), format, file.string());
}

// What is between ```json and ```.
std::vector<json> ExamplesOf(const fs::path& page) {
  std::vector<json> examples;
  std::ifstream file(page);
  std::string example;
  bool is_inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "```json") {
      is_inside = true;
    } else if (is_inside && line == "```") {
      examples.push_back(json::parse(example));
      example.clear();
      is_inside = false;
    } else if (is_inside) {
      example += line + "\n";
    }
  }
  return examples;
}

class Schemas : public Heddle {
 protected:
  // What a command writes to a file, with its status.
  void ExpectWritten(const std::string& command, int status, const std::string& file,
                     const std::string& format) const {
    EXPECT_EQ(Run(command).status, status) << command;
    ExpectValidFile(File(file), format);
  }
};

TEST_F(Schemas, AreOfEveryFormatThatThePageDescribes) {
  const std::string page = Slurp(kSource / "docs/formats.md");
  std::set<std::string> described;
  const std::regex format(R"(heddle-[a-z-]+/\d+)");
  for (std::sregex_iterator it(page.begin(), page.end(), format), end; it != end; ++it) {
    described.insert(std::regex_replace(it->str(), std::regex("/"), "-") + ".schema.json");
  }
  std::set<std::string> there;
  for (const auto& entry : fs::directory_iterator(kSchemas)) {
    const std::string name = entry.path().filename().string();
    EXPECT_NO_THROW(tests::JsonSchema{entry.path()}) << name;
    EXPECT_EQ(json::parse(Slurp(entry.path())).at("$id"), name);
    if (name.starts_with("heddle-")) {
      there.insert(name);
    }
  }
  EXPECT_EQ(there, described);
}

TEST_F(Schemas, FitTheExamplesOfThePage) {
  std::set<std::string> formats;
  for (const json& example : ExamplesOf(kSource / "docs/formats.md")) {
    EXPECT_EQ(MistakesOf(example), Lines()) << example.dump().substr(0, 200);
    formats.insert(FormatOf(example));
  }
  EXPECT_EQ(formats,
            (std::set<std::string>{"heddle-result/1", "heddle-matrix/1", "heddle-programs/1",
                                   "heddle-trace/1", "heddle-checkpoint/1", "heddle-plan/1",
                                   "heddle-shard/1", "heddle-shard-result/1"}));
}

TEST_F(Schemas, FitNoExampleThatLacksAFieldOrHasAnother) {
  const auto expect_no_change = [](const json& example, const json::json_pointer& where) {
    json more = example;
    more[where]["nobody_knows_this"] = 0;
    EXPECT_FALSE(MistakesOf(more).empty()) << FormatOf(example) << " " << where.to_string();
    for (const auto& [name, value] : example.at(where).items()) {
      if (name != "format") {
        json less = example;
        less[where].erase(name);
        EXPECT_FALSE(MistakesOf(less).empty()) << where.to_string() << "/" << name;
      }
      json other = example;
      other[where][name] = value.is_object() ? json("text") : json(json::object());
      if (name != "format") {
        EXPECT_FALSE(MistakesOf(other).empty()) << where.to_string() << "/" << name;
      }
    }
  };
  for (const json& example : ExamplesOf(kSource / "docs/formats.md")) {
    expect_no_change(example, json::json_pointer(""));
    for (const char* const inner :
         {"/results/0", "/results/0/violations/0", "/summary", "/cells/0", "/faults/0", "/models/0",
          "/violation", "/simulation", "/events/0", "/search", "/outcome", "/parts/0",
          "/parts/0/outcome", "/subtrees/0"}) {
      if (example.contains(json::json_pointer(inner))) {
        expect_no_change(example, json::json_pointer(inner));
      }
    }
  }
}

TEST_F(Schemas, FitWhatIsCommitted) {
  ExpectValidFile(kSource / "heddle/measured/stress.json", "heddle-stress/1");
  ExpectValidFile(kSource / "tests/data/programs/programs.json", "heddle-programs/1");
  for (const auto& entry : fs::directory_iterator(kSource / "litmus/tests")) {
    ExpectValidFile(entry.path(), "heddle-litmus/1");
  }
}

TEST_F(Schemas, FitResults) {
  const auto expect = [this](const std::string& command, int status) {
    ExpectWritten(command + " --json result.json", status, "result.json", "heddle-result/1");
  };
  expect("check allocate-allocate", 0);
  expect("check scavenge-start-generation --fault lwm-no-lock --all --without ledger", 1);
  expect("check workload/w4-2 --count-traces --no-prune", 0);
  expect("check workload/w5-bug1 --strategy random --seed 18446744073709551615", 1);
  expect("check scavenge-scavenge --executions 5", 3);
  expect("repro lock-inversion-range", 0);
  expect("repro opt-return-high", 0);
  expect("verify --revision R2", 0);
  expect("litmus", 0);
  expect("litmus --depth 1 MP+rlx", 0);
  expect(
      "programs '" + (kSource / "tests/data/programs/programs.json").string() + "' --executions 20",
      3);
}

TEST_F(Schemas, FitTheMatrix) {
  ExpectWritten(
      "matrix --models scavenge-start-generation,index-mark-find --ways random,bounded:0 --json "
      "matrix.json",
      0, "matrix.json", "heddle-matrix/1");
  ExpectWritten(
      "matrix --models scavenge-scavenge --faults lwm-no-lock,grow-unlocks-before-alloc "
      "--executions 3 --budget 2 --time 5s --json matrix.json",
      3, "matrix.json", "heddle-matrix/1");
}

TEST_F(Schemas, FitTracesAndThePagesThatShowThem) {
  for (const auto& [command, file] :
       {std::pair("check allocate-free-scavenge --fault claim-none",
                  "allocate-free-scavenge.claim-none.race.json"),
        {"check workload/w5-bug1 --strategy pct:2", "workload-w5-bug1.assertion.json"},
        {"check scavenge-start-generation --fault lock-inversion-range --without lock-ranks",
         "scavenge-start-generation.lock-inversion-range.without-lock-ranks.deadlock.json"}}) {
    const Outcome outcome = Run(std::string(command) + " --trace-dir traces --html page.html");
    EXPECT_EQ(outcome.status, 1) << command;
    ExpectValidFile(File("traces") / file, "heddle-trace/1");
    ExpectValid(ReportIn(Slurp(File("page.html"))), "heddle-report/1", command);
  }
}

TEST_F(Schemas, FitCheckpointsPlansAndShards) {
  ExpectWritten("check scavenge-scavenge --executions 5 --checkpoint left.json", 3, "left.json",
                "heddle-checkpoint/1");
  ExpectWritten(
      "check scavenge-scavenge --executions 50 --jobs 2 --count-traces --checkpoint other.json", 3,
      "other.json", "heddle-checkpoint/1");
  // With violations that were found on the way, and in shards.
  ExpectWritten("plan workload/w5-bug1 --all --shards 4 -o bad", 1, "bad/plan.json",
                "heddle-plan/1");
  ExpectWritten("run bad/shard-1.json -o bad.json", 1, "bad.json", "heddle-shard-result/1");
  ExpectWritten("plan scavenge-scavenge --shards 3 -o plan", 0, "plan/plan.json", "heddle-plan/1");
  ExpectValidFile(File("plan/shard-1.json"), "heddle-shard/1");
  ExpectWritten("run plan/shard-1.json -o result.json", 0, "result.json", "heddle-shard-result/1");
  ExpectWritten("run plan/shard-1.json -o cut.json --executions 1", 3, "cut.json",
                "heddle-shard-result/1");
  ExpectValidFile(File("shard-1.1.json"), "heddle-shard/1");
}

}  // namespace
}  // namespace heddle
