// SPDX-License-Identifier: BSD-3-Clause
//
// Searches that are stopped, written down, and gone on with from the file alone.

#include "checker/search/checkpoint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "checker/search/check.h"
#include "checker/search/search_in_parts.h"
#include "tests/checker/sample_programs.h"

namespace heddle::checker::checkpoint_test {
namespace {

CheckOptions With(const char* strategy) {
  CheckOptions options;
  options.strategy = *ParseStrategyName(strategy);
  options.all_violations = true;
  options.count_traces = true;
  return options;
}

SearchIdentity Identity(const CheckOptions& options, std::uint64_t slice = 0) {
  return SearchIdentity::Here({.file = "",
                               .name = "a model",
                               .fault = "",
                               .revision = "",
                               .layout = "",
                               .without = {},
                               .repairs = {},
                               .threads = 3},
                              options, slice);
}

// In as many legs as it takes; nothing but the text goes from one to the next.
CheckResult CheckInLegs(Program& program, const CheckOptions& options, std::uint64_t executions,
                        std::uint64_t slice, int* legs = nullptr) {
  CheckOptions limited = options;
  limited.max_executions = executions;
  const SearchIdentity identity = Identity(options, slice);
  std::string text = CheckpointText(identity, BeginSearch(slice));
  while (true) {
    SearchInParts search = ParseCheckpoint(text, identity);
    CheckResult result = CheckInParts(program, limited, {}, search);
    if (legs != nullptr) {
      ++*legs;
    }
    if (search.IsDone()) {
      return result;
    }
    text = CheckpointText(identity, search);
  }
}

void ExpectTheSame(const CheckResult& result, const CheckResult& plain) {
  EXPECT_EQ(result.executions, plain.executions);
  EXPECT_EQ(result.traces, plain.traces);
  EXPECT_EQ(result.exhausted, plain.exhausted);
  ASSERT_EQ(result.violations.size(), plain.violations.size());
  for (std::size_t i = 0; i < plain.violations.size(); ++i) {
    EXPECT_EQ(result.violations[i].verdict, plain.violations[i].verdict);
    EXPECT_EQ(result.violations[i].message, plain.violations[i].message);
    EXPECT_EQ(result.violations[i].schedule, plain.violations[i].schedule);
  }
}

TEST(Checkpoint, LeadsToTheResultOfTheSearchThatWasNotStopped) {
  for (const SampleProgram& sample : SamplePrograms()) {
    for (const char* strategy : {"dpor", "sleep", "dfs", "bounded:2"}) {
      for (const bool all : {true, false}) {
        SCOPED_TRACE(sample.name);
        SCOPED_TRACE(strategy);
        const std::unique_ptr<Program> program = sample.make();
        CheckOptions options = With(strategy);
        options.all_violations = all;
        const CheckResult plain = Check(*program, options);
        for (const std::uint64_t executions : {3, 50}) {
          const CheckResult result = CheckInLegs(*program, options, executions, 0);
          ExpectTheSame(result, plain);
          EXPECT_EQ(result.blocked, plain.blocked);
        }
      }
    }
  }
}

TEST(Checkpoint, KeepsADividedSearchAsItIs) {
  const std::unique_ptr<Program> program = MakeManyExecutions();
  const CheckOptions options = With("dpor");
  const CheckResult plain = Check(*program, options);
  SearchInParts whole = BeginSearch(100);
  const CheckResult divided = CheckInParts(*program, options, {}, whole);
  int legs = 0;
  const CheckResult result = CheckInLegs(*program, options, 77, 100, &legs);
  EXPECT_GT(legs, 10);
  ExpectTheSame(result, plain);
  EXPECT_EQ(result.blocked, divided.blocked);
}

TEST(Checkpoint, KnowsHowMuchOfTheSearchIsLeft) {
  const std::unique_ptr<Program> program = MakeManyExecutions();
  CheckOptions options = With("dpor");
  options.max_executions = 250;
  SearchInParts search = BeginSearch(100);
  CheckInParts(*program, options, {}, search);
  const SearchIdentity identity = Identity(options, 100);
  const SearchInParts read = ParseCheckpoint(CheckpointText(identity, search), identity);
  ASSERT_EQ(read.parts.size(), search.parts.size());
  double left = 0;
  for (std::size_t i = 0; i < read.parts.size(); ++i) {
    EXPECT_EQ(read.parts[i].Share(), search.parts[i].Share());
    left += read.parts[i].Share();
  }
  EXPECT_GT(left, 0);
  EXPECT_LT(left, 1);
}

class CheckpointOf : public testing::Test {
 protected:
  CheckpointOf() {
    const std::unique_ptr<Program> program = MakeManyExecutions();
    CheckOptions limited = options_;
    limited.max_executions = 30;
    SearchInParts search = BeginSearch(0);
    CheckInParts(*program, limited, {}, search);
    text_ = CheckpointText(Identity(options_), search);
  }

