// SPDX-License-Identifier: BSD-3-Clause
//
// The findings and their repairs: each property is lost without its repair, and kept with it in
// every interleaving; and no repair breaks what held before.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
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
#include "models/registry.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {

// By name, where GoogleTest shows them; their bytes are other ones in every run.
void PrintTo(const Model& model, std::ostream* out) { *out << model.name; }
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::StrategyName;
using checker::Verdict;
using core::TunableProtocol;

using Change = std::function<void(TunableProtocol& protocol)>;

// This model demands that a generation starts where R4's does, and this finding's repair starts it
// elsewhere.
constexpr std::string_view kStartsWhereItShips = "scavenge-scavenge-generation";
constexpr std::string_view kStartsHigher = "resv-outstanding-above-lwm";

void Nothing(TunableProtocol& /*protocol*/) {}

void RepairAll(TunableProtocol& protocol) {
  for (const Fault& finding : Findings()) {
    finding.repair(protocol);
  }
}

std::string Text(const CheckResult& result) {
  std::string text(Name(result.verdict()));
  for (const checker::Violation& violation : result.violations) {
    text += ": " + violation.message + "\n" + FormatInterleaving(violation);
  }
  return text;
}

CheckResult CheckModel(const Model& model, const Change& apply, const Change& repair,
                       const CheckOptions& options = {}) {
  ModelOptions of_model;
  apply(of_model.protocol);
  repair(of_model.protocol);
  return Check(*model.make(of_model), options);
}

CheckResult CheckFinding(const Fault& finding, const Change& repair,
                         const CheckOptions& options = {}) {
  return CheckModel(*FindModel(finding.model), finding.apply, repair, options);
}

bool Holds(const CheckResult& result) {
  return result.verdict() == Verdict::kPass && result.exhausted;
}

// Of the repaired search, by dpor and by dpor without pruning, loads going back as in models_test.
struct Executions {
  std::uint64_t pruned;
  std::uint64_t all;
};

const Executions& ExecutionsOf(std::string_view finding) {
  static const std::map<std::string_view, Executions> kExecutions = {
      {"v1-scavaddr-clobber", {7, 7}},   {"v2-scavaddr-clobber", {7, 7}},
      {"v1-cursor-rises", {41, 79}},     {"v1-hole-released", {1, 1}},
      {"gen-lwm-not-checked", {17, 17}}, {"resv-outstanding-above-lwm", {631, 631}},
      {"released-reset-store0", {8, 8}}, {"edge-free-loses-scav", {1, 1}},
      {"idx-mark-below-cursor", {7, 7}}, {"cache-flush-no-hwm", {23, 23}},
  };
  return kExecutions.at(finding);
}

class EveryFinding : public testing::TestWithParam<Fault> {};

// One test for both halves: a repair that does nothing fails the second, as the first shows.
TEST_P(EveryFinding, IsLostWithoutItsRepairAndHoldsWithIt) {
  const Fault& finding = GetParam();
  ASSERT_NE(finding.repair, nullptr);
  EXPECT_FALSE(finding.repaired_by.empty());
  const CheckResult lost = CheckFinding(finding, &Nothing);
  EXPECT_NE(std::ranges::find(finding.expectations.front().verdicts, lost.verdict()),
            finding.expectations.front().verdicts.end())
      << Text(lost);
  const CheckResult kept = CheckFinding(finding, finding.repair);
  EXPECT_TRUE(Holds(kept)) << Text(kept);
}

