// SPDX-License-Identifier: BSD-3-Clause
//
// Schedules that are followed again, and programs that do not do again what they did.

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checker/strategy/depth_first.h"
#include "checker/strategy/replay.h"
#include "checker/strategy/sleep_sets.h"
#include "checker/strategy/source_dpor.h"
#include "tests/checker/made_up.h"

namespace heddle::checker::made_up {
namespace {

Step LoadOlder(ObjectId object) {
  return {.operation = {OperationKind::kLoad, object}, .older = true};
}

TEST(Replay, FollowsEveryExecutionToItsEnd) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const Program program = RandomProgram(seed, 3, /*older=*/true);
    DepthFirst every;
    for (const Played& run : Explore(program, every, 200).runs) {
      Replay replay(run.schedule);
      const Played again = Play(program, replay);
      EXPECT_EQ(replay.mismatch(), nullptr);
      EXPECT_EQ(again.events, run.events);
      EXPECT_EQ(again.ending, run.ending);
      EXPECT_EQ(replay.preemptions(), run.preemptions);
      EXPECT_FALSE(replay.Advance());
    }
  }
}

TEST(Replay, GoesOnWithTheRunningThreadAfterTheLastDecision) {
  const Program program = {{Add(kX), Add(kX), Add(kX)}, {Add(kX), Add(kX)}};
  Replay replay(ParseSchedule("a.b*2").value());
  const Played run = Play(program, replay);
  EXPECT_EQ(replay.mismatch(), nullptr);
  EXPECT_EQ(ToString(run.schedule), "a.b*3.a*3");
  EXPECT_EQ(replay.preemptions(), 0U);
}

TEST(Replay, SaysWhereAScheduleCannotBeFollowed) {
  const Program program = {{Lock(kZ), Unlock(kZ)}, {Lock(kZ), Unlock(kZ)}, {LoadOlder(kX)}};
  struct Case {
    const char* schedule;
    Mismatch expected;
  };
  const Operation lock = {OperationKind::kLock, kZ};
  const std::vector<Case> cases = {
      {"a.b.a.b", {3, 1, {}, lock}},         // it has to wait
      {"a*4", {3, 0, {}, {}}},               // it has finished
      {"a.d", {1, kNoThread, {}, {}}},       // there is no such thread
      {"a*2.c0.b", {2, kNoThread, {}, {}}},  // an alternative where there is none
      {"a*3.b*3.c*2.a", {8, 2, {}, {}}},     // everybody has finished
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.schedule);
    Replay replay(ParseSchedule(test.schedule).value());
    Play(program, replay);
    ASSERT_NE(replay.mismatch(), nullptr);
    EXPECT_EQ(replay.mismatch()->step, test.expected.step);
    EXPECT_EQ(replay.mismatch()->thread, test.expected.thread);
    EXPECT_EQ(replay.mismatch()->found, test.expected.found);
  }
  // A thread where an alternative is asked for.
  const Program reader = {{Store(kX)}, {LoadOlder(kX), Load(kY)}};
  Replay replay(ParseSchedule("a*2.b*3").value());
  Play(reader, replay);
  ASSERT_NE(replay.mismatch(), nullptr);
  EXPECT_EQ(replay.mismatch()->step, 3U);
  EXPECT_EQ(replay.mismatch()->thread, 1);
  EXPECT_EQ(replay.mismatch()->found, (Operation{OperationKind::kLoad, kX}));
}

// One program in the first execution, another in the second.
using Make = std::function<std::unique_ptr<TreeSearch>()>;

const std::vector<std::pair<std::string, Make>>& TreeSearches() {
  static const std::vector<std::pair<std::string, Make>> kAll = {
      {"dfs", [] { return std::make_unique<DepthFirst>(); }},
      {"bounded", [] { return std::make_unique<Bounded>(2); }},
      {"sleep", [] { return std::make_unique<SleepSets>(false); }},
      {"dpor", [] { return std::make_unique<SourceDpor>(false); }},
  };
  return kAll;
}

struct Change {
  const char* what;
  Program first;
  Program second;
};

