// SPDX-License-Identifier: BSD-3-Clause
//
// The models as a test of the design, and the faults as a test of the models.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::Strategy;
using checker::Verdict;

CheckOptions With(Strategy::Kind kind) { return {.strategy = {kind, 2}}; }

std::string TestName(std::string_view name) {
  std::string result(name);
  std::ranges::replace(result, '-', '_');
  return result;
}

class EveryModel : public testing::TestWithParam<Model> {};

// More executions than these would mean that a scheduling point was added, fewer that one was lost.
TEST_P(EveryModel, PassesWithTwoPreemptionsInAsManyExecutionsAsEver) {
  const std::map<std::string_view, std::uint64_t> executions = {
      {"allocate-allocate", 70},          {"allocate-free-scavenge", 184},
      {"scavenge-scavenge", 452},         {"reserve-start-generation", 48},
      {"scavenge-start-generation", 154}, {"allocate-optimistic-search", 204},
      {"grow-optimistic-search", 230}};
  const auto program = GetParam().make({});
  const CheckResult result = Check(*program, With(Strategy::Kind::kRelacyBound));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.message << "\n" << FormatInterleaving(result);
  EXPECT_TRUE(result.exhausted);
  ASSERT_TRUE(executions.contains(GetParam().name));
  EXPECT_EQ(result.executions, executions.at(GetParam().name));
}

TEST_P(EveryModel, PassesARandomSample) {
  const auto program = GetParam().make({});
  CheckOptions options = With(Strategy::Kind::kRandom);
  options.max_executions = 3000;
  const CheckResult result = Check(*program, options);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.message << "\n" << FormatInterleaving(result);
}

INSTANTIATE_TEST_SUITE_P(Models, EveryModel, testing::ValuesIn(Models()),
                         [](const auto& test) { return TestName(test.param.name); });

// Those that Relacy's full search exhausts in a second or two.
class SmallModel : public testing::TestWithParam<std::pair<const char*, std::uint64_t>> {};

TEST_P(SmallModel, IsExhaustedByTheFullSearch) {
  const auto& [name, executions] = GetParam();
  const Model* const model = FindModel(name);
  ASSERT_NE(model, nullptr);
  const auto program = model->make({});
  const CheckResult result = Check(*program, With(Strategy::Kind::kRelacyFull));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.message;
  EXPECT_TRUE(result.exhausted);
  EXPECT_EQ(result.executions, executions);
}

INSTANTIATE_TEST_SUITE_P(Models, SmallModel,
                         testing::Values(std::pair("allocate-allocate", 762),
                                         std::pair("allocate-free-scavenge", 17912),
                                         std::pair("reserve-start-generation", 351),
                                         std::pair("scavenge-start-generation", 11911),
                                         std::pair("allocate-optimistic-search", 18291),
                                         std::pair("grow-optimistic-search", 109048)),
                         [](const auto& test) { return TestName(test.param.first); });

class EveryFault : public testing::TestWithParam<Fault> {};

TEST_P(EveryFault, IsFoundAsExpectedWithTheFewestPreemptions) {
  const Fault& fault = GetParam();
  const Model* const model = FindModel(fault.model);
  ASSERT_NE(model, nullptr);
  ASSERT_FALSE(fault.expectations.empty());
  for (const Expectation& expectation : fault.expectations) {
    SCOPED_TRACE("without " + Without(expectation.oracles));
    ModelOptions options;
    fault.apply(options.protocol);
    options.oracles = expectation.oracles;
    const auto program = model->make(options);
    CheckOptions check;
    check.check_lock_ranks = expectation.oracles.lock_ranks;
    const CheckResult result = CheckWithFewestPreemptions(*program, 2, check);
    EXPECT_NE(std::ranges::find(expectation.verdicts, result.verdict), expectation.verdicts.end())
        << Name(result.verdict) << ": " << result.message;
    // An expectation without an oracle may take more: what is behind a rule shows later than the
    // rule.
    if (Without(expectation.oracles).empty()) {
      EXPECT_EQ(result.preemptions, fault.fewest_preemptions);
    }
    const std::string interleaving = FormatInterleaving(result);
    EXPECT_NE(interleaving.find(" core/scavenger/locked_range_scavenger.inl.h:"), std::string::npos)
        << interleaving;
    EXPECT_EQ(interleaving.find("object "), std::string::npos) << "an object has no name:\n"
                                                               << interleaving;
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, EveryFault, testing::ValuesIn(Faults()),
                         [](const auto& test) { return TestName(test.param.name); });

CheckResult CheckFault(std::string_view name, const Oracles& oracles) {
  const Fault* const fault = FindFault(name);
  ModelOptions options;
  fault->apply(options.protocol);
  options.oracles = oracles;
  const auto program = FindModel(fault->model)->make(options);
  CheckOptions check;
  check.check_lock_ranks = oracles.lock_ranks;
  return CheckWithFewestPreemptions(*program, 2, check);
}

// A model that no change can break shows nothing. Two threads that only allocate meet in one lock,
// which no decision takes away.
TEST(Models, EachFailsUnderSomeFaultThatIsNotAboutTheOrderOfLocks) {
  for (const Model& model : Models()) {
    if (model.name == "allocate-allocate") {
      continue;
    }
    std::string found_by;
    for (const Fault& fault : Faults()) {
      ModelOptions options;
      fault.apply(options.protocol);
      const auto program = model.make(options);
      CheckOptions check;
      check.check_lock_ranks = false;
      const CheckResult result = CheckWithFewestPreemptions(*program, 2, check);
      if (result.verdict != Verdict::kPass && result.verdict != Verdict::kDeadlock) {
        found_by = fault.name;
        break;
      }
    }
    EXPECT_NE(found_by, "") << model.name;
  }
}

// The stale unreserve has no symptom of its own: with nobody to keep the books, it goes unnoticed
// but for the sets' own check of overlaps.
TEST(StaleUnreserve, IsSeenByTheLedgerAndByTheCheckOfOverlaps) {
  const CheckResult by_ledger = CheckFault("gen-no-check-on-unreserve", {});
  EXPECT_EQ(by_ledger.verdict, Verdict::kInvariant);
  EXPECT_EQ(by_ledger.message.substr(0, 4), "I24:") << by_ledger.message;
  const CheckResult by_overlap = CheckFault("gen-no-check-on-unreserve", {.ledger = false});
  EXPECT_EQ(by_overlap.verdict, Verdict::kAssertion);
  EXPECT_NE(by_overlap.message.find("is added to a set that holds"), std::string::npos)
      << by_overlap.message;
}

// An oracle that is off must not be what finds it.
TEST(Oracles, CanBeSwitchedOff) {
  EXPECT_EQ(CheckFault("acct-missing", {}).verdict, Verdict::kAccounting);
  EXPECT_EQ(CheckFault("acct-missing", {.accounting = false}).verdict, Verdict::kPass);
}

}  // namespace
}  // namespace heddle::models
