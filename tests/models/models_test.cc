// SPDX-License-Identifier: BSD-3-Clause
//
// The models as a test of the design, and the faults as a test of the models.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "models/faults/catalogue.h"
#include "models/oracle_list.h"
#include "models/registry.h"

namespace heddle::models {

// By name, where GoogleTest shows them; their bytes are other ones in every run.
void PrintTo(const Model& model, std::ostream* out) { *out << model.name; }
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::StrategyName;
using checker::Verdict;

CheckOptions With(StrategyName::Kind kind) {
  CheckOptions options;
  options.strategy = {kind, kind == StrategyName::Kind::kRelacyBound ? 2U : 0U};
  return options;
}

// The violations as a reader would see them.
std::string Text(const CheckResult& result) {
  std::string text;
  for (const checker::Violation& violation : result.violations) {
    text += violation.message + "\n" + FormatInterleaving(violation);
  }
  return text;
}

std::string TestName(std::string_view name) {
  std::string result(name);
  std::ranges::replace_if(result, [](char c) { return c == '-' || c == '/'; }, '_');
  return result;
}

// More executions than these would mean that a scheduling point or a dependency was added, fewer
// that one was lost.
struct Executions {
  std::uint64_t pruned;  // by dpor
  std::uint64_t pruned_blocked;
  std::uint64_t all;  // by dpor, each trace once, with loads that go back as far as Relacy's
  std::uint64_t all_blocked;
  std::uint64_t relacy_bound;  // by Relacy with two preemptions
  std::uint64_t relacy_full;   // 0: it does not come to an end soon
};

const Executions& ExecutionsOf(std::string_view model) {
  static const std::map<std::string_view, Executions> kExecutions = {
      {"allocate-allocate", {2, 0, 2, 0, 90, 1792}},
      {"allocate-free-lower", {4, 0, 4, 0, 88, 720}},
      {"allocate-free-scavenge", {4, 0, 4, 0, 193, 20715}},
      {"scavenge-scavenge", {350, 0, 350, 0, 514, 0}},
      {"reserve-start-generation", {3, 0, 3, 0, 48, 351}},
      {"scavenge-start-generation", {6, 0, 6, 0, 166, 23131}},
      {"allocate-optimistic-search", {6, 0, 9, 0, 214, 22492}},
      {"grow-optimistic-search", {10, 0, 11, 0, 263, 317507}},
      {"scavenge-free-start-cycle", {9, 0, 9, 0, 143, 0}},
      {"scavenge-alone", {1, 0, 1, 0, 1, 1}},
      {"scavenge-scavenge-chunk", {6, 0, 6, 0, 188, 3490}},
      {"scavenge-scavenge-drain", {350, 0, 350, 0, 514, 0}},
      {"scavenge-start-start", {21, 0, 21, 0, 292, 0}},
      {"free-start-generation", {2, 0, 2, 0, 30, 51}},
      {"forced-start-generation", {9, 0, 9, 0, 349, 0}},
      {"allocate-free-optimistic-search", {14, 0, 23, 1, 304, 139795}},
      {"free-start-scavenge", {2, 0, 2, 0, 30, 51}},
      {"scavenge-free-generation", {4, 0, 4, 0, 199, 22349}},
      {"scavenge-free-idle-generation", {4, 0, 4, 0, 199, 22349}},
      {"scavenge-scavenge-generation", {350, 0, 350, 0, 514, 0}},
      {"scavenge-refused", {1, 0, 1, 0, 1, 1}},
      {"count-count", {700, 0, 700, 0, 602, 0}},
      {"r3/allocate-free-scavenge", {3, 0, 3, 0, 55, 151}},
      {"r3/scavenge-scavenge", {6, 0, 6, 0, 202, 0}},
      {"r3/scavenge-forced-scavenge", {10, 0, 15, 0, 336, 0}},
      {"r3/reserve-start-generation", {3, 0, 3, 0, 29, 63}},
      {"r3/scavenge-start-generation", {3, 0, 3, 0, 73, 1101}},
      {"r3/allocate-optimistic-search", {5, 0, 8, 0, 92, 1734}},
      {"r3/grow-optimistic-search", {6, 0, 7, 0, 159, 117114}},
      {"r3/scavenge-free-start-cycle", {6, 0, 6, 0, 76, 2511}},
      {"r3/scavenge-alone", {1, 0, 1, 0, 1, 1}},
      {"r3/scavenge-scavenge-drain", {6, 0, 6, 0, 202, 0}},
      {"r3/scavenge-start-start", {6, 0, 6, 0, 128, 21377}},
      {"r3/scavenge-refused", {1, 0, 1, 0, 1, 1}},
      {"r3/use-scavenge", {9, 0, 9, 0, 69, 2169}},
      {"r3/count-count", {4, 0, 4, 0, 76, 926}},
      {"r2/allocate-free-scavenge", {3, 0, 3, 0, 59, 178}},
      {"r2/scavenge-forced-scavenge", {11, 0, 17, 0, 407, 0}},
      {"r2/scavenge-free-forced-scavenge", {11, 0, 11, 0, 159, 53936}},
      {"r2/scavenge-alone", {1, 0, 1, 0, 1, 1}},
      {"r1/allocate-free-scavenge", {4, 0, 4, 0, 58, 691}},
      {"r1/scavenge-scavenge", {10, 0, 14, 0, 344, 0}},
      {"r1/allocate-optimistic-search", {5, 0, 8, 0, 108, 3125}},
      {"r1/grow-optimistic-search", {6, 0, 7, 0, 180, 164740}},
      {"r1/scavenge-alone", {1, 0, 1, 0, 1, 1}},
      {"r1/scavenge-scavenge-drain", {42, 0, 66, 0, 609, 0}},
      {"r1/grow-below-search", {7, 0, 9, 0, 92, 30625}},
      {"r1/scavenge-refused", {1, 0, 1, 0, 1, 1}},
      {"r1/use-scavenge", {9, 0, 9, 0, 69, 2169}},
      {"heap-grow-grow", {448, 0, 672, 0, 2586, 0}},
      {"heap-grow-scavenge", {392, 0, 552, 0, 1390, 0}},
      {"heap-cache-scavenge", {8, 0, 8, 0, 564, 0}},
      {"heap-cache-allocate", {185, 0, 249, 0, 922, 0}},
      {"heap-allocate-allocate", {256, 0, 384, 0, 978, 0}},
      {"heap-allocate-find", {3, 0, 5, 0, 215, 3824}},
      {"heap-free-allocate", {5, 0, 5, 0, 319, 0}},
      {"background-wake", {71, 1, 139, 1, 14121, 0}},
      {"r3/heap-grow-grow", {448, 0, 672, 0, 2474, 0}},
      {"r3/heap-grow-scavenge", {36, 0, 36, 0, 589, 0}},
      {"r3/heap-grow-cache", {385, 0, 577, 0, 1588, 0}},
      {"r3/background-wake", {129, 1, 221, 1, 11138, 0}},
      {"r2/heap-grow-scavenge", {36, 0, 36, 0, 608, 0}},
      {"r2/heap-grow-cache", {385, 0, 577, 0, 1641, 0}},
      {"index-mark-find", {7, 0, 15, 0, 135, 1585}},
      {"index-mark-find-find", {351, 0, 2156, 4, 12416, 0}},
      {"heap-grow-goal", {16, 0, 16, 0, 1060, 0}},
      {"background-goal", {26, 0, 26, 0, 1196, 0}},
      {"heap-map-refused", {2, 0, 2, 0, 154, 37333}},
      {"heap-use-refused", {3, 0, 3, 0, 273, 0}},
      {"r3/heap-grow-goal", {8, 0, 8, 0, 554, 0}},
      {"r3/background-goal", {18, 0, 18, 0, 797, 0}}};
  return kExecutions.at(model);
}

class EveryModel : public testing::TestWithParam<Model> {
 protected:
  CheckResult PassesAll(const CheckOptions& options) const {
    const auto program = GetParam().make({});
    CheckResult result = Check(*program, options);
    EXPECT_EQ(result.verdict(), Verdict::kPass) << Text(result);
    EXPECT_TRUE(result.exhausted);
    return result;
  }
};

TEST_P(EveryModel, IsExhaustedInAsManyExecutionsAsEver) {
  const Executions& expected = ExecutionsOf(GetParam().name);
  CheckOptions options = With(StrategyName::Kind::kDpor);
  const CheckResult pruned = PassesAll(options);
  EXPECT_EQ(pruned.executions, expected.pruned);
  EXPECT_EQ(pruned.blocked, expected.pruned_blocked);
  options.prune = false;
  options.simulation.history_depth = 1;
  options.count_traces = true;
  const CheckResult all = PassesAll(options);
  EXPECT_EQ(all.executions, expected.all);
  EXPECT_EQ(all.blocked, expected.all_blocked);
  EXPECT_EQ(all.traces, all.executions) << "a trace was run twice";
}

TEST_P(EveryModel, PassesRelacysBoundedSearchInAsManyExecutionsAsEver) {
  const CheckResult result = PassesAll(With(StrategyName::Kind::kRelacyBound));
  EXPECT_EQ(result.executions, ExecutionsOf(GetParam().name).relacy_bound);
}

TEST_P(EveryModel, PassesRelacysFullSearchInAsManyExecutionsAsEver) {
  const Executions& expected = ExecutionsOf(GetParam().name);
  if (expected.relacy_full == 0) {
    GTEST_SKIP() << "more executions than there is time for";
  }
  CheckOptions options = With(StrategyName::Kind::kRelacyFull);
  options.count_traces = true;
  const CheckResult result = PassesAll(options);
  EXPECT_EQ(result.executions, expected.relacy_full);
  EXPECT_EQ(result.traces, expected.all) << "dpor runs other traces than there are";
}

TEST_P(EveryModel, PassesSleepSetsAlone) {
  CheckOptions options = With(StrategyName::Kind::kSleep);
  options.prune = false;
  options.simulation.history_depth = 1;
  const CheckResult result = PassesAll(options);
  EXPECT_EQ(result.executions, ExecutionsOf(GetParam().name).all);
}

TEST_P(EveryModel, PassesARandomSample) {
  const auto program = GetParam().make({});
  CheckOptions options = With(StrategyName::Kind::kRandom);
  options.max_executions = 3000;
  const CheckResult result = Check(*program, options);
  EXPECT_EQ(result.verdict(), Verdict::kPass) << Text(result);
}

INSTANTIATE_TEST_SUITE_P(Models, EveryModel, testing::ValuesIn(Models()),
                         [](const auto& test) { return TestName(test.param.name); });

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

// A model that no change can break shows nothing. Released pages that do not say so are released
// for ever, which a few steps are enough to tell.
TEST(Models, EachFailsUnderSomeFaultThatIsNotAboutTheOrderOfLocks) {
  for (const Model& model : Models()) {
    std::string found_by;
    for (const Fault& fault : Faults()) {
      ModelOptions options;
      fault.apply(options.protocol);
      const auto program = model.make(options);
      CheckOptions check;
      check.simulation.check_lock_ranks = false;
      check.simulation.max_steps = 2000;
      const CheckResult result = CheckWithFewestPreemptions(*program, 2, check);
      if (result.verdict() != Verdict::kPass && result.verdict() != Verdict::kDeadlock) {
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