TEST(TreeSearch, NoticesAProgramThatChangesItsMind) {
  // Thread 1 goes first, and thread 0 at last takes one of its turns.
  const std::vector<Step> other = {Add(kX)};
  const Step failing = {.operation = {OperationKind::kLoad, kX}, .fails_on = 1};
  const std::vector<Change> changes = {
      {"another kind",
       {other, {Add(kX), Load(kY), Add(kX)}},
       {other, {Add(kX), Store(kY), Add(kX)}}},
      {"another object",
       {other, {Add(kX), Load(kY), Add(kX)}},
       {other, {Add(kX), Load(kZ), Add(kX)}}},
      {"its first operation", {other, {Load(kY), Add(kX)}}, {other, {Load(kZ), Add(kX)}}},
      {"it ends early", {other, {Add(kX), Add(kX), Add(kX)}}, {other, {Add(kX)}}},
      {"everybody ends early", {other, {Add(kX), Add(kX), Add(kX)}}, {{}, {}}},
      {"it waits", {other, {Wake(kY), Park(kY), Add(kX)}}, {other, {Load(kY), Park(kY), Add(kX)}}},
      {"it fails early",
       {other, {Add(kX), Load(kX), Add(kX)}},
       {other, {Add(kX), failing, Add(kX)}}},
  };
  for (const auto& [name, make] : TreeSearches()) {
    for (const Change& change : changes) {
      SCOPED_TRACE(name + ", " + change.what);
      const std::unique_ptr<TreeSearch> strategy = make();
      Play(change.first, *strategy);
      ASSERT_EQ(strategy->mismatch(), nullptr);
      ASSERT_TRUE(strategy->Advance());
      Play(change.second, *strategy);
      EXPECT_NE(strategy->mismatch(), nullptr);
    }
  }
}

// Which alternatives there are is part of what a program does.
TEST(TreeSearch, NoticesAlternativesThatComeAndGo) {
  const Program with = {{LoadOlder(kX), Add(kY), Add(kY)}, {Add(kX), Add(kY)}};
  const Program without = {{Load(kX), Add(kY), Add(kY)}, {Add(kX), Add(kY)}};
  for (const auto& [name, make] : TreeSearches()) {
    for (const bool at_first : {true, false}) {
      SCOPED_TRACE(name + (at_first ? ", one less" : ", one more"));
      const Program& first = at_first ? with : without;
      const Program& second = at_first ? without : with;
      std::size_t executions = 0;
      std::size_t noticed = 0;
      // The program changes after so many executions.
      for (std::size_t change = 1; change < 8; ++change) {
        const std::unique_ptr<TreeSearch> strategy = make();
        bool left = true;
        for (std::size_t i = 0; i < change && left; ++i) {
          Play(first, *strategy);
          left = strategy->Advance();
        }
        if (left) {
          Play(second, *strategy);
          ++executions;
          noticed += strategy->mismatch() != nullptr ? 1U : 0U;
        }
      }
      EXPECT_GT(noticed, 0U) << "of " << executions;
    }
  }
}

TEST(TreeSearch, SaysWhichOperationChanged) {
  const Program first = {{Add(kX)}, {Add(kX), Load(kY), Add(kX)}};
  const Program second = {{Add(kX)}, {Add(kX), Store(kZ), Add(kX)}};
  for (const auto& [name, make] : TreeSearches()) {
    SCOPED_TRACE(name);
    const std::unique_ptr<TreeSearch> strategy = make();
    Play(first, *strategy);
    ASSERT_TRUE(strategy->Advance());
    const Played run = Play(second, *strategy);
    EXPECT_EQ(run.ending, Ending::kCut);
    ASSERT_NE(strategy->mismatch(), nullptr);
    EXPECT_EQ(strategy->mismatch()->step, 3U);  // after two starts and an addition
    EXPECT_EQ(strategy->mismatch()->thread, 1);
    EXPECT_EQ(strategy->mismatch()->expected, (Operation{OperationKind::kLoad, kY}));
    EXPECT_EQ(strategy->mismatch()->found, (Operation{OperationKind::kStore, kZ}));
  }
}

// An operation may turn out differently each time, when something else was decided before it.
TEST(TreeSearch, FindsNoFaultWithProgramsThatAreDeterministic) {
  for (std::uint64_t seed = 1000; seed < 1100; ++seed) {
    const Program program = RandomProgram(seed, 4, /*older=*/true);
    for (const auto& [name, make] : TreeSearches()) {
      const std::unique_ptr<TreeSearch> strategy = make();
      Explore(program, *strategy, 500);  // expects that there is no mismatch
      EXPECT_EQ(strategy->mismatch(), nullptr) << name << " " << seed;
    }
  }
}

}  // namespace
}  // namespace heddle::checker::made_up