TEST_P(EveryFinding, IsExhaustedWithItsRepairInAsManyExecutionsAsEver) {
  const Fault& finding = GetParam();
  const Executions& expected = ExecutionsOf(finding.name);
  const CheckResult pruned = CheckFinding(finding, finding.repair);
  EXPECT_TRUE(Holds(pruned)) << Text(pruned);
  EXPECT_EQ(pruned.executions, expected.pruned);
  EXPECT_EQ(pruned.blocked, 0U);
  CheckOptions options;
  options.prune = false;
  options.simulation.history_depth = 1;
  options.count_traces = true;
  const CheckResult all = CheckFinding(finding, finding.repair, options);
  EXPECT_TRUE(Holds(all)) << Text(all);
  EXPECT_EQ(all.executions, expected.all);
  EXPECT_EQ(all.traces, all.executions) << "a trace was run twice";
  options.strategy = {StrategyName::Kind::kSleep, 0};
  const CheckResult slept = CheckFinding(finding, finding.repair, options);
  EXPECT_TRUE(Holds(slept)) << Text(slept);
  EXPECT_EQ(slept.executions, expected.all);
}

// In the design as shipped here, with the orders that it needs and no others.
TEST_P(EveryFinding, HoldsWithItsRepairInTheOrdersThatAreShipped) {
  const CheckResult result = CheckModel(*FindModel(GetParam().model), &Nothing, GetParam().repair);
  EXPECT_TRUE(Holds(result)) << Text(result);
}

TEST_P(EveryFinding, HasARepairThatBreaksNoModel) {
  for (const Model& model : Models()) {
    if (model.name == kStartsWhereItShips && GetParam().name == kStartsHigher) {
      continue;
    }
    const CheckResult result = CheckModel(model, &Nothing, GetParam().repair);
    EXPECT_TRUE(Holds(result)) << model.name << ": " << Text(result);
  }
}

std::string TestName(std::string_view name) {
  std::string result(name);
  std::ranges::replace(result, '-', '_');
  return result;
}

INSTANTIATE_TEST_SUITE_P(Findings, EveryFinding, testing::ValuesIn(Findings()),
                         [](const auto& test) { return TestName(test.param.name); });

TEST(Repairs, HoldTogetherInEveryModel) {
  for (const std::vector<Model>* const models : {&Models(), &DemandingModels()}) {
    for (const Model& model : *models) {
      if (model.name == kStartsWhereItShips) {
        continue;
      }
      const CheckResult result = CheckModel(model, &Nothing, &RepairAll);
      EXPECT_TRUE(Holds(result)) << model.name << ": " << Text(result);
    }
  }
}

// That they fail no more than the model which says where R4 starts a generation: the repair starts
// it higher, above what nobody has searched, although there is nothing free.
TEST(Repairs, StartGenerationsHigher) {
  const CheckResult result =
      CheckModel(*FindModel(kStartsWhereItShips), &Nothing, FindFault(kStartsHigher)->repair);
  EXPECT_EQ(result.verdict(), Verdict::kLostWork);
}

// What the repairs add hides no fault, but for those in a step that a repair makes superfluous.
TEST(Repairs, LeaveEveryFaultToBeFound) {
  const std::set<std::string_view> superfluous = {"released-not-reset",   "lwm-not-reset",
                                                  "lwm-compare-inverted", "hwm-not-on-refused",
                                                  "v1-search-below-heap", "v2-forced-two-sections"};
  std::set<std::string_view> hidden;
  for (const Fault& fault : Faults()) {
    ModelOptions options;
    fault.apply(options.protocol);
    RepairAll(options.protocol);
    const auto program = FindModel(fault.model)->make(options);
    const CheckResult result = CheckWithFewestPreemptions(*program, 2, {});
    const std::vector<Verdict>& expected = fault.expectations.front().verdicts;
    if (std::ranges::find(expected, result.verdict()) == expected.end()) {
      EXPECT_EQ(result.verdict(), Verdict::kPass) << fault.name << ": " << Text(result);
      hidden.insert(fault.name);
    }
  }
  EXPECT_EQ(hidden, superfluous);
}

