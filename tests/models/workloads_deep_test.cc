// SPDX-License-Identifier: BSD-3-Clause
//
// The searches of workloads that take minutes. What Relacy's full search counts is what it counts
// by itself, without anything of ours around it.

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>

#include "checker/search/check.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using Kind = checker::StrategyName::Kind;

CheckResult Exhaust(std::string_view name, const CheckOptions& options) {
  const auto program = FindModel(name)->make({});
  CheckResult result = Check(*program, options);
  EXPECT_EQ(result.verdict(), checker::Verdict::kPass);
  EXPECT_TRUE(result.exhausted);
  return result;
}

TEST(WorkloadsDeep, IncrementsHaveTheTracesThatRelacysFullSearchFinds) {
  CheckOptions options;
  options.strategy = {Kind::kRelacyFull, 0};
  options.count_traces = true;
  const CheckResult three = Exhaust("workload/w1", options);
  EXPECT_EQ(three.executions, 8'075'724U);
  EXPECT_EQ(three.traces, 540U);
  const CheckResult five = Exhaust("workload/w2-5x1", options);
  EXPECT_EQ(five.executions, 40'293'120U);
  EXPECT_EQ(five.traces, 120U);
}

TEST(WorkloadsDeep, TwoScavengersHaveNoTraceTwice) {
  CheckOptions options;
  options.prune = false;
  options.simulation.history_depth = 1;
  options.count_traces = true;
  const CheckResult result = Exhaust("workload/w6", options);
  EXPECT_EQ(result.executions, 552'176U);
  EXPECT_EQ(result.blocked, 4'235U);
  EXPECT_EQ(result.traces, 552'176U);
}

TEST(WorkloadsDeep, AStackWithSpuriousFailuresHasAsManyExecutionsAsEver) {
  const CheckResult result = Exhaust("workload/w4-3-weak", {});
  EXPECT_EQ(result.executions, 8'528'700U);
  EXPECT_EQ(result.blocked, 0U);
}

TEST(WorkloadsDeep, TwoScavengersAreExhaustedByRelacyWithTwoPreemptions) {
  CheckOptions options;
  options.strategy = {Kind::kRelacyBound, 2};
  EXPECT_EQ(Exhaust("workload/w6", options).executions, 1'639'602U);
}

}  // namespace
}  // namespace heddle::models
