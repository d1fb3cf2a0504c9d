// SPDX-License-Identifier: BSD-3-Clause
//
// The models as a test of the design, which the faults show to be tests of something.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
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

class FullSearch : public EveryModel {};

TEST_P(FullSearch, PassesInAsManyExecutionsAsEver) {
  const Executions& expected = ExecutionsOf(GetParam().name);
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

// Those whose full search by Relacy has from `least` to `most` executions.
std::vector<Model> InFull(std::uint64_t least, std::uint64_t most) {
  std::vector<Model> models;
  std::ranges::copy_if(Models(), std::back_inserter(models), [&](const Model& model) {
    const std::uint64_t executions = ExecutionsOf(model.name).relacy_full;
    return executions >= least && executions <= most;
  });
  return models;
}

constexpr auto kNameOfModel = [](const auto& test) { return TestName(test.param.name); };
INSTANTIATE_TEST_SUITE_P(Models, EveryModel, testing::ValuesIn(Models()), kNameOfModel);
// The larger ones take from 5 to 20 seconds each.
constexpr std::uint64_t kQuickExecutions = 100'000;
INSTANTIATE_TEST_SUITE_P(Quick, FullSearch, testing::ValuesIn(InFull(1, kQuickExecutions)),
                         kNameOfModel);
INSTANTIATE_TEST_SUITE_P(Deep, FullSearch,
                         testing::ValuesIn(InFull(kQuickExecutions + 1, UINT64_MAX)), kNameOfModel);

// A model that no change can break shows nothing. Released pages that do not say so are released
// for ever, which a few steps are enough to tell.
TEST(Models, EachFailsUnderSomeFaultThatIsNotAboutTheOrderOfLocks) {
  for (const Model& model : Models()) {
    // First those that are known to break it, or the same scenario of another revision, for time.
    std::vector<Fault> faults = Faults();
    std::ranges::partition(faults,
                           [&](const Fault& fault) { return model.name.ends_with(fault.model); });
    std::string found_by;
    for (const Fault& fault : faults) {
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

}  // namespace
}  // namespace heddle::models
