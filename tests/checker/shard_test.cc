// SPDX-License-Identifier: BSD-3-Clause
//
// Searches divided into shards: explored one by one and merged, they come to what the search in one
// piece comes to.

#include "checker/search/shard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/search/check.h"
#include "checker/search/shard_tree.h"
#include "tests/checker/sample_programs.h"

namespace heddle::checker::shard_test {
namespace {

SearchIdentity Identity(const char* strategy, bool all_violations = true) {
  CheckOptions options;
  options.strategy = *ParseStrategyName(strategy);
  options.all_violations = all_violations;
  options.count_traces = true;
  return SearchIdentity::Here({.file = "",
                               .name = "a model",
                               .fault = "",
                               .revision = "",
                               .layout = "",
                               .without = {},
                               .repairs = {},
                               .threads = 3},
                              options, 100);
}

// Explores the shards, and what is left of them; each only knows what its text says.
std::vector<ShardResult> RunAll(Program& program, std::vector<Shard> shards,
                                std::uint64_t executions) {
  CheckOptions limits;
  limits.max_executions = executions;
  std::vector<ShardResult> results;
  while (!shards.empty()) {
    const Shard shard = ParseShard(ToText(shards.back()));
    shards.pop_back();
    const RunOfShard run = RunShard(program, shard, limits, {});
    EXPECT_EQ(run.result.rest, run.rest.size());
    results.push_back(ParseShardResult(ToText(run.result)));
    shards.insert(shards.end(), run.rest.begin(), run.rest.end());
  }
  return results;
}

CheckResult Merged(Program& program, const ShardPlan& plan,
                   const std::vector<ShardResult>& results) {
  const ShardPlan read = ParsePlan(ToText(plan));
  return ResultOf(program, read.header.search.options, Merge(read, results));
}

void ExpectTheSame(const CheckResult& result, const CheckResult& plain) {
  EXPECT_EQ(result.executions, plain.executions);
  EXPECT_EQ(result.traces, plain.traces);
  EXPECT_EQ(result.exhausted, plain.exhausted);
  ASSERT_EQ(result.violations.size(), plain.violations.size());
  for (const Violation& violation : plain.violations) {
    EXPECT_TRUE(std::ranges::any_of(result.violations, [&](const Violation& other) {
      return other.verdict == violation.verdict;
    }));
  }
}

TEST(Shards, MergeToTheResultOfThePlainSearch) {
  for (const SampleProgram& sample : SamplePrograms()) {
    for (const char* strategy : {"dpor", "sleep", "dfs"}) {
      SCOPED_TRACE(sample.name);
      SCOPED_TRACE(strategy);
      const std::unique_ptr<Program> program = sample.make();
      const SearchIdentity search = Identity(strategy);
      const CheckResult plain = Check(*program, search.options);
      const Planned planned = MakePlan(*program, search, 3, nullptr);
      for (const std::uint64_t executions : {0, 11}) {
        const auto results = RunAll(*program, planned.shards, executions);
        ExpectTheSame(Merged(*program, planned.plan, results), plain);
      }
    }
  }
}

class ShardsOf : public testing::Test {
 protected:
  ShardsOf()
      : program_(MakeManyExecutions()),
        planned_(MakePlan(*program_, Identity("dpor"), 6, nullptr)),
        results_(RunAll(*program_, planned_.shards, 0)) {}

  void ExpectRefusal(const std::vector<ShardResult>& results, const std::string& why) const {
    try {
      Merge(planned_.plan, results);
      FAIL() << "expected: " << why;
    } catch (const SearchFileError& error) {
      EXPECT_EQ(std::string(error.what()), why);
    }
  }

