// SPDX-License-Identifier: BSD-3-Clause
//
// Which executions the exhaustive strategies choose, on programs made of operations alone: against
// every execution there is.

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/strategy/depth_first.h"
#include "checker/strategy/sleep_sets.h"
#include "checker/strategy/source_dpor.h"
#include "tests/checker/made_up.h"

namespace heddle::checker::made_up {
namespace {

constexpr ObjectId kEvent = kZ + 1;

std::vector<Step> LockUnlock(ObjectId lock, int times = 1) {
  std::vector<Step> steps;
  for (int i = 0; i < times; ++i) {
    steps.push_back(Lock(lock));
    steps.push_back(Unlock(lock));
  }
  return steps;
}
std::vector<Step> LockBoth(ObjectId first, ObjectId second) {
  return {Lock(first), Lock(second), Unlock(second), Unlock(first)};
}

// How many executions each strategy makes; where it gives some up, `+` and how many.
struct Counts {
  std::string name;
  Program program;
  std::size_t depth_first;
  std::pair<std::size_t, std::size_t> sleep;
  std::pair<std::size_t, std::size_t> dpor;
};

// The numbers of depth-first search are multinomial coefficients where nothing waits: 4!/(2! 2!),
// 6!/(2! 2! 1! 1!), 12!/(4!)^3 with its lock steps in pairs, ...
std::vector<Counts> Examples() {
  const std::vector<Step> read_both = {Load(kX), Load(kY)};
  return {
      {"one thread", {{Store(kX), Load(kY)}}, 1, {1, 0}, {1, 0}},
      {"nothing to do", {{}, {}, {}}, 1, {1, 0}, {1, 0}},
      {"independent", {{Store(kX), Store(kX)}, {Store(kY), Store(kY)}}, 6, {1, 2}, {1, 0}},
      {"store buffering", {{Store(kX), Load(kY)}, {Store(kY), Load(kX)}}, 6, {3, 1}, {3, 0}},
      {"message passing", {{Store(kX), Store(kY)}, {Load(kY), Load(kX)}}, 6, {3, 1}, {3, 0}},
      {"2+2W", {{Store(kX), Store(kY)}, {Store(kY), Store(kX)}}, 6, {3, 1}, {3, 0}},
      {"IRIW", {{Store(kX)}, {Store(kY)}, read_both, {Load(kY), Load(kX)}}, 180, {15, 17}, {15, 0}},
      {"exchange", {{Add(kX)}, {Add(kX)}, {Add(kX)}}, 6, {6, 0}, {6, 0}},
      {"readers only", {{Load(kX)}, {Load(kX)}, {Load(kX)}}, 6, {1, 3}, {1, 0}},
      {"fences", {{Fence()}, {Fence()}, {Fence()}}, 6, {6, 0}, {6, 0}},
      {"a lock, twice each", {LockUnlock(kX, 2), LockUnlock(kX, 2)}, 6, {6, 0}, {6, 0}},
      {"a lock, three threads",
       {LockUnlock(kX), LockUnlock(kX), LockUnlock(kX)},
       6,
       {6, 0},
       {6, 0}},
      {"locks of their own", {LockUnlock(kX), LockUnlock(kY), LockUnlock(kZ)}, 90, {1, 8}, {1, 0}},
      {"deadlock of two", {LockBoth(kX, kY), LockBoth(kY, kX)}, 6, {3, 2}, {3, 0}},
      {"deadlock of three",
       {LockBoth(kX, kY), LockBoth(kY, kZ), LockBoth(kZ, kX)},
       168,
       {7, 20},
       {7, 0}},
      {"wake and park", {{Store(kX), Wake(kEvent)}, {Park(kEvent), Load(kX)}}, 1, {1, 0}, {1, 0}},
      {"lost updates", {{Load(kX), Cas(kX)}, {Load(kX), Cas(kX)}}, 6, {4, 0}, {4, 0}},
  };
}

TEST(ExhaustiveStrategies, MakeAsManyExecutionsAsTheProgramsCallFor) {
  for (const Counts& example : Examples()) {
    SCOPED_TRACE(example.name);
    DepthFirst depth_first;
    const Exploration all = Explore(example.program, depth_first);
    EXPECT_EQ(all.runs.size(), example.depth_first);
    EXPECT_EQ(all.blocked, 0U);
    SleepSets sleep(/*prune=*/false);
    const Exploration awake = Explore(example.program, sleep);
    EXPECT_EQ(std::pair(awake.runs.size(), awake.blocked), example.sleep);
    SourceDpor dpor(/*prune=*/false);
    const Exploration reduced = Explore(example.program, dpor);
    EXPECT_EQ(std::pair(reduced.runs.size(), reduced.blocked), example.dpor);
  }
}

// What an exploration shows that must not depend on the strategy.
struct Shown {
  std::set<Trace> complete;
  std::set<Trace> deadlocks;
  std::set<std::pair<int, std::size_t>> failures;  // the thread and how many of its steps it made

