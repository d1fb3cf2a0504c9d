// SPDX-License-Identifier: BSD-3-Clause
//
// The strategies that leave it to chance, on programs made of operations alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/strategy/pct.h"
#include "checker/strategy/random_walk.h"
#include "tests/checker/made_up.h"

namespace heddle::checker::made_up::sampling_test {
namespace {

std::unique_ptr<Strategy> Make(unsigned depth, std::uint64_t seed) {
  if (depth == 0) {
    return std::make_unique<RandomWalk>(seed);
  }
  return std::make_unique<Pct>(depth, seed);
}

std::vector<std::string> SchedulesOf(const Program& program, Strategy& strategy,
                                     std::size_t executions) {
  std::vector<std::string> schedules;
  for (const Played& run : Explore(program, strategy, executions).runs) {
    schedules.push_back(ToString(run.schedule));
  }
  return schedules;
}

// 0: a random walk; else the depth of a probabilistic search.
class Sampling : public testing::TestWithParam<unsigned> {};

TEST_P(Sampling, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const Program program = RandomProgram(7, 6, /*older=*/true);
  const auto first = SchedulesOf(program, *Make(GetParam(), 1), 50);
  EXPECT_EQ(first.size(), 50U);
  EXPECT_EQ(first, SchedulesOf(program, *Make(GetParam(), 1), 50));
  EXPECT_NE(first, SchedulesOf(program, *Make(GetParam(), 2), 50));
}

TEST_P(Sampling, NeverComesToAnEnd) {
  const Program program = {{Load(kX)}};
  const auto strategy = Make(GetParam(), 1);
  EXPECT_EQ(Explore(program, *strategy, 300).runs.size(), 300U);
  EXPECT_TRUE(strategy->Advance());
}

INSTANTIATE_TEST_SUITE_P(, Sampling, testing::Values(0U, 1U, 3U), [](const auto& test) {
  return test.param == 0 ? std::string("random") : "pct_" + std::to_string(test.param);
});

TEST(RandomWalk, ReachesEveryExecution) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    const Program program = RandomProgram(seed, 2, /*older=*/true);
    std::set<std::vector<Played::Event>> all;
    for (const Played& run : AllRuns(program)) {
      all.insert(run.events);
    }
    if (all.size() > 200) {
      continue;
    }
    RandomWalk strategy(seed);
    std::set<std::vector<Played::Event>> reached;
    for (const Played& run : Explore(program, strategy, 100 * all.size()).runs) {
      reached.insert(run.events);
    }
    EXPECT_TRUE(reached == all) << reached.size() << " of " << all.size();
  }
}

// Each thread is as likely as each other wherever there is a choice.
TEST(RandomWalk, IsFair) {
  const Program program = {{Add(kX)}, {Add(kX)}, {Add(kX)}, {Add(kX)}};
  RandomWalk strategy(1);
  std::vector<int> first(program.size());
  for (const Played& run : Explore(program, strategy, 8000).runs) {
    ++first[static_cast<std::size_t>(run.events[0].thread)];
  }
  for (const int count : first) {
    EXPECT_NEAR(count, 2000, 250);
  }
}

// How often `program` fails in so many executions.
std::size_t Failures(const Program& program, unsigned depth, std::size_t executions) {
  Pct strategy(depth, 1);
  return Explore(program, strategy, executions).Count(Ending::kFailure);
}

TEST(Pct, OfDepthOneRunsEachThreadToItsEnd) {
  const Program program = {{Add(kX), Add(kX)}, {Add(kX), Add(kX)}, {Add(kX), Add(kX)}};
  Pct strategy(1, 1);
  std::set<std::vector<int>> orders;
  for (const Played& run : Explore(program, strategy, 500).runs) {
    EXPECT_EQ(run.preemptions, 0U);
    std::vector<int> order;
    for (const Played::Event& event : run.events) {
      if (order.empty() || order.back() != event.thread) {
        order.push_back(event.thread);
      }
    }
    EXPECT_EQ(order.size(), 3U);
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 6U);  // all of them
}

TEST(Pct, MakesAtMostAsManyPreemptionsAsItHasChanges) {
  const Program program = {std::vector<Step>(6, Add(kX)), std::vector<Step>(6, Add(kX))};
  for (const unsigned depth : {1U, 2U, 3U, 4U}) {
    Pct strategy(depth, 1);
    std::uint64_t most = 0;
    for (const Played& run : Explore(program, strategy, 2000).runs) {
      most = std::max(most, run.preemptions);
    }
    EXPECT_EQ(most, depth - 1);
  }
}

// The guarantee is 1 / (n k^(depth - 1)) with n threads and k steps; starts are steps too.
TEST(Pct, FindsWhatItPromisesToFind) {
  constexpr std::size_t kExecutions = 4000;
  // Depth 1: thread 2 before the others.
  const Step first = {.operation = {OperationKind::kLoad, kX}, .fails_on = 0};
  const Program order = {std::vector<Step>(5, Add(kX)), std::vector<Step>(5, Add(kX)), {first}};
  EXPECT_GE(Failures(order, 1, kExecutions), kExecutions / 3 * 9 / 10);

  // Depth 2: the load between two stores, of 20.
  const Step between = {.operation = {OperationKind::kLoad, kX}, .fails_on = 10};
  const Program atomicity = {std::vector<Step>(20, Store(kX)), {between}};
  EXPECT_EQ(Failures(atomicity, 1, kExecutions), 0U);
  const std::size_t steps = 20 + 1 + 2;
  EXPECT_GE(Failures(atomicity, 2, kExecutions), kExecutions / (2 * steps) * 8 / 10);
  EXPECT_GT(Failures(atomicity, 3, kExecutions), 0U);
}

}  // namespace
}  // namespace heddle::checker::made_up::sampling_test
