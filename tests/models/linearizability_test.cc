// SPDX-License-Identifier: BSD-3-Clause
//
// The specification of first fit, and the search for an order, on histories that are made up.

#include "models/oracles/linearizability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <random>
#include <vector>

#include "checker/trace/moment.h"
#include "models/oracles/first_fit.h"

namespace heddle::models {
namespace {

using Kind = HeapAction::Kind;

constexpr HeapAction Allocates(unsigned count, unsigned at) {
  return {Kind::kAllocate, {at, count}};
}
constexpr HeapAction FindsNone(unsigned count) { return {Kind::kFailedAllocation, {0, count}}; }
constexpr HeapAction Takes(unsigned at, unsigned count = 1) { return {Kind::kTake, {at, count}}; }
constexpr HeapAction Frees(unsigned at, unsigned count = 1) { return {Kind::kFree, {at, count}}; }
constexpr HeapAction GrowsBy(unsigned at, unsigned count) { return {Kind::kGrow, {at, count}}; }

// A heap of 8 pages, of which these are free.
FirstFit HeapWithFree(std::initializer_list<unsigned> free) {
  FirstFit heap;
  EXPECT_TRUE(heap.Do(GrowsBy(0, 8)));
  EXPECT_TRUE(heap.Do(Takes(0, 8)));
  for (const unsigned page : free) {
    EXPECT_TRUE(heap.Do(Frees(page)));
  }
  return heap;
}

TEST(FirstFit, AllocatesTheLowestRunThatIsLongEnough) {
  FirstFit heap = HeapWithFree({1, 3, 4, 6, 7});
  EXPECT_FALSE(heap.Do(Allocates(1, 3)));
  EXPECT_FALSE(heap.Do(Allocates(2, 6)));
  EXPECT_FALSE(heap.Do(Allocates(2, 1)));
  EXPECT_TRUE(heap.Do(Allocates(2, 3)));
  EXPECT_TRUE(heap.Do(Allocates(1, 1)));
  EXPECT_TRUE(heap.Do(Allocates(1, 6)));
}

TEST(FirstFit, FailsToAllocateOnlyIfThereIsNoRun) {
  FirstFit heap = HeapWithFree({1, 3, 4});
  EXPECT_FALSE(heap.Do(FindsNone(1)));
  EXPECT_FALSE(heap.Do(FindsNone(2)));
  EXPECT_TRUE(heap.Do(FindsNone(3)));
  EXPECT_TRUE(heap.Do(Takes(3, 2)));
  EXPECT_TRUE(heap.Do(FindsNone(2)));
  EXPECT_TRUE(HeapWithFree({}).Do(FindsNone(1)));
}

TEST(FirstFit, TakesFreePagesAndFreesUsedOnesOfTheHeap) {
  FirstFit heap = HeapWithFree({2, 5});
  EXPECT_FALSE(heap.Do(Takes(1))) << "it is in use";
  EXPECT_FALSE(heap.Do(Takes(2, 2))) << "one of them is in use";
  EXPECT_TRUE(heap.Do(Takes(5))) << "any free page will do";
  EXPECT_FALSE(heap.Do(Frees(2))) << "it is free";
  EXPECT_FALSE(heap.Do(Frees(8))) << "it is not part of the heap";
  EXPECT_TRUE(heap.Do(Frees(5)));
  EXPECT_TRUE(heap.Do(Allocates(1, 2)));
}

TEST(FirstFit, GrowsByPagesThatAreNotThere) {
  FirstFit heap = HeapWithFree({7});
  EXPECT_FALSE(heap.Do(GrowsBy(7, 2)));
  EXPECT_TRUE(heap.Do(GrowsBy(8, 2)));
  EXPECT_TRUE(heap.Do(Allocates(3, 7))) << "a run may lie on both sides";
}

TEST(FirstFit, RefusesWhatNoHeapHas) {
  FirstFit heap = HeapWithFree({0});
  EXPECT_FALSE(heap.Do(Allocates(0, 0)));
  EXPECT_FALSE(heap.Do(Takes(FirstFit::kPages, 1)));
  EXPECT_FALSE(heap.Do(Takes(FirstFit::kPages - 1, 2)));
  EXPECT_FALSE(heap.Do(FindsNone(FirstFit::kPages + 1)));
}

// Threads that never were.
class MadeUp {
 public:
  // The thread has not heard of any other since.
  checker::Moment Step(int thread) {
    checker::Moment::Ticks& own = ticks_.at(static_cast<std::size_t>(thread));
    ++own.at(static_cast<std::size_t>(thread));
    return {thread, own};
  }
  // What one thread has done happens before what the other does.
  void Synchronize(int from, int to) {
    const checker::Moment::Ticks& known = ticks_.at(static_cast<std::size_t>(from));
    checker::Moment::Ticks& knows = ticks_.at(static_cast<std::size_t>(to));
    std::ranges::transform(known, knows, knows.begin(),
                           [](auto a, auto b) { return std::max(a, b); });
  }