// To start above all that is unsearched makes up for a watermark that is too low; the other way
// round it does not.
TEST(Repairs, OfReservationsCoverTheWatermarkToo) {
  const Fault& watermark = *FindFault("gen-lwm-not-checked");
  const Fault& reservations = *FindFault("resv-outstanding-above-lwm");
  EXPECT_TRUE(Holds(CheckFinding(watermark, reservations.repair)));
  EXPECT_EQ(CheckFinding(reservations, watermark.repair).verdict(), Verdict::kLostWork);
}

// Each of R1's repairs is about one thing.
TEST(Repairs, OfTheCursorDoNotStandInForEachOther) {
  const std::vector<std::string_view> names = {"v1-scavaddr-clobber", "v1-cursor-rises",
                                               "v1-hole-released"};
  for (const std::string_view lost : names) {
    for (const std::string_view repaired : names) {
      const CheckResult result = CheckFinding(*FindFault(lost), FindFault(repaired)->repair);
      EXPECT_EQ(Holds(result), lost == repaired) << lost << " repaired of " << repaired;
    }
  }
}

// More than the findings need: two generations start while two scavengers are at it, so that a
// reservation may come back in its own generation, in the next one or in the one after. Whoever
// scavenges last finds all that is left.
class ScavengeTwoStarts : public HeapScenario<core::Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "scavenge-two-starts";
  static constexpr std::string_view kShows = "see above";
  static constexpr std::string_view kLayout = "AAFF,AAFF";
  static constexpr int kThreads = 2;

  ScavengeTwoStarts(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    heap_.Scavenge(1);
    if (index == 1) {
      heap_.StartCycle();
      heap_.Scavenge(1);
      heap_.StartCycle();
    }
  }

  void Finish() {
    heap_.Scavenge(kAll);
    heap_.CheckAllReleased();
    heap_.CheckQuiet(0);
  }
};

// Two scavengers, of which one may search its reservation to the end, a page that is freed above
// both, and a generation that nobody scavenges in.
class ScavengeFreeTwoStarts : public HeapScenario<core::Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "scavenge-free-two-starts";
  static constexpr std::string_view kShows = "see above";
  static constexpr std::string_view kLayout = "AAAF,AAFF";
  static constexpr int kThreads = 3;

  ScavengeFreeTwoStarts(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout),
        page_(heap_.TakePage(Heap::kFirstChunk + 1, kLastPage, kTag)) {}

  void Thread(int index) {
    if (index < 2) {
      heap_.Scavenge(1);
    } else {
      heap_.Free(page_, 1, kTag);
      heap_.StartCycle();
    }
  }

  void Finish() {
    heap_.StartCycle();
    heap_.Scavenge(kAll);
    heap_.CheckAllReleased();
    heap_.CheckQuiet(0);
  }

 private:
  core::Address page_;
};

class LongerModel : public testing::TestWithParam<Model> {};

TEST_P(LongerModel, KeepsWhatIsFreeInSightWithTheRepairOfReservationsAlone) {
  const Model& model = GetParam();
  EXPECT_EQ(CheckModel(model, &Nothing, &Nothing).verdict(), Verdict::kLostWork);
  const Fault& watermark = *FindFault("gen-lwm-not-checked");
  EXPECT_EQ(CheckModel(model, &Nothing, watermark.repair).verdict(), Verdict::kLostWork);
  const Fault& reservations = *FindFault("resv-outstanding-above-lwm");
  for (const Change repair : {reservations.repair, &RepairAll}) {
    const CheckResult result = CheckModel(model, &Nothing, repair);
    EXPECT_TRUE(Holds(result)) << Text(result);
    EXPECT_EQ(result.executions, model.threads == 2 ? 6'780U : 12'880U);
  }
}

INSTANTIATE_TEST_SUITE_P(Longer, LongerModel,
                         testing::Values(ModelOf<ScavengeTwoStarts>(),
                                         ModelOf<ScavengeFreeTwoStarts>()),
                         [](const auto& test) { return TestName(test.param.name); });

}  // namespace
}  // namespace heddle::models