  friend bool operator==(const Shown&, const Shown&) = default;
};

Shown ShownBy(const std::vector<Played>& runs, std::size_t threads) {
  Shown shown;
  for (const Played& run : runs) {
    Trace trace = TraceOf(run, threads);
    if (run.ending == Ending::kFailure) {
      shown.failures.emplace(run.failed, trace.first[static_cast<std::size_t>(run.failed)].size());
    } else if (run.ending == Ending::kDeadlock) {
      shown.deadlocks.insert(std::move(trace));
    } else {
      shown.complete.insert(std::move(trace));
    }
  }
  return shown;
}

TEST(DepthFirst, MakesEveryExecutionOnce) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Program program = RandomProgram(seed, 3);
    DepthFirst strategy;
    std::multiset<std::vector<Played::Event>> made;
    for (const Played& run : Explore(program, strategy).runs) {
      made.insert(run.events);
    }
    std::multiset<std::vector<Played::Event>> there_are;
    for (const Played& run : AllRuns(program)) {
      there_are.insert(run.events);
    }
    EXPECT_TRUE(made == there_are);
  }
}

// The executions of a program with a failing step are cut short in as many ways as there are
// others' steps; complete ones and deadlocks are made once for each trace.
void ExpectOnePerTrace(const Program& program, TreeSearch& strategy, const Shown& expected) {
  const Exploration exploration = Explore(program, strategy);
  const Shown shown = ShownBy(exploration.runs, program.size());
  EXPECT_TRUE(shown.complete == expected.complete);
  EXPECT_TRUE(shown.deadlocks == expected.deadlocks);
  EXPECT_EQ(shown.failures, expected.failures);
  if (expected.failures.empty()) {
    EXPECT_EQ(exploration.Count(Ending::kComplete), expected.complete.size());
  } else {
    // A step that fails puts nobody to sleep; if it has an alternative that does not fail, what
    // that one leads to may be seen again.
    EXPECT_GE(exploration.Count(Ending::kComplete), expected.complete.size());
  }
}

class ReducedSearch : public testing::TestWithParam<bool> {};

TEST_P(ReducedSearch, MakesOneExecutionPerTrace) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Program program = RandomProgram(seed, 4, /*older=*/seed % 2 == 1);
    const Shown expected = ShownBy(AllRuns(program), program.size());
    if (GetParam()) {
      SourceDpor strategy(/*prune=*/false);
      ExpectOnePerTrace(program, strategy, expected);
    } else {
      SleepSets strategy(/*prune=*/false);
      ExpectOnePerTrace(program, strategy, expected);
    }
  }
}

std::set<std::pair<Ending, Outcome>> OutcomesOf(const std::vector<Played>& runs,
                                                std::size_t threads) {
  std::set<std::pair<Ending, Outcome>> outcomes;
  for (const Played& run : runs) {
    if (run.ending != Ending::kFailure) {
      outcomes.emplace(run.ending, OutcomeOf(run, threads));
    }
  }
  return outcomes;
}

TEST_P(ReducedSearch, LeavesOutNoOutcomeWhenItLeavesOutOlderValues) {
  std::size_t all = 0;
  std::size_t left = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Program program = RandomProgram(seed, 4, /*older=*/true);
    const std::vector<Played> runs = AllRuns(program);
    SourceDpor dpor(/*prune=*/true);
    SleepSets sleep(/*prune=*/true);
    const Exploration pruned = Explore(program, GetParam() ? static_cast<Strategy&>(dpor) : sleep);
    EXPECT_TRUE(OutcomesOf(pruned.runs, program.size()) == OutcomesOf(runs, program.size()));
    EXPECT_EQ(ShownBy(pruned.runs, program.size()).failures,
              ShownBy(runs, program.size()).failures);
    all += ShownBy(runs, program.size()).complete.size();
    left += pruned.Count(Ending::kComplete);
  }
  EXPECT_LT(left, all);
}