  void Does(int thread, const HeapAction& action) {
    const checker::Moment invocation = Step(thread);
    operations_.push_back({action, invocation, Step(thread)});
  }
  void Add(const HeapOperation& operation) { operations_.push_back(operation); }

  bool HasOrder(const FirstFit& heap) const {
    LinearizabilitySearch search;
    return search.HasOrder(heap, operations_);
  }
  const std::vector<HeapOperation>& operations() const { return operations_; }

 private:
  std::array<checker::Moment::Ticks, checker::kMaxThreads> ticks_{};
  std::vector<HeapOperation> operations_;
};

TEST(Linearizability, OfNothingIsGiven) { EXPECT_TRUE(MadeUp().HasOrder(HeapWithFree({}))); }

TEST(Linearizability, LetsConcurrentOperationsComeInAnyOrder) {
  MadeUp history;
  history.Does(0, Allocates(1, 5));
  history.Does(1, Allocates(1, 2));
  EXPECT_TRUE(history.HasOrder(HeapWithFree({2, 5})));
}

TEST(Linearizability, ForbidsThatAPageHasTwoOwners) {
  MadeUp history;
  history.Does(0, Allocates(1, 2));
  history.Does(1, Allocates(1, 2));
  EXPECT_FALSE(history.HasOrder(HeapWithFree({2, 5})));
}

TEST(Linearizability, ForbidsWhatNoOrderGivesEvenIfNothingIsOrdered) {
  MadeUp history;
  history.Does(0, Allocates(1, 5));
  history.Does(1, Frees(7));
  EXPECT_FALSE(history.HasOrder(HeapWithFree({2, 5}))) << "page 2 is free all the time";
}

TEST(Linearizability, KeepsTheOrderOfAThread) {
  MadeUp history;
  history.Does(0, Frees(2));
  history.Does(0, FindsNone(1));
  EXPECT_FALSE(history.HasOrder(HeapWithFree({})));
  MadeUp other_way_round;
  other_way_round.Does(0, FindsNone(1));
  other_way_round.Does(0, Frees(2));
  EXPECT_TRUE(other_way_round.HasOrder(HeapWithFree({})));
}

// The same operations with the same results: whether they can be put in order depends on what
// happens before what, and on nothing else.
TEST(Linearizability, ForbidsWithHappensBeforeWhatItAllowsWithout) {
  for (const bool synchronized : {false, true}) {
    MadeUp history;
    history.Does(0, Frees(2));
    if (synchronized) {
      history.Synchronize(0, 1);
    }
    history.Does(1, FindsNone(1));
    EXPECT_EQ(history.HasOrder(HeapWithFree({})), !synchronized);
  }
}

// By way of a third thread.
TEST(Linearizability, FollowsHappensBeforeThroughOtherThreads) {
  for (const bool synchronized : {false, true}) {
    MadeUp history;
    history.Does(0, Frees(2));
    history.Synchronize(0, 1);
    history.Does(1, Takes(2));
    history.Does(1, Frees(2));
    if (synchronized) {
      history.Synchronize(1, 2);
    }
    history.Does(2, FindsNone(1));
    EXPECT_EQ(history.HasOrder(HeapWithFree({})), !synchronized);
  }
}

// An operation takes effect somewhere between its invocation and its response: what happens in
// between is neither before nor after.
TEST(Linearizability, OrdersResponsesAndInvocationsOnly) {
  MadeUp history;
  const checker::Moment invocation = history.Step(1);
  history.Does(0, Frees(2));
  history.Synchronize(0, 1);
  history.Add({FindsNone(1), invocation, history.Step(1)});
  EXPECT_TRUE(history.HasOrder(HeapWithFree({})));
}

// While a scavenger has the only free page, an allocation may fail, or get a higher one.
TEST(Linearizability, AllowsForPagesInTransit) {
  MadeUp history;
  history.Does(0, Takes(2));
  history.Does(1, FindsNone(1));
  history.Does(0, Frees(2));
  EXPECT_TRUE(history.HasOrder(HeapWithFree({2})));

  MadeUp higher;
  higher.Does(0, Takes(2));
  higher.Does(1, Allocates(1, 5));
  higher.Does(0, Frees(2));
  EXPECT_TRUE(higher.HasOrder(HeapWithFree({2, 5})));

  MadeUp over;
  over.Does(0, Takes(2));
  over.Does(0, Frees(2));
  over.Synchronize(0, 1);
  over.Does(1, FindsNone(1));
  EXPECT_FALSE(over.HasOrder(HeapWithFree({2})));

  MadeUp owned;
  owned.Does(0, Allocates(1, 2));
  owned.Synchronize(0, 1);
  owned.Does(1, Takes(2));
  EXPECT_FALSE(owned.HasOrder(HeapWithFree({2}))) << "it takes a page that has an owner";
}

// Found free, taken, and freed again after a lower page: what the fault alloc-after-unlock does.
TEST(Linearizability, ForbidsAnAllocationThatMissesALowerPage) {
  MadeUp history;
  history.Does(0, Allocates(1, 5));
  history.Does(1, Allocates(1, 5));
  history.Does(1, Frees(2));
  history.Does(1, Frees(5));
  EXPECT_FALSE(history.HasOrder(HeapWithFree({5})));
  MadeUp other_way_round;  // page 5 is freed first
  other_way_round.Does(0, Allocates(1, 5));
  other_way_round.Does(1, Allocates(1, 5));
  other_way_round.Does(1, Frees(5));
  other_way_round.Does(1, Frees(2));
  EXPECT_TRUE(other_way_round.HasOrder(HeapWithFree({5})));
}

TEST(Linearizability, AllowsForGrowth) {
  MadeUp history;
  history.Does(0, GrowsBy(8, 4));
  history.Does(0, Allocates(5, 7));
  history.Does(1, Allocates(1, 7));
  EXPECT_FALSE(history.HasOrder(HeapWithFree({7})));
  MadeUp shared;
  shared.Does(0, GrowsBy(8, 4));
  shared.Does(0, Allocates(4, 8));
  shared.Does(1, Allocates(1, 7));
  EXPECT_TRUE(shared.HasOrder(HeapWithFree({7})));
}

// All orders, one after the other.
bool HasOrderByBruteForce(const FirstFit& initial, const std::vector<HeapOperation>& operations) {
  std::vector<std::size_t> order(operations.size());
  std::iota(order.begin(), order.end(), 0U);
  do {
    FirstFit heap = initial;
    bool possible = true;
    for (std::size_t i = 0; possible && i < order.size(); ++i) {
      for (std::size_t j = i + 1; possible && j < order.size(); ++j) {
        possible = !operations[order[j]].response.HappensBefore(operations[order[i]].invocation);
      }
      possible = possible && heap.Do(operations[order[i]].action);
    }
    if (possible) {
      return true;
    }
  } while (std::ranges::next_permutation(order).found);
  return false;
}

TEST(Linearizability, IsDecidedAsByBruteForce) {
  std::mt19937 random(1);
  const auto below = [&random](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  int linearizable = 0;
  constexpr int kHistories = 3000;
  for (int i = 0; i < kHistories; ++i) {
    MadeUp history;
    for (unsigned operations = 2 + below(4); operations > 0; --operations) {
      const auto thread = static_cast<int>(below(3));
      const unsigned page = below(3);
      const std::array<HeapAction, 5> actions = {Allocates(1, page), FindsNone(1 + below(2)),
                                                 Takes(page), Frees(page), Allocates(1, page)};
      history.Does(thread, actions.at(below(actions.size())));
      if (below(3) == 0) {
        history.Synchronize(thread, static_cast<int>(below(3)));
      }
    }
    const FirstFit heap = below(2) == 0 ? HeapWithFree({0, 1}) : HeapWithFree({2});
    const bool expected = HasOrderByBruteForce(heap, history.operations());
    ASSERT_EQ(history.HasOrder(heap), expected) << "history " << i;
    linearizable += expected ? 1 : 0;
  }
  EXPECT_GT(linearizable, kHistories / 20);
  EXPECT_LT(linearizable, kHistories / 2);
}

// As many as there may be, and no order: every set of them is looked at once, not every order.
TEST(Linearizability, IsDecidedQuicklyOfTheLongestHistories) {
  MadeUp history;
  for (int thread = 0; thread < 7; ++thread) {
    const auto page = static_cast<unsigned>(thread);
    history.Does(thread, Frees(page));
    history.Does(thread, Takes(page));
  }
  ASSERT_EQ(history.operations().size(), LinearizabilitySearch::kMostOperations);
  EXPECT_TRUE(history.HasOrder(HeapWithFree({})));
  EXPECT_FALSE(history.HasOrder(HeapWithFree({6})));
}

}  // namespace
}  // namespace heddle::models
