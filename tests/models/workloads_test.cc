// SPDX-License-Identifier: BSD-3-Clause
//
// The workloads are the same programs that other checkers were measured with, so their executions
// are known to the last one: W1, W2, W5 and W6 are exhausted by GenMC 0.11 in as many as here,
// W4-3 by Nidhugg 0.4, and the full searches are those of Relacy by itself. Other counts mean that
// a step of a workload or a dependency between steps has changed.

#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/check.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::StrategyName;
using checker::Verdict;
using Kind = StrategyName::Kind;

CheckOptions With(Kind kind, unsigned number = 0) {
  CheckOptions options;
  options.strategy = {kind, number};
  return options;
}

CheckResult CheckNamed(std::string_view name, const CheckOptions& options) {
  const Model* const model = FindModel(name);
  if (model == nullptr) {
    ADD_FAILURE() << "there is no " << name;
    return {};
  }
  const auto program = model->make({});
  return Check(*program, options);
}

std::string TestName(std::string_view name) {
  std::string text;
  for (const char c : name.substr(std::string_view("workload/").size())) {
    text += c == '-' ? "_" : c == '+' ? "and" : std::string(1, c);
  }
  return text;
}

// Of a workload without a bug. 0: more than there is time for.
struct Executions {
  std::string_view name;
  std::uint64_t pruned;  // by dpor, loads of older values left out that show nothing new
  std::uint64_t pruned_blocked;
  std::uint64_t all;  // by dpor; loads go back one store, as in Relacy's full search
  std::uint64_t all_blocked;
  std::uint64_t relacy_bound;  // by Relacy with two preemptions
  std::uint64_t relacy_full;
};

void PrintTo(const Executions& executions, std::ostream* out) { *out << executions.name; }

