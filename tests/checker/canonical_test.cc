// SPDX-License-Identifier: BSD-3-Clause
//
// Which executions count as the same.

#include "checker/trace/canonical.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "checker/trace/dependency.h"

namespace heddle::checker {
namespace {

using Kind = OperationKind;

struct Step {
  int thread;
  Kind kind;
  ObjectId object;
  std::uint64_t result = 0;
  unsigned choices = 0;
};
using Steps = std::vector<Step>;

TraceHash HashOf(const Steps& steps) {
  TraceHasher hasher;
  hasher.Begin();
  for (const Step& step : steps) {
    hasher.Step(step.thread, {step.kind, step.object}, step.result, step.choices);
  }
  return hasher.End();
}

constexpr ObjectId kX = kFirstObject;
constexpr ObjectId kY = kFirstObject + 1;

TEST(TraceHasher, IsTheSameForTheSameExecution) {
  const Steps steps = {{0, Kind::kStore, kX, 1}, {1, Kind::kLoad, kX, 1}};
  EXPECT_EQ(HashOf(steps), HashOf(steps));
  EXPECT_NE(HashOf(steps), HashOf({}));
}

TEST(TraceHasher, BeginsAfresh) {
  TraceHasher hasher;
  hasher.Begin();
  hasher.Step(0, {Kind::kStore, kX}, 1, 0);
  const TraceHash first = hasher.End();
  hasher.Begin();
  EXPECT_EQ(hasher.End(), TraceHash{});
  hasher.Step(0, {Kind::kStore, kX}, 1, 0);
  EXPECT_EQ(hasher.End(), first);
}

TEST(TraceHasher, ForgetsTheOrderOfIndependentOperations) {
  EXPECT_EQ(HashOf({{0, Kind::kStore, kX, 1}, {1, Kind::kStore, kY, 1}}),
            HashOf({{1, Kind::kStore, kY, 1}, {0, Kind::kStore, kX, 1}}));
  EXPECT_EQ(HashOf({{0, Kind::kLoad, kX}, {1, Kind::kLoad, kX}}),
            HashOf({{1, Kind::kLoad, kX}, {0, Kind::kLoad, kX}}));
  EXPECT_EQ(HashOf({{0, Kind::kCompareExchangeFailed, kX}, {1, Kind::kCompareExchangeFailed, kX}}),
            HashOf({{1, Kind::kCompareExchangeFailed, kX}, {0, Kind::kCompareExchangeFailed, kX}}));
}

TEST(TraceHasher, KeepsTheOrderOfDependentOperations) {
  // Each pair, the other way round, with the same results: what differs is the order alone.
  const std::vector<std::pair<Step, Step>> pairs = {
      {{0, Kind::kStore, kX}, {1, Kind::kStore, kX}},
      {{0, Kind::kStore, kX}, {1, Kind::kLoad, kX}},
      {{0, Kind::kReadModifyWrite, kX}, {1, Kind::kLoad, kX}},
      {{0, Kind::kLock, kX}, {1, Kind::kTryLockFailed, kX}},
      {{0, Kind::kFence, kFenceObject}, {1, Kind::kFence, kFenceObject}},
      {{0, Kind::kWeakCompareExchangeFailed, kX}, {1, Kind::kWeakCompareExchangeFailed, kX}},
  };
  for (const auto& [a, b] : pairs) {
    EXPECT_NE(HashOf({a, b}), HashOf({b, a})) << Name(a.kind) << ", " << Name(b.kind);
  }
}

// A write is after the reads that came before it, each of them, though not in an order among them.
TEST(TraceHasher, KnowsWhichReadsAWriteIsAfter) {
  const Step store = {0, Kind::kStore, kX, 7};
  const Step read1 = {1, Kind::kLoad, kX};
  const Step read2 = {2, Kind::kLoad, kX};
  const TraceHash both = HashOf({read1, read2, store});
  EXPECT_EQ(both, HashOf({read2, read1, store}));
  EXPECT_NE(both, HashOf({read1, store, read2}));
  EXPECT_NE(both, HashOf({store, read1, read2}));
  EXPECT_NE(HashOf({read1, store, read2}), HashOf({read2, store, read1}));
}

// Two writes further back.
TEST(TraceHasher, KnowsTheOrderOfWritesThroughThoseBetween) {
  const Step a = {0, Kind::kStore, kX, 1};
  const Step b = {1, Kind::kStore, kX, 1};
  const Step c = {2, Kind::kStore, kX, 1};
  EXPECT_NE(HashOf({a, b, c}), HashOf({b, a, c}));
  EXPECT_NE(HashOf({a, b, c}), HashOf({a, c, b}));
}

TEST(TraceHasher, TellsWhatAThreadDid) {
  const Steps steps = {{0, Kind::kStore, kX, 1}, {0, Kind::kStore, kY, 2}};
  std::vector<Steps> others(7, steps);
  others[0][1].thread = 1;
  others[1][1].kind = Kind::kReadModifyWrite;
  others[2][1].object = kX;
  others[3][1].result = 3;
  others[4][1].choices = 1;
  others[5].pop_back();
  std::swap(others[6][0], others[6][1]);  // the thread's own order
  for (std::size_t i = 0; i < others.size(); ++i) {
    EXPECT_NE(HashOf(steps), HashOf(others[i])) << i;
  }
}

// Against the definition: two orders of the same steps are one trace if and only if each dependent
// pair, and each pair of one thread, is in the same order in both.
TEST(TraceHasher, AgreesWithTheDefinitionOnAllOrdersOfRandomSteps) {
  std::mt19937 random(7);
  const std::vector<Kind> kinds = {Kind::kLoad, Kind::kStore, Kind::kReadModifyWrite,
                                   Kind::kCompareExchangeFailed};
  for (int round = 0; round < 60; ++round) {
    Steps steps;
    for (int i = 0; i < 6; ++i) {
      steps.push_back({static_cast<int>(random() % 3), kinds[random() % kinds.size()],
                       static_cast<ObjectId>(kX + random() % 2)});
    }
    std::vector<int> order(steps.size());
    std::iota(order.begin(), order.end(), 0);
    TraceCounter counter;
    std::set<std::vector<std::pair<int, int>>> classes;
    do {
      Steps permuted;
      std::vector<std::pair<int, int>> ordered;
      bool in_program_order = true;
      for (std::size_t i = 0; i < order.size(); ++i) {
        const Step& step = steps[static_cast<std::size_t>(order[i])];
        for (std::size_t j = 0; j < i; ++j) {
          const Step& earlier = steps[static_cast<std::size_t>(order[j])];
          const bool same_thread = earlier.thread == step.thread;
          in_program_order = in_program_order && !(same_thread && order[j] > order[i]);
          if (same_thread || Dependent({earlier.kind, earlier.object}, {step.kind, step.object})) {
            ordered.emplace_back(order[j], order[i]);
          }
        }
        permuted.push_back(step);
      }
      if (in_program_order) {
        std::ranges::sort(ordered);
        EXPECT_EQ(counter.Add(HashOf(permuted)), classes.insert(ordered).second);
      }
    } while (std::ranges::next_permutation(order).found);
    EXPECT_EQ(counter.count(), classes.size());
    EXPECT_GT(counter.count(), 0U);
  }
}

TEST(TraceCounter, CountsDistinctHashes) {
  TraceCounter counter;
  EXPECT_EQ(counter.count(), 0U);
  EXPECT_TRUE(counter.Add({1, 2}));
  EXPECT_FALSE(counter.Add({1, 2}));
  EXPECT_TRUE(counter.Add({2, 2}));
  EXPECT_TRUE(counter.Add({1, 3}));
  EXPECT_EQ(counter.count(), 3U);
}

TEST(TraceCounter, CountsTheHashThatIsAllZero) {
  TraceCounter counter;
  EXPECT_TRUE(counter.Add({0, 0}));
  EXPECT_FALSE(counter.Add({0, 0}));
  EXPECT_EQ(counter.count(), 1U);
}

TEST(TraceCounter, GrowsAndKeepsWhatItHas) {
  TraceCounter counter;
  // The low halves collide: what decides is the whole hash.
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    ASSERT_TRUE(counter.Add({i + 1, i % 500}));
  }
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    ASSERT_FALSE(counter.Add({i + 1, i % 500}));
  }
  EXPECT_EQ(counter.count(), 20'000U);
}

}  // namespace
}  // namespace heddle::checker