  std::unique_ptr<Program> program_;
  Planned planned_;
  std::vector<ShardResult> results_;
};

TEST_F(ShardsOf, AreAsManyAsWereAskedForAndHaveAllOfTheSearch) {
  EXPECT_GE(planned_.shards.size(), 6U);
  EXPECT_EQ(planned_.plan.header.shards, planned_.shards.size());
  const CheckResult plain = Check(*program_, Identity("dpor").options);
  EXPECT_GT(plain.executions, 1000U);
  const CheckResult merged = Merged(*program_, planned_.plan, results_);
  ExpectTheSame(merged, plain);
  EXPECT_TRUE(merged.exhausted);
}

TEST_F(ShardsOf, APlanIsTheSameEachTime) {
  const Planned again = MakePlan(*program_, Identity("dpor"), 6, nullptr);
  EXPECT_EQ(again.plan.header, planned_.plan.header);
  ASSERT_EQ(again.shards.size(), planned_.shards.size());
  for (std::size_t i = 0; i < again.shards.size(); ++i) {
    EXPECT_EQ(ToText(again.shards[i]), ToText(planned_.shards[i]));
  }
  EXPECT_NE(MakePlan(*program_, Identity("sleep"), 6, nullptr).plan.header.plan,
            planned_.plan.header.plan);
}

TEST_F(ShardsOf, KnowHowMuchOfTheSearchTheyAre) {
  double left = 0;
  for (const Shard& shard : planned_.shards) {
    const Shard read = ParseShard(ToText(shard));
    ASSERT_EQ(read.subtrees.size(), shard.subtrees.size());
    for (std::size_t i = 0; i < read.subtrees.size(); ++i) {
      EXPECT_EQ(read.subtrees[i].share, shard.subtrees[i].share);
      left += read.subtrees[i].share;
    }
  }
  EXPECT_GT(left, 0);
  EXPECT_LT(left, 1) << "some of it was searched to make the plan";
}

TEST_F(ShardsOf, MergeInAnyOrderAndWithRepetitions) {
  std::vector<ShardResult> other(results_.rbegin(), results_.rend());
  other.push_back(other[1]);
  other.back().seconds += 1;
  std::rotate(other.begin(), other.begin() + 2, other.end());
  const CheckResult merged = Merged(*program_, planned_.plan, results_);
  const CheckResult mixed = Merged(*program_, planned_.plan, other);
  ExpectTheSame(mixed, merged);
  EXPECT_EQ(mixed.blocked, merged.blocked);
}

TEST_F(ShardsOf, SplitWhenTheyReachALimitAndMergeAllTheSame) {
  const auto split = RunAll(*program_, planned_.shards, 40);
  EXPECT_GT(split.size(), results_.size());
  ExpectTheSame(Merged(*program_, planned_.plan, split),
                Merged(*program_, planned_.plan, results_));
  std::vector<ShardResult> some;
  std::ranges::copy_if(split, std::back_inserter(some),
                       [](const ShardResult& result) { return result.name != "1.1"; });
  EXPECT_LT(some.size(), split.size());
  EXPECT_THROW(Merge(planned_.plan, some), SearchFileError) << "a part of a split one is missing";
}

// The pieces of a shard that was split are of that split: run with another limit, it is split
// elsewhere, into pieces of the same names.
TEST_F(ShardsOf, ArePiecesOfOneRunOnly) {
  const auto split = RunAll(*program_, planned_.shards, 40);
  const auto split_elsewhere = RunAll(*program_, planned_.shards, 25);
  std::vector<ShardResult> mixed;
  std::ranges::copy_if(split, std::back_inserter(mixed),
                       [](const ShardResult& result) { return result.of.empty(); });
  std::ranges::copy_if(split_elsewhere, std::back_inserter(mixed),
                       [](const ShardResult& result) { return !result.of.empty(); });
  try {
    Merge(planned_.plan, mixed);
    ADD_FAILURE() << "pieces of another run were merged";
  } catch (const SearchFileError& error) {
    EXPECT_NE(std::string(error.what()).find("found one of another run"), std::string::npos)
        << error.what();
  }
}

TEST_F(ShardsOf, AreNotMergedIfTheyDoNotBelongTogether) {
  const std::vector<ShardResult> missing(results_.begin() + 1, results_.end());
  ExpectRefusal(missing,
                "expected a result of every shard, found none of shard " + results_.front().name);
  std::vector<ShardResult> twice = results_;
  twice.push_back(twice.front());
  twice.back().outcome.executions += 1;
  EXPECT_THROW(Merge(planned_.plan, twice), SearchFileError);
  std::vector<ShardResult> foreign = results_;
  foreign[1].header.plan = "0123456789abcdef";
  ExpectRefusal(foreign, "expected results of plan " + planned_.plan.header.plan +
                             ", found shard " + foreign[1].name + " of plan 0123456789abcdef");
  std::vector<ShardResult> other_build = results_;
  other_build[1].header.search.build = "0123";
  ExpectRefusal(other_build,
                "expected build \"" + planned_.plan.header.search.build + "\", found \"0123\"");
  std::vector<ShardResult> unknown = results_;
  unknown.push_back(unknown.front());
  unknown.back().name = "1.7";
  ExpectRefusal(unknown, "expected results of " + std::to_string(planned_.shards.size()) +
                             " shards, found one of shard 1.7");
}

TEST_F(ShardsOf, ASearchThatFindsItsViolationWhilePlannedHasNone) {
  const std::unique_ptr<Program> failing = SamplePrograms().back().make();
  const Planned planned =
      MakePlan(*failing, Identity("dpor", /*all_violations=*/false), 6, nullptr);
  EXPECT_TRUE(planned.shards.empty());
  const CheckResult merged = Merged(*failing, planned.plan, {});
  EXPECT_EQ(merged.violations.size(), 1U);
  EXPECT_FALSE(merged.exhausted);
}

// What is there by now, in whatever order it came, with an estimate of how much that is.
TEST_F(ShardsOf, AreATreeOfWhichSomeMayBeMissing) {
  const auto split = RunAll(*program_, planned_.shards, 40);
  std::map<ShardId, ShardResult> there;
  const auto tree = [&] {
    return TreeOf(planned_.plan, [&](const ShardId& id) {
      const auto found = there.find(id);
      return found == there.end() ? nullptr : &found->second;
    });
  };
  double searched = tree().searched;
  EXPECT_EQ(tree().missing.size(), planned_.shards.size());
  EXPECT_EQ(tree().done(), 0U);
  EXPECT_FALSE(ResultOf(*program_, Identity("dpor").options, tree().search).exhausted);
  for (const ShardResult& result : split) {
    there.emplace(IdOf(result), result);
    EXPECT_GE(tree().searched, searched - 1e-9);
    searched = tree().searched;
  }
  EXPECT_NEAR(searched, 1, 1e-9);
  EXPECT_TRUE(tree().missing.empty());
  EXPECT_EQ(tree().known, split.size());
  ExpectTheSame(ResultOf(*program_, Identity("dpor").options, tree().search),
                Merged(*program_, planned_.plan, results_));
}

// The pieces of one run and those of another have names of their own.
TEST_F(ShardsOf, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  std::size_t count = 0;
  for (const std::uint64_t executions : {40, 25}) {
    for (const ShardResult& result : RunAll(*program_, planned_.shards, executions)) {
      names.insert(ShardFileName(IdOf(result)));
      names.insert(ResultFileName(planned_.plan.header, IdOf(result)));
      count += !result.of.empty() || executions == 40 ? 2 : 0;
    }
  }
  EXPECT_EQ(names.size(), count);
}

TEST_F(ShardsOf, AResultThatWasDamagedIsRefused) {
  const std::string text = ToText(results_.front());
  EXPECT_EQ(ToText(ParseShardResult(text)), text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9') {
      std::string damaged = text;
      damaged[at] = damaged[at] == '7' ? '6' : '7';
      EXPECT_THROW(ParseShardResult(damaged), SearchFileError) << text.substr(at, 20);
    }
  }
}

// Six kilobytes of text must not become a hundred megabytes.
TEST_F(ShardsOf, FilesThatAskForMoreDecisionsThanFitAreRefused) {
  Shard shard = planned_.shards.front();
  const auto text = [&](std::size_t subtrees) {
    Subtree longest;
    longest.decisions = Schedule(1'000'000);
    shard.subtrees.assign(subtrees, longest);
    return ToText(shard);
  };
  EXPECT_EQ(ParseShard(text(2)).subtrees.size(), 2U);
  try {
    ParseShard(text(51));
    FAIL() << "51,000,000 decisions were read";
  } catch (const SearchFileError& error) {
    EXPECT_STREQ(error.what(), "expected schedules of at most 50000000 decisions in all");
  }
}

TEST_F(ShardsOf, FilesThatAreNotWholeAreRefused) {
  const std::string shard = ToText(planned_.shards.front());
  EXPECT_EQ(ShardFormatOf(shard), kShardFormat);
  EXPECT_EQ(ShardFormatOf("{}"), "");
  EXPECT_EQ(ShardFormatOf("no"), "");
  for (std::size_t size = 0; size < shard.size() - 2; size += 41) {
    EXPECT_THROW(ParseShard(shard.substr(0, size)), SearchFileError);
  }
  Shard misnamed = planned_.shards.front();
  for (const char* name : {"", "0", "1.", ".1", "1..2", "x", "01", "../1"}) {
    misnamed.name = name;
    EXPECT_THROW(ParseShard(ToText(misnamed)), SearchFileError) << name;
  }
}

}  // namespace
}  // namespace heddle::checker::shard_test
