// SPDX-License-Identifier: BSD-3-Clause
//
// The faults, findings and controls as a test of the models.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/check.h"
#include "models/faults/catalogue.h"
#include "models/oracle_list.h"
#include "models/registry.h"
#include "tests/models/checked.h"

namespace heddle::models {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::StrategyName;
using checker::Verdict;

std::unique_ptr<checker::Program> MakeFaulty(const Fault& fault, const Oracles& oracles) {
  ModelOptions options;
  fault.apply(options.protocol);
  options.oracles = oracles;
  return FindModel(fault.model)->make(options);
}

CheckResult CheckFault(std::string_view name, const Oracles& oracles) {
  const auto program = MakeFaulty(*FindFault(name), oracles);
  CheckOptions options;
  SwitchChecks(oracles, options.simulation);
  return CheckWithFewestPreemptions(*program, 2, options);
}

// Everything that a change may be blamed for in this model, whatever else is found first.
CheckResult CheckControl(const Fault& control, const Model& model) {
  ModelOptions options;
  control.apply(options.protocol);
  const auto program = model.make(options);
  return Check(*program, With(StrategyName::Kind::kDpor));
}

// And every finding.
class EveryFault : public testing::TestWithParam<Fault> {};

std::vector<Fault> FaultsAndFindings() {
  std::vector<Fault> all = Faults();
  all.insert(all.end(), Findings().begin(), Findings().end());
  return all;
}

TEST_P(EveryFault, IsFoundAsExpectedWithTheFewestPreemptions) {
  const Fault& fault = GetParam();
  ASSERT_FALSE(fault.expectations.empty());
  for (const Expectation& expectation : fault.expectations) {
    SCOPED_TRACE("without " + Without(expectation.oracles));
    const CheckResult result = CheckFault(fault.name, expectation.oracles);
    EXPECT_NE(std::ranges::find(expectation.verdicts, result.verdict()), expectation.verdicts.end())
        << Name(result.verdict()) << ": " << Text(result);
    ASSERT_EQ(result.violations.size(), 1U);
    // An expectation without an oracle may take more: what is behind a rule shows later than the
    // rule.
    if (Without(expectation.oracles).empty()) {
      EXPECT_EQ(result.violations[0].preemptions, fault.fewest_preemptions);
    }
    const std::string interleaving = FormatInterleaving(result.violations[0]);
    // Some go wrong before a thread runs.
    if (result.violations[0].steps > 0) {
      EXPECT_NE(interleaving.find(" core/"), std::string::npos) << interleaving;
    }
    EXPECT_EQ(interleaving.find("object "), std::string::npos) << "an object has no name:\n"
                                                               << interleaving;
  }
}

// Which of several things that go wrong comes first is up to the search; what is expected is among
// them.
TEST_P(EveryFault, IsFoundByEachSearchThatLeavesNothingOut) {
  const Fault& fault = GetParam();
  for (const Expectation& expectation : fault.expectations) {
    SCOPED_TRACE("without " + Without(expectation.oracles));
    for (const auto kind : {StrategyName::Kind::kDpor, StrategyName::Kind::kSleep}) {
      for (const bool prune : {true, false}) {
        CheckOptions options = With(kind);
        options.prune = prune;
        options.all_violations = true;
        SwitchChecks(expectation.oracles, options.simulation);
        const auto program = MakeFaulty(fault, expectation.oracles);
        const CheckResult result = Check(*program, options);
        EXPECT_TRUE(result.exhausted);
        EXPECT_TRUE(std::ranges::any_of(result.violations,
                                        [&](const auto& violation) {
                                          return std::ranges::find(expectation.verdicts,
                                                                   violation.verdict) !=
                                                 expectation.verdicts.end();
                                        }))
            << ToString(options.strategy) << ": " << Text(result);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, EveryFault, testing::ValuesIn(FaultsAndFindings()),
                         [](const auto& test) { return TestName(test.param.name); });

// What R3 has in common with R4, and R1 with both, goes wrong in the same ways without it.
TEST(Faults, AreFoundInTheModelsOfOtherRevisionsToo) {
  struct Case {
    const char* model;
    const char* fault;
    Verdict verdict;
  };
  for (const Case& expected :
       {Case{"r3/scavenge-start-generation", "gen-no-check-on-unreserve", Verdict::kInvariant},
        Case{"r3/reserve-start-generation", "gen-no-check-on-unreserve", Verdict::kInvariant},
        Case{"r3/allocate-optimistic-search", "verify-skipped-slow", Verdict::kRace},
        Case{"r1/allocate-optimistic-search", "verify-skipped-slow", Verdict::kRace},
        Case{"r1/grow-optimistic-search", "l2-publish-relaxed", Verdict::kUninitialized}}) {
    ModelOptions options;
    FindFault(expected.fault)->apply(options.protocol);
    const auto program = FindModel(expected.model)->make(options);
    const CheckResult result = CheckWithFewestPreemptions(*program, 2, {});
    EXPECT_EQ(result.verdict(), expected.verdict) << expected.model << "\n" << Text(result);
    ASSERT_EQ(result.violations.size(), 1U) << expected.model;
    EXPECT_EQ(result.violations[0].preemptions, 1U) << expected.model;
  }
}

// Not in its own model alone: an oracle that blames it anywhere asks for too much.
class EveryControl : public testing::TestWithParam<Fault> {};

TEST_P(EveryControl, IsBlamedInNoModel) {
  for (const Model& model : Models()) {
    const CheckResult result = CheckControl(GetParam(), model);
    EXPECT_EQ(result.verdict(), Verdict::kPass) << model.name << "\n" << Text(result);
    EXPECT_TRUE(result.exhausted) << model.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Controls, EveryControl, testing::ValuesIn(Controls()),
                         [](const auto& test) { return TestName(test.param.name); });

// The search of controls would find a fault that pretends to be one.
TEST(Controls, AreBlamedIfTheyAreFaults) {
  for (Fault fault : Faults()) {
    if (!Without(fault.expectations.front().oracles).empty()) {
      continue;
    }
    fault.kind = Fault::Kind::kControl;
    const CheckResult result = CheckControl(fault, *FindModel(fault.model));
    EXPECT_NE(result.verdict(), Verdict::kPass) << fault.name;
  }
}

// A change that its model does not meet would say nothing. Either an execution looks different, for
// which something must go wrong so that there is a trace of it, or there are more of them or fewer.
TEST(Controls, ChangeWhatTheirModelsDo) {
  for (const Fault& control : Controls()) {
    ModelOptions shipped;
    ModelOptions changed;
    control.apply(changed.protocol);
    const auto executions = [&](const ModelOptions& options) {
      const auto program = FindModel(control.model)->make(options);
      return Check(*program, With(StrategyName::Kind::kDpor)).executions;
    };
    const auto trace = [&](ModelOptions options) {
      options.protocol.Skip(core::Step::kCountReleasedBytes);
      const auto program = FindModel(control.model)->make(options);
      const CheckResult result = Check(*program, {});
      EXPECT_EQ(result.verdict(), Verdict::kAccounting) << control.name;
      return FormatInterleaving(result.violations.at(0), {.plain_accesses = true});
    };
    EXPECT_TRUE(executions(changed) != executions(shipped) || trace(changed) != trace(shipped))
        << control.name;
  }
}

std::vector<Fault> Catalogue() {
  std::vector<Fault> all = FaultsAndFindings();
  all.insert(all.end(), Controls().begin(), Controls().end());
  return all;
}

TEST(Catalogue, HasNamesOfItsOwnAndModelsThatDemandFindings) {
  std::set<std::string_view> names;
  std::set<std::string_view> models;
  for (const Fault& fault : Catalogue()) {
    EXPECT_TRUE(names.insert(fault.name).second) << fault.name;
    EXPECT_NE(FindModel(fault.model), nullptr) << fault.name;
    EXPECT_EQ(FindFault(fault.name)->model, fault.model) << fault.name;
    models.insert(fault.model);
  }
  for (const Fault& finding : Findings()) {
    EXPECT_EQ(finding.kind, Fault::Kind::kFinding) << finding.name;
  }
  for (const Fault& control : Controls()) {
    EXPECT_EQ(control.kind, Fault::Kind::kControl) << control.name;
    ASSERT_EQ(control.expectations.size(), 1U) << control.name;
    EXPECT_EQ(control.expectations.front().verdicts, std::vector{Verdict::kPass}) << control.name;
  }
  for (const Model& model : DemandingModels()) {
    EXPECT_TRUE(models.contains(model.name)) << model.name << " fails and nobody says why";
  }
}

// What R1 and R2 lose, the revisions with reservations keep: the same scenario is among the models
// that pass.
TEST(Findings, LostResetIsRepairedByReservations) {
  for (const char* const model : {"r1/scavenge-free-start-cycle", "r2/scavenge-free-start-cycle"}) {
    const CheckResult result = Check(*FindModel(model)->make({}), {});
    EXPECT_EQ(result.verdict(), Verdict::kLostWork) << model << Text(result);
  }
  for (const char* const model : {"r3/scavenge-free-start-cycle", "scavenge-free-start-cycle"}) {
    const CheckResult result = Check(*FindModel(model)->make({}), {});
    EXPECT_EQ(result.verdict(), Verdict::kPass) << model << Text(result);
    EXPECT_TRUE(result.exhausted) << model;
  }
}

// The stale unreserve has no symptom of its own: with nobody to keep the books, it goes unnoticed
// but for the sets' own check of overlaps.
TEST(StaleUnreserve, IsSeenByTheLedgerAndByTheCheckOfOverlaps) {
  const CheckResult by_ledger = CheckFault("gen-no-check-on-unreserve", {});
  EXPECT_EQ(by_ledger.verdict(), Verdict::kInvariant);
  EXPECT_EQ(by_ledger.violations.at(0).message.substr(0, 4), "I24:") << Text(by_ledger);
  const CheckResult by_overlap = CheckFault("gen-no-check-on-unreserve", {.ledger = false});
  EXPECT_EQ(by_overlap.verdict(), Verdict::kAssertion);
  EXPECT_NE(by_overlap.violations.at(0).message.find("is added to a set that holds"),
            std::string::npos)
      << Text(by_overlap);
}

// In a heap with spans, growth and a background scavenger as well, where nothing else says so as
// early. That the ledger says nothing of what ships is in EveryModel, and in compositions_test.
TEST(StaleUnreserve, IsSeenByTheLedgerOfAWholeHeap) {
  const auto check = [](const Oracles& oracles) {
    ModelOptions options;
    FindFault("gen-no-check-on-unreserve")->apply(options.protocol);
    options.oracles = oracles;
    const auto program = FindModel("pair/scavenge-all+background")->make(options);
    return CheckWithFewestPreemptions(*program, 2, {});
  };
  const CheckResult by_ledger = check({});
  EXPECT_EQ(by_ledger.verdict(), Verdict::kInvariant);
  ASSERT_EQ(by_ledger.violations.size(), 1U);
  EXPECT_EQ(by_ledger.violations[0].message.substr(0, 4), "I24:") << Text(by_ledger);
  EXPECT_EQ(by_ledger.violations[0].preemptions, 1U);
  const CheckResult by_overlap = check({.ledger = false});
  EXPECT_EQ(by_overlap.verdict(), Verdict::kAssertion);
  ASSERT_EQ(by_overlap.violations.size(), 1U);
  EXPECT_EQ(by_overlap.violations[0].preemptions, 2U);
}

// One decision is about all of them, but each counter is lost by itself somewhere.
TEST(PairedCounters, AreEachWrongInSomeModelIfTheyDoNotMoveInOneStep) {
  std::string all;
  for (const char* const model :
       {"scavenge-scavenge", "heap-allocate-allocate", "heap-grow-grow"}) {
    ModelOptions options;
    FindFault("acct-pairs-load-store")->apply(options.protocol);
    CheckOptions check;
    check.all_violations = true;
    for (const auto& violation : Check(*FindModel(model)->make(options), check).violations) {
      EXPECT_EQ(violation.verdict, Verdict::kAccounting) << model;
      all += violation.message + "\n";
    }
  }
  for (const char* const wrong : {"I14: heap_released ", "I15: released ", "I15: in_heap ",
                                  "I16: heap_sys less heap_released "}) {
    EXPECT_NE(all.find(wrong), std::string::npos) << wrong << "is right in:\n" << all;
  }
}

// An oracle that is off must not be what finds it.
TEST(Oracles, CanBeSwitchedOff) {
  EXPECT_EQ(CheckFault("acct-missing", {}).verdict(), Verdict::kAccounting);
  EXPECT_EQ(CheckFault("acct-missing", {.accounting = false}).verdict(), Verdict::kPass);
}

}  // namespace
}  // namespace heddle::models