  void ExpectRefusal(const std::string& text, const SearchIdentity& expected,
                     const std::string& why) const {
    try {
      ParseCheckpoint(text, expected);
      FAIL() << "expected: " << why;
    } catch (const SearchFileError& error) {
      EXPECT_EQ(std::string(error.what()), why);
    }
  }
  void ExpectRefusalAfter(const std::function<void(nlohmann::json&)>& change,
                          const std::string& why) const {
    nlohmann::json json = nlohmann::json::parse(text_);
    change(json);
    ExpectRefusal(json.dump(), Identity(options_), why);
  }

  const CheckOptions options_ = With("dpor");
  std::string text_;
};

TEST_F(CheckpointOf, AnotherSearchIsRefused) {
  SearchIdentity expected = Identity(options_);
  expected.subject.name = "another";
  ExpectRefusal(text_, expected, "expected model \"another\", found \"a model\"");
  expected = Identity(options_);
  expected.build = "0123";
  ExpectRefusal(text_, expected,
                "expected build \"0123\", found \"" + Identity(options_).build + "\"");
  expected = Identity(With("sleep"));
  ExpectRefusal(text_, expected, "expected strategy \"sleep\", found \"dpor\"");
  expected = Identity(options_);
  expected.options.prune = false;
  ExpectRefusal(text_, expected, "expected prune false, found true");
  ExpectRefusal(text_, Identity(options_, kSlice), "expected slice 20000, found 0");
}

TEST_F(CheckpointOf, NumbersThatNothingHoldsAreRefused) {
  ExpectRefusal(R"({"format": "heddle-checkpoint/1", "milliseconds": 1e999})", Identity(options_),
                "expected numbers that fit into 64 bits, found a larger one");
}

TEST_F(CheckpointOf, WhatIsNoWholeCheckpointIsRefused) {
  EXPECT_NO_THROW(ParseCheckpoint(text_, Identity(options_)));
  for (std::size_t size = 0; size < text_.size() - 2; size += 97) {
    EXPECT_THROW(ParseCheckpoint(text_.substr(0, size), Identity(options_)), SearchFileError);
  }
  ExpectRefusal("[]", Identity(options_),
                "expected a JSON object with \"format\": \"heddle-checkpoint/1\"");
  ExpectRefusalAfter([](nlohmann::json& json) { json["format"] = "heddle-checkpoint/2"; },
                     "expected format heddle-checkpoint/1, found \"heddle-checkpoint/2\"");
  ExpectRefusalAfter([](nlohmann::json& json) { json["parts"][0].erase("used"); },
                     "expected 'parts[0].used' to be a whole number from 0 to 4611686018427387904");
  ExpectRefusalAfter(
      [](nlohmann::json& json) { json["parts"][0]["under_way"]["nodes"][0][7] = 200; },
      "expected 'parts[0].under_way.nodes' to be nodes of a search");
}

}  // namespace
}  // namespace heddle::checker::checkpoint_test