INSTANTIATE_TEST_SUITE_P(, ReducedSearch, testing::Bool(), [](const auto& test) {
  return std::string(test.param ? "dpor" : "sleep");
});

TEST(SourceDpor, BeginsFewExecutionsThatItGivesUp) {
  std::size_t made = 0;
  std::size_t blocked = 0;
  std::size_t blocked_of_sleep_sets = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Program program = RandomProgram(seed, 4);
    SourceDpor dpor(/*prune=*/false);
    const Exploration reduced = Explore(program, dpor);
    if (reduced.Count(Ending::kFailure) != 0) {
      continue;
    }
    made += reduced.runs.size();
    blocked += reduced.blocked;
    SleepSets sleep(/*prune=*/false);
    blocked_of_sleep_sets += Explore(program, sleep).blocked;
  }
  EXPECT_LT(blocked * 20, made);
  EXPECT_LT(blocked * 10, blocked_of_sleep_sets);
}

// To turn the order of the two additions round, the second thread has to begin with the value that
// leads it to its own. With the older one it ends at once, and nothing is left that is not asleep.
TEST(SourceDpor, TriesAThreadThatReversesARaceWithTheValueThatLeadsThere) {
  const Step load = {.operation = {OperationKind::kLoad, kY}, .older = true, .skips = 1};
  const Program program = {{Store(kY), Add(kX)}, {load, Add(kX)}};
  SourceDpor dpor(/*prune=*/false);
  const Exploration reduced = Explore(program, dpor);
  EXPECT_EQ(reduced.runs.size(), 4U);
  EXPECT_EQ(reduced.blocked, 0U);
  EXPECT_EQ(ShownBy(reduced.runs, 2), ShownBy(AllRuns(program), 2));
}

// Unless another is to be tried after it, from which it would be asleep whatever it may load.
TEST(SourceDpor, TriesAThreadWithEveryValueBeforeItSleeps) {
  const Step load = {.operation = {OperationKind::kLoad, kY}, .older = true, .skips = 1};
  const Program program = {{load, Load(kX)}, {Load(kX)}, {Store(kY), Add(kX), Store(kY)}};
  SourceDpor dpor(/*prune=*/false);
  const Exploration reduced = Explore(program, dpor);
  EXPECT_EQ(reduced.runs.size(), 12U);
  EXPECT_EQ(ShownBy(reduced.runs, 3), ShownBy(AllRuns(program), 3));
}

TEST(Bounded, MakesEveryExecutionWithinTheBoundOnce) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Program program = RandomProgram(seed, 3, /*older=*/true);
    const std::vector<Played> all = AllRuns(program);
    for (unsigned bound = 0; bound <= 3; ++bound) {
      Bounded strategy(bound);
      std::multiset<std::vector<Played::Event>> made;
      for (const Played& run : Explore(program, strategy).runs) {
        made.insert(run.events);
        EXPECT_LE(run.preemptions, bound);
      }
      std::multiset<std::vector<Played::Event>> there_are;
      for (const Played& run : all) {
        if (run.preemptions <= bound) {
          there_are.insert(run.events);
        }
      }
      EXPECT_TRUE(made == there_are) << bound;
    }
  }
}

// Two threads of n steps each, with one switch at a thread's end that costs nothing: 2 executions
// without a preemption, 2(n-1) more with one, ...
TEST(Bounded, CountsPreemptions) {
  const Program program = {{Add(kX), Add(kX), Add(kX)}, {Add(kX), Add(kX), Add(kX)}};
  const std::vector<std::size_t> counts = {2, 6, 14, 18, 20, 20};
  for (unsigned bound = 0; bound < counts.size(); ++bound) {
    Bounded strategy(bound);
    EXPECT_EQ(Explore(program, strategy).runs.size(), counts[bound]) << bound;
  }
}

}  // namespace
}  // namespace heddle::checker::made_up