const std::vector<Executions>& Recorded() {
  static const std::vector<Executions> kRecorded = {
      {"workload/w1", 540, 0, 540, 0, 1'488, 0},
      {"workload/w2-2x2", 6, 0, 6, 0, 34, 146},
      {"workload/w2-3x2", 90, 0, 90, 0, 1'002, 279'810},
      {"workload/w2-4x2", 2'520, 0, 2'520, 0, 45'912, 0},
      {"workload/w2-5x1", 120, 0, 120, 0, 237'480, 0},
      {"workload/w2-4x3", 369'600, 0, 0, 0, 148'680, 0},
      {"workload/w3-mp-rlx", 4, 0, 7, 0, 32, 44},
      {"workload/w3-mp-ra", 3, 0, 6, 0, 28, 40},
      {"workload/w3-mp-sc", 3, 0, 3, 0, 14, 20},
      {"workload/w3-sb-rlx", 5, 0, 8, 0, 40, 64},
      {"workload/w3-sb-ra", 5, 0, 8, 0, 40, 64},
      {"workload/w3-sb-sc", 3, 0, 3, 0, 14, 20},
      {"workload/w3-iriw-rlx", 17, 0, 77, 0, 7'606, 120'960},
      {"workload/w3-iriw-ra", 17, 0, 77, 0, 7'606, 120'960},
      {"workload/w3-iriw-sc", 15, 0, 15, 0, 1'380, 25'200},
      {"workload/w3-2+2w-rlx", 3, 0, 3, 0, 14, 20},
      {"workload/w3-2+2w-ra", 3, 0, 3, 0, 14, 20},
      {"workload/w3-2+2w-sc", 3, 0, 3, 0, 14, 20},
      {"workload/w4-2", 40, 0, 110, 0, 108, 1'102},
      {"workload/w4-3", 25'680, 0, 260'934, 0, 3'996, 0},
      {"workload/w4-2-weak", 594, 0, 1'386, 0, 610, 9'054},
      {"workload/w4-3-weak", 0, 0, 0, 0, 30'726, 0},
      {"workload/w5", 332, 0, 489, 0, 13'900, 0},
      {"workload/w6", 239'386, 1'097, 0, 0, 0, 0},
  };
  return kRecorded;
}

// Those that can be tested in this way.
std::vector<Executions> Having(std::uint64_t Executions::* count) {
  std::vector<Executions> having = Recorded();
  std::erase_if(having, [count](const Executions& executions) { return executions.*count == 0; });
  return having;
}

class RecordedWorkload : public testing::TestWithParam<Executions> {
 protected:
  static CheckResult Exhaust(const CheckOptions& options) {
    CheckResult result = CheckNamed(GetParam().name, options);
    EXPECT_EQ(result.verdict(), Verdict::kPass)
        << (result.violations.empty() ? "" : result.violations[0].message);
    EXPECT_TRUE(result.exhausted);
    return result;
  }
};

class UnderDpor : public RecordedWorkload {};

TEST_P(UnderDpor, HasAsManyExecutionsAsEver) {
  const CheckResult result = Exhaust(With(Kind::kDpor));
  EXPECT_EQ(result.executions, GetParam().pruned);
  EXPECT_EQ(result.blocked, GetParam().pruned_blocked);
  EXPECT_LE(result.blocked * 100, result.executions) << "more than one in a hundred for nothing";
}

class UnderDporWithoutPruning : public RecordedWorkload {};

TEST_P(UnderDporWithoutPruning, HasNoTraceTwice) {
  CheckOptions options = With(Kind::kDpor);
  options.prune = false;
  options.simulation.history_depth = 1;
  options.count_traces = true;
  const CheckResult result = Exhaust(options);
  EXPECT_EQ(result.executions, GetParam().all);
  EXPECT_EQ(result.blocked, GetParam().all_blocked);
  EXPECT_EQ(result.traces, GetParam().all);
}

class UnderRelacyWithTwoPreemptions : public RecordedWorkload {};

TEST_P(UnderRelacyWithTwoPreemptions, HasAsManyExecutionsAsEver) {
  EXPECT_EQ(Exhaust(With(Kind::kRelacyBound, 2)).executions, GetParam().relacy_bound);
}

class UnderRelacysFullSearch : public RecordedWorkload {};

TEST_P(UnderRelacysFullSearch, HasTheTracesThatDporFinds) {
  CheckOptions options = With(Kind::kRelacyFull);
  options.count_traces = true;
  const CheckResult result = Exhaust(options);
  EXPECT_EQ(result.executions, GetParam().relacy_full);
  EXPECT_EQ(result.traces, GetParam().all);
}

constexpr auto kNameOfWorkload = [](const auto& test) { return TestName(test.param.name); };
INSTANTIATE_TEST_SUITE_P(Workloads, UnderDpor, testing::ValuesIn(Having(&Executions::pruned)),
                         kNameOfWorkload);
INSTANTIATE_TEST_SUITE_P(Workloads, UnderDporWithoutPruning,
                         testing::ValuesIn(Having(&Executions::all)), kNameOfWorkload);
INSTANTIATE_TEST_SUITE_P(Workloads, UnderRelacyWithTwoPreemptions,
                         testing::ValuesIn(Having(&Executions::relacy_bound)), kNameOfWorkload);
INSTANTIATE_TEST_SUITE_P(Workloads, UnderRelacysFullSearch,
                         testing::ValuesIn(Having(&Executions::relacy_full)), kNameOfWorkload);

struct Bug {
  std::string_view name;
  std::string_view message;
  std::uint64_t dpor;          // the execution that shows it
  std::uint64_t relacy_bound;  // likewise
};

void PrintTo(const Bug& bug, std::ostream* out) { *out << bug.name; }

const std::vector<Bug>& Bugs() {
  static constexpr std::string_view kFreed = "a page is freed that is not in use";
  static constexpr std::string_view kCursor = "the cursor is beyond the last page";
  static const std::vector<Bug> kBugs = {
      {"workload/w5-bug1", kFreed, 7, 2'098},
      {"workload/w5-bug2", kCursor, 31, 278},
      {"workload/w6-bug1", kFreed, 7, 2'098},
      {"workload/w6-bug2", kCursor, 14'251, 278},
  };
  return kBugs;
}

class EveryBug : public testing::TestWithParam<Bug> {
 protected:
  static void ExpectFound(const CheckResult& result, std::uint64_t executions) {
    ASSERT_EQ(result.violations.size(), 1U);
    const checker::Violation& violation = result.violations[0];
    EXPECT_EQ(violation.verdict, Verdict::kAssertion);
    EXPECT_EQ(violation.message, GetParam().message);
    EXPECT_TRUE(std::string_view(violation.location.file).ends_with("page_heap_mock.h"));
    EXPECT_EQ(result.executions, executions);
    EXPECT_FALSE(result.exhausted);
  }
};

TEST_P(EveryBug, IsFoundByDpor) {
  ExpectFound(CheckNamed(GetParam().name, With(Kind::kDpor)), GetParam().dpor);
}

TEST_P(EveryBug, IsFoundByRelacyWithTwoPreemptions) {
  ExpectFound(CheckNamed(GetParam().name, With(Kind::kRelacyBound, 2)), GetParam().relacy_bound);
}

TEST_P(EveryBug, ShowsItsObjectsByName) {
  const CheckResult result = CheckNamed(GetParam().name, With(Kind::kDpor));
  ASSERT_EQ(result.violations.size(), 1U);
  std::set<std::string> names;
  for (const auto& step : result.violations[0].counterexample.steps) {
    names.insert(step.object);
  }
  for (const std::string& name : names) {
    EXPECT_FALSE(name.starts_with("object ")) << name;
  }
  for (const char* const name :
       {"heap lock", "scavenger lock", "pages in use", "released counter"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Workloads, EveryBug, testing::ValuesIn(Bugs()), kNameOfWorkload);

TEST(Workloads, AreFoundByNameAndAreNoModelsOfTheAllocator) {
  std::set<std::string_view> names;
  for (const Model& workload : Workloads()) {
    EXPECT_TRUE(workload.name.starts_with("workload/")) << workload.name;
    EXPECT_TRUE(names.insert(workload.name).second) << workload.name;
    EXPECT_EQ(FindModel(workload.name), &workload);
    EXPECT_FALSE(workload.shows.empty());
    EXPECT_EQ(workload.make({})->ThreadCount(), workload.threads);
  }
  for (const Model& model : Models()) {
    EXPECT_FALSE(model.name.starts_with("workload/")) << model.name;
  }
}

TEST(Workloads, AreAllTested) {
  std::set<std::string_view> tested;
  for (const Executions& executions : Recorded()) {
    tested.insert(executions.name);
  }
  for (const Bug& bug : Bugs()) {
    tested.insert(bug.name);
  }
  for (const Model& workload : Workloads()) {
    EXPECT_TRUE(tested.contains(workload.name)) << workload.name;
  }
}

}  // namespace
}  // namespace heddle::models
