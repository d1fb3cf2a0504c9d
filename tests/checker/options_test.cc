// SPDX-License-Identifier: BSD-3-Clause
//
// Limits, seeds, and how much is asked of a search.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "checker/search/replay.h"
#include "core/sync/failure.h"
#include "tests/checker/checking.h"
#include "tests/checker/program_of.h"

namespace heddle::checker::options_test {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

constexpr auto kSc = MemoryOrder::kSequentiallyConsistent;

struct State {
  RelacySync::Atomic<uint64_t> x{0};
  RelacySync::Atomic<uint64_t> y{0};
  RelacySync::Shared<uint64_t> data{0};
  RelacySync::Mutex lock{LockRank::kUnranked};
};

// Thousands of traces for any strategy.
ProgramOf<State> Large() {
  return {3, [](State& state, int) {
            for (int i = 0; i < 4; ++i) {
              state.x.fetch_add(1, MemoryOrder::kRelaxed);
            }
          }};
}

constexpr std::string_view kOurs[] = {"dpor", "sleep", "dfs", "bounded:4", "random", "pct:3"};

TEST(Limits, OfExecutionsStopEverySearch) {
  for (const std::string_view strategy : kOurs) {
    auto program = Large();
    CheckOptions options = With(strategy);
    options.max_executions = 100;
    const CheckResult result = Check(program, options);
    EXPECT_EQ(result.executions + result.blocked, 100U) << strategy;
    EXPECT_FALSE(result.exhausted) << strategy;
    EXPECT_EQ(result.verdict(), Verdict::kPass) << strategy;
  }
}

TEST(Limits, OfTimeAndMemoryStopEverySearch) {
  for (const std::string_view strategy : kOurs) {
    auto program = Large();
    CheckOptions by_time = With(strategy);
    by_time.max_seconds = 0.002;
    const CheckResult timed = Check(program, by_time);
    EXPECT_FALSE(timed.exhausted) << strategy;
    EXPECT_GT(timed.seconds, 0.001) << strategy;  // less what it took to begin
    EXPECT_LT(timed.seconds, 10) << strategy;
    CheckOptions by_memory = With(strategy);
    by_memory.max_bytes = 1;
    const CheckResult large = Check(program, by_memory);
    EXPECT_FALSE(large.exhausted) << strategy;
    EXPECT_GT(large.executions, 0U) << strategy;
  }
}

TEST(Limits, OfSamplingAreThereWithoutAnyoneAsking) {
  ProgramOf<State> program(1, [](State&, int) {});
  const CheckResult result = Check(program, With("random"));
  EXPECT_EQ(result.executions, 100'000U);
  EXPECT_FALSE(result.exhausted);
}

// A violation in one of many executions.
ProgramOf<State> Rare() {
  return {2, [](State& state, int index) {
            for (int i = 0; i < 4; ++i) {
              if (index == 0) {
                state.x.store(1, kSc);
                state.y.store(1, kSc);
                state.x.store(0, kSc);
              } else if (state.x.load(kSc) == 1 && state.y.load(kSc) == 0) {
                core::Fatal("between the first two stores");
              }
            }
          }};
}

TEST(Seeds, DecideWhatIsSampledAndNothingElseDoes) {
  for (const std::string_view strategy : {"random", "pct:2"}) {
    std::set<uint64_t> executions;
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      CheckOptions options = With(strategy);
      options.seed = seed;
      auto program = Rare();
      const CheckResult first = Check(program, options);
      const CheckResult second = Check(program, options);
      ASSERT_EQ(first.verdict(), Verdict::kAssertion) << strategy << " " << seed;
      EXPECT_EQ(first.executions, second.executions);
      EXPECT_EQ(first.violations[0].schedule, second.violations[0].schedule);
      executions.insert(first.executions);
    }
    EXPECT_GT(executions.size(), 3U) << strategy;
  }
}

TEST(Violations, CanBeHadAgainFromTheirSchedule) {
  for (const std::string_view strategy :
       {"dpor", "sleep", "dfs", "bounded:2", "random", "pct:2", "relacy-full", "relacy-bound:2"}) {
    SCOPED_TRACE(strategy);
    auto program = Rare();
    const CheckResult result = Check(program, With(strategy));
    ASSERT_EQ(result.verdict(), Verdict::kAssertion);
    const Violation& found = result.violations[0];
    const auto again = Replay(program, found.schedule, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->verdict, found.verdict);
    EXPECT_EQ(again->message, found.message);
    EXPECT_EQ(again->steps, found.steps);
    EXPECT_EQ(again->preemptions, found.preemptions);
    EXPECT_EQ(again->schedule, found.schedule);
    EXPECT_EQ(again->counterexample.steps.size(), found.counterexample.steps.size());
  }
}

// What is wrong before a thread's first operation too, whenever Relacy starts the thread.
TEST(Violations, OfThreadsFirstStepsCanBeHadAgain) {
  ProgramOf<State> program(2, [](State& state, int index) {
    if (index == 0) {
      state.x.store(1, MemoryOrder::kRelaxed);
    }
    state.data.Set(1);
  });
  for (const std::string_view strategy :
       {"dpor", "dfs", "random", "relacy-full", "relacy-bound:1"}) {
    const CheckResult result = Check(program, With(strategy));
    ASSERT_EQ(result.verdict(), Verdict::kRace) << strategy;
    const auto again = Replay(program, result.violations[0].schedule, {});
    ASSERT_TRUE(again) << strategy;
    EXPECT_EQ(again->verdict, Verdict::kRace) << strategy;
    EXPECT_EQ(again->message, result.violations[0].message) << strategy;
  }
}

// A race, an assertion and a deadlock, each in executions of its own.
ProgramOf<State> WrongInThreeWays() {
  return {2, [](State& state, int index) {
            const uint64_t place = state.x.fetch_add(1, kSc);
            if (index == 0) {
              state.y.store(1, kSc);
              if (place == 1) {
                core::Fatal("the second");
              }
              state.data.Set(1);
            } else if (state.y.load(kSc) == 0) {
              state.data.Set(2);
            } else {
              state.lock.lock();
              state.lock.lock();
            }
          }};
}

TEST(AllViolations, CollectsEachKindOnce) {
  for (const std::string_view strategy : {"dpor", "sleep", "dfs", "relacy-full", "bounded:3"}) {
    SCOPED_TRACE(strategy);
    auto program = WrongInThreeWays();
    CheckOptions options = With(strategy);
    options.all_violations = true;
    const CheckResult all = Check(program, options);
    EXPECT_TRUE(all.exhausted);
    std::set<Verdict> verdicts;
    for (const Violation& violation : all.violations) {
      verdicts.insert(violation.verdict);
    }
    EXPECT_EQ(verdicts, (std::set{Verdict::kRace, Verdict::kAssertion, Verdict::kMisuse}));
    options.all_violations = false;
    const CheckResult first = Check(program, options);
    EXPECT_EQ(first.violations.size(), 1U);
    EXPECT_FALSE(first.exhausted);
    EXPECT_EQ(first.verdict(), all.verdict());
    EXPECT_LE(first.executions, all.executions);
  }
}

TEST(Steps, AreLimitedAsAskedFor) {
  auto program = Large();
  CheckOptions options = With("dpor");
  options.max_executions = 10;
  options.simulation.max_steps = 12;  // exactly what it takes
  EXPECT_EQ(Check(program, options).verdict(), Verdict::kPass);
  options.simulation.max_steps = 11;
  const CheckResult result = Check(program, options);
  EXPECT_EQ(result.verdict(), Verdict::kLivelock);
  EXPECT_EQ(FirstMessage(result), "more than 11 steps");
}

TEST(FewestPreemptions, GiveTheShortestOfTheSimplest) {
  auto program = Rare();
  const CheckResult found = CheckWithFewestPreemptions(program, 3, {});
  ASSERT_EQ(found.verdict(), Verdict::kAssertion);
  EXPECT_EQ(found.violations[0].preemptions, 1U);
  EXPECT_EQ(found.violations[0].steps, 4U);  // a store, another not made, and two loads
}

TEST(FewestPreemptions, AreNoneIfNoneAreNeeded) {
  ProgramOf<State> program(2, [](State& state, int) { state.data.Set(1); });
  const CheckResult found = CheckWithFewestPreemptions(program, 3, {});
  ASSERT_EQ(found.verdict(), Verdict::kRace);
  EXPECT_EQ(found.violations[0].preemptions, 0U);
}

}  // namespace
}  // namespace heddle::checker::options_test
