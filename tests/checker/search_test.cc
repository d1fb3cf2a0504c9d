// SPDX-License-Identifier: BSD-3-Clause
//
// The search: how much it explores, when it stops, and that what it found can be found again.

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/report/summary.h"
#include "checker/search/check.h"
#include "checker/search/errors.h"
#include "checker/search/part_queue.h"
#include "checker/search/replay.h"
#include "checker/search/search_in_parts.h"
#include "core/sync/failure.h"
#include "tests/checker/checking.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

struct TwoAtomics {
  RelacySync::Atomic<uint64_t> x{0};
  RelacySync::Atomic<uint64_t> y{0};
};

struct Counter {
  RelacySync::Mutex lock{LockRank::kUnranked};
  RelacySync::Shared<uint64_t> value{0};
  RelacySync::Atomic<uint64_t> sum{0};
};

uint64_t FullExecutions(Program& program) {
  const CheckResult result = Check(program, With("relacy-full"));
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
  EXPECT_TRUE(result.exhausted);
  return result.executions;
}

// The numbers are Relacy's own, from programs written on its primitives directly: the policy adds
// no scheduling point and takes none away.
TEST(ExecutionCounts, AreThoseOfRelacyItself) {
  ProgramOf<TwoAtomics> store_buffering(2, [](TwoAtomics& state, int index) {
    auto& mine = index == 0 ? state.x : state.y;
    auto& other = index == 0 ? state.y : state.x;
    mine.store(1, MemoryOrder::kRelaxed);
    other.load(MemoryOrder::kRelaxed);
  });
  EXPECT_EQ(FullExecutions(store_buffering), 64U);

  ProgramOf<TwoAtomics> two_plus_two_writes(2, [](TwoAtomics& state, int index) {
    (index == 0 ? state.x : state.y).store(1, MemoryOrder::kRelaxed);
    (index == 0 ? state.y : state.x).store(2, MemoryOrder::kRelaxed);
  });
  EXPECT_EQ(FullExecutions(two_plus_two_writes), 20U);

  ProgramOf<Counter> lock_twice(2, [](Counter& state, int) {
    for (int i = 0; i < 2; ++i) {
      state.lock.lock();
      state.value.Set(state.value.Get() + 1);
      state.lock.unlock();
    }
  });
  EXPECT_EQ(FullExecutions(lock_twice), 146U);

  ProgramOf<Counter> lock_and_add(2, [](Counter& state, int) {
    for (int i = 0; i < 2; ++i) {
      state.lock.lock();
      state.value.Set(state.value.Get() + 1);
      state.lock.unlock();
    }
    state.sum.fetch_add(1, MemoryOrder::kRelaxed);
  });
  EXPECT_EQ(FullExecutions(lock_and_add), 654U);
}

// A store that is lost only if two preemptions fall in the right places.
struct NeedsTwoPreemptions {
  RelacySync::Atomic<uint64_t> step{0};
};

void NeedTwo(NeedsTwoPreemptions& state, int index) {
  if (index == 0) {
    state.step.store(1, MemoryOrder::kSequentiallyConsistent);
    if (state.step.load(MemoryOrder::kSequentiallyConsistent) == 2) {
      core::Fatal("both preemptions happened");
    }
  } else {
    uint64_t seen = 1;
    if (state.step.compare_exchange_strong(seen, 3, MemoryOrder::kSequentiallyConsistent,
                                           MemoryOrder::kSequentiallyConsistent)) {
      state.step.store(2, MemoryOrder::kSequentiallyConsistent);
      state.step.store(4, MemoryOrder::kSequentiallyConsistent);
    }
  }
}

TEST(Bounded, FindsNothingBelowTheBoundThatIsNeeded) {
  ProgramOf<NeedsTwoPreemptions> program(2, NeedTwo);
  EXPECT_EQ(Check(program, With("relacy-bound:1")).verdict(), Verdict::kPass);
  const CheckResult found = Check(program, With("relacy-bound:2"));
  EXPECT_EQ(found.verdict(), Verdict::kAssertion);
  EXPECT_EQ(found.violations.at(0).preemptions, 2U);
}

// A thread that waits for a lock is not held back further: what it does once it has the lock may
// come before the next step of a third thread, at no cost.
TEST(Bounded, WaitingForALockDoesNotMakeAThreadYield) {
  struct State {
    RelacySync::Mutex lock{LockRank::kUnranked};
    RelacySync::Atomic<uint64_t> y{0};
    RelacySync::Atomic<uint64_t> z{0};
    RelacySync::Atomic<uint64_t> s{0};
    RelacySync::Atomic<uint64_t> w{0};
  };
  constexpr auto kOrder = MemoryOrder::kSequentiallyConsistent;
  ProgramOf<State> program(3, [](State& state, int index) {
    if (index == 0) {
      state.lock.lock();
      state.y.store(1, kOrder);
      if (state.z.load(kOrder) == 1) {
        state.s.store(1, kOrder);
      }
      state.lock.unlock();
    } else if (index == 1) {
      if (state.y.load(kOrder) == 1) {
        state.z.store(1, kOrder);
      }
      state.lock.lock();
      state.w.store(1, kOrder);
      state.lock.unlock();
    } else if (state.w.load(kOrder) == 1 && state.s.load(kOrder) == 1) {
      core::Fatal("one preemption is enough");
    }
  });
  const CheckResult found = Check(program, With("relacy-bound:1"));
  EXPECT_EQ(found.verdict(), Verdict::kAssertion);
  EXPECT_EQ(found.violations.at(0).preemptions, 1U);
}

TEST(Bounded, FewestPreemptionsComeFirst) {
  ProgramOf<NeedsTwoPreemptions> two(2, NeedTwo);
  const CheckResult found = CheckWithFewestPreemptions(two, 4, {});
  EXPECT_EQ(found.verdict(), Verdict::kAssertion);
  EXPECT_EQ(found.violations.at(0).preemptions, 2U);
  EXPECT_EQ(found.strategy.number, 2U);
  EXPECT_GT(found.executions, Check(two, With("relacy-bound:2")).executions);
}

TEST(Random, IsTheSameEachTimeAndNeverExhausted) {
  ProgramOf<NeedsTwoPreemptions> program(2, NeedTwo);
  const CheckResult first = Check(program, With("random"));
  const CheckResult second = Check(program, With("random"));
  EXPECT_EQ(first.verdict(), Verdict::kAssertion);
  EXPECT_EQ(first.executions, second.executions);

  ProgramOf<Counter> harmless(
      2, [](Counter& state, int) { state.sum.fetch_add(1, MemoryOrder::kRelaxed); });
  CheckOptions options = With("random");
  options.max_executions = 50;
  const CheckResult passed = Check(harmless, options);
  EXPECT_EQ(passed.executions, 50U);
  EXPECT_FALSE(passed.exhausted);
}

TEST(Limits, StopTheSearchAndSayThatItIsNotExhausted) {
  ProgramOf<Counter> program(3, [](Counter& state, int) {
    for (int i = 0; i < 2; ++i) {
      state.lock.lock();
      state.lock.unlock();
    }
    state.sum.fetch_add(1, MemoryOrder::kRelaxed);
  });
  CheckOptions options = With("relacy-full");
  options.max_executions = 1000;
  const CheckResult by_count = Check(program, options);
  EXPECT_EQ(by_count.verdict(), Verdict::kPass);
  EXPECT_EQ(by_count.executions, 1000U);
  EXPECT_FALSE(by_count.exhausted);

  options.max_executions = 0;
  options.max_seconds = 0.05;
  const CheckResult by_time = Check(program, options);
  EXPECT_FALSE(by_time.exhausted);
  EXPECT_GT(by_time.executions, 0U);
}

TEST(Limits, OnTheLastExecutionDoNotSpoilAnExhaustedSearch) {
  ProgramOf<TwoAtomics> program(
      2, [](TwoAtomics& state, int) { state.x.fetch_add(1, MemoryOrder::kRelaxed); });
  const uint64_t all = FullExecutions(program);
  CheckOptions options = With("relacy-full");
  options.max_executions = all;
  EXPECT_TRUE(Check(program, options).exhausted);
  options.max_executions = all - 1;
  EXPECT_FALSE(Check(program, options).exhausted);
}

TEST(Programs, MayHaveFromOneToTheMostThreads) {
  const auto increment = [](Counter& state, int) { state.sum.fetch_add(1, MemoryOrder::kRelaxed); };
  for (int threads = 1; threads <= kMaxThreads; ++threads) {
    ProgramOf<Counter> program(threads, increment);
    EXPECT_EQ(Check(program, With("relacy-bound:1")).verdict(), Verdict::kPass) << threads;
  }
  for (const int threads : {0, kMaxThreads + 1}) {
    ProgramOf<Counter> program(threads, increment);
    EXPECT_THROW(Check(program, {}), std::invalid_argument) << threads;
  }
}

// What it says, empty if nothing is thrown.
template <class Error, class Action>
std::string ThrownBy(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Simulations, ThatGoFurtherThanTheyCanAreRefused) {
  ProgramOf<Counter> program(1, [](Counter&, int) {});
  const auto error_of = [&](const CheckOptions& options) {
    return ThrownBy<std::invalid_argument>([&] { Check(program, options); });
  };
  for (const unsigned depth : {0, 1, 2, 3}) {
    CheckOptions options;
    options.simulation.history_depth = depth;
    EXPECT_EQ(error_of(options), depth == 1 || depth == 2
                                     ? ""
                                     : "loads go back 1 or 2 stores, not " + std::to_string(depth));
  }
  CheckOptions options;
  options.simulation.max_steps = kMostSteps;
  EXPECT_EQ(error_of(options), "");
  options.simulation.max_steps = kMostSteps + 1;
  EXPECT_EQ(error_of(options), "an execution has at most 50000 steps, not 50001");
}

TEST(Programs, ThatAreNotDeterministicAreRejected) {
  int runs = 0;
  ProgramOf<Counter> program(1, [&runs](Counter&, int) {
    if (++runs == 1) {
      core::Fatal("this happens once");
    }
  });
  EXPECT_THROW(Check(program, {}), NotDeterministic);
}

// The replay is one execution, however much there would be to explore.
TEST(Programs, ThatAreNotDeterministicAreRejectedAtOnce) {
  int runs = 0;
  ProgramOf<Counter> program(3, [&runs](Counter& state, int) {
    for (int i = 0; i < 20; ++i) {
      state.sum.fetch_add(1, MemoryOrder::kRelaxed);
    }
    if (++runs == 1) {
      core::Fatal("this happens once");
    }
  });
  EXPECT_THROW(Check(program, With("relacy-full")), NotDeterministic);
}

// The first executions are run twice and compared; these programs change later.
TEST(Programs, ThatLaterDoLessAreRejected) {
  for (const std::string_view strategy : {"dpor", "sleep", "dfs"}) {
    int runs = 0;
    ProgramOf<Counter> program(2, [&runs](Counter& state, int index) {
      runs += index == 0 ? 1 : 0;
      for (int i = 0; i < (index == 1 && runs > 10 ? 1 : 3); ++i) {
        state.sum.fetch_add(1, MemoryOrder::kRelaxed);
      }
    });
    const std::string error = ThrownBy<NotDeterministic>([&] { Check(program, With(strategy)); });
    EXPECT_NE(error.find("could not do again what it had done before, when the same was decided"),
              std::string::npos)
        << strategy << ": " << error;
  }
}

TEST(Programs, WhoseViolationsCannotBeFollowedAreRejected) {
  for (const std::string_view strategy : {"dpor", "sleep", "dfs"}) {
    int runs = 0;
    ProgramOf<Counter> program(2, [&runs](Counter& state, int index) {
      runs += index;
      for (int i = 0; i < (index == 1 && runs == 13 ? 0 : 3); ++i) {
        state.sum.fetch_add(1, MemoryOrder::kRelaxed);
      }
      if (index == 1 && runs == 12) {
        core::Fatal("this happens once");
      }
    });
    EXPECT_EQ(ThrownBy<NotDeterministic>([&] { Check(program, With(strategy)); }),
              "\"assertion: this happens once\" did not happen again when the same was decided")
        << strategy;
  }
}

TEST(Replays, SayWhoIsNotFreeToGoOn) {
  ProgramOf<Counter> program(2, [](Counter& state, int) {
    state.lock.lock();
    state.lock.unlock();
  });
  EXPECT_EQ(
      ThrownBy<Diverged>([&] { Replay(program, *ParseSchedule("a.b.a.b"), {}); }),
      "the schedule cannot be followed at step 4: thread 1 is not free to go on with its lock");
}

TEST(Programs, ThatThrowAreAnAssertion) {
  ProgramOf<Counter> program(1,
                             [](Counter&, int) { throw std::runtime_error("thrown on purpose"); });
  const CheckResult result = Check(program, {});
  EXPECT_EQ(result.verdict(), Verdict::kAssertion);
  EXPECT_EQ(FirstMessage(result), "an exception leaves the program: thrown on purpose");
  ProgramOf<Counter> nameless(1, [](Counter&, int) { throw 1; });
  EXPECT_EQ(FirstMessage(Check(nameless, {})), "an exception leaves the program");
}

TEST(Programs, MayFailInSetupAndInFinish) {
  struct Failing {
    Failing() { core::Fatal("in setup"); }
  };
  ProgramOf<Failing> setup(2, [](Failing&, int) {});
  EXPECT_EQ(FirstMessage(Check(setup, {})), "in setup");
  ProgramOf<Counter> finish(2, [](Counter&, int) {}, [](Counter&) { core::Fatal("in finish"); });
  EXPECT_EQ(FirstMessage(Check(finish, {})), "in finish");
}

TEST(Programs, ThatDoNotEndAreALivelock) {
  ProgramOf<Counter> program(1, [](Counter& state, int) {
    while (state.sum.load(MemoryOrder::kRelaxed) == 0) {
    }
  });
  EXPECT_EQ(Check(program, With("relacy-bound:0")).verdict(), Verdict::kLivelock);
}

// After a violation the process can go on: nothing of the aborted execution is in the way.
TEST(Programs, CanBeCheckedAfterAViolation) {
  ProgramOf<Counter> racy(2, [](Counter& state, int) { state.value.Set(1); });
  ProgramOf<Counter> fine(2, [](Counter& state, int) {
    state.lock.lock();
    state.value.Set(1);
    state.lock.unlock();
  });
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Check(racy, {}).verdict(), Verdict::kRace);
    EXPECT_EQ(Check(fine, {}).verdict(), Verdict::kPass);
  }
}

// Thousands of executions.
ProgramOf<Counter> Large() {
  return {3, [](Counter& state, int) {
            for (int i = 0; i < 4; ++i) {
              state.sum.fetch_add(1, MemoryOrder::kRelaxed);
            }
          }};
}

TEST(SearchInParts, IsOfATreeAndInSlices) {
  auto program = Large();
  const auto error_of = [&](std::string_view strategy, int jobs) {
    SearchInParts search = BeginSearch(0);
    CheckOptions options = With(strategy);
    options.max_executions = 10;
    return ThrownBy<std::invalid_argument>(
        [&] { CheckInParts(program, options, {.jobs = jobs}, search); });
  };
  EXPECT_EQ(error_of("dpor", 0), "");
  EXPECT_EQ(error_of("dpor", 1), "this search cannot be divided");
  for (const std::string_view strategy : {"random", "pct:2", "relacy-full"}) {
    EXPECT_EQ(error_of(strategy, 0), "this search cannot be divided") << strategy;
  }
}

// Of another program, or of one that is not deterministic.
TEST(SearchInParts, WhatDoesNotBelongToTheProgramIsRefused) {
  auto program = Large();
  SearchInParts elsewhere = BeginSearch(0);
  elsewhere.parts.front().subtrees.front().decisions = ParseSchedule("a*9").value();
  EXPECT_EQ(ThrownBy<NotDeterministic>([&] { CheckInParts(program, {}, {}, elsewhere); }),
            "the program is not deterministic: at step 6 of an execution thread 0 could not do "
            "again what it had done before, when the same was decided");
  SearchInParts found = BeginSearch(0);
  found.done.violations.push_back({Verdict::kAssertion, "it failed", ParseSchedule("a.b").value()});
  EXPECT_EQ(ThrownBy<NotDeterministic>([&] { ResultOf(program, {}, found); }),
            "\"assertion: it failed\" did not happen again when the same was decided");
}

TEST(SearchInParts, StopsWhenAWorkerHasAllTheMemoryItMay) {
  auto program = Large();
  CheckOptions options = With("dfs");
  options.max_bytes = 1;
  SearchInParts search = BeginSearch(kSlice);
  const CheckResult result = CheckInParts(program, options, {.jobs = 1}, search);
  EXPECT_FALSE(result.exhausted);
  EXPECT_GT(result.executions, 0U);
  EXPECT_LT(result.executions, kSlice);
  EXPECT_TRUE(result.lost.empty());
}

// Cannot be left in the middle.
class Stubborn : public ProgramOf<Counter> {
 public:
  Stubborn() : ProgramOf(1, [](Counter&, int) { core::Fatal("it fails"); }) {}
  void Abandon() override { throw std::runtime_error("cannot be abandoned"); }
};

TEST(SearchInParts, TellsOfAnErrorInAWorker) {
  Stubborn program;
  SearchInParts search = BeginSearch(kSlice);
  EXPECT_EQ(ThrownBy<std::runtime_error>([&] { CheckInParts(program, {}, {.jobs = 1}, search); }),
            "cannot be abandoned");
}

// It cannot simulate that far back, and the process that has started it does not try.
TEST(SearchInParts, IsIncompleteWhereAWorkerEndsWithoutAnAnswer) {
  auto program = Large();
  CheckOptions options;
  options.simulation.history_depth = 3;
  SearchInParts search = BeginSearch(kSlice);
  const CheckResult result = CheckInParts(program, options, {.jobs = 1}, search);
  EXPECT_EQ(result.lost,
            std::vector<std::string>{
                "a worker ended with exit status 1 while it explored the whole search"});
  EXPECT_EQ(Extent(result), "incomplete: a worker crashed");
}

// A part that has come to so many executions; with something left, or not.
Part PartAfter(std::uint64_t executions, bool is_finished) {
  Part part = WholeSearch();
  part.used = executions;
  part.outcome.executions = executions;
  if (is_finished) {
    part.subtrees.clear();
  }
  return part;
}

// The second part is finished before the first. They are added up in their order all the same, and
// by another process if need be.
TEST(PartQueue, KeepsWhatIsFinishedUntilItsTurnComes) {
  PartQueue queue(100, /*one_is_enough=*/false);
  queue.Push(WholeSearch());
  queue.Push(WholeSearch());
  ASSERT_EQ(queue.Take(), 0U);
  ASSERT_EQ(queue.Take(), 1U);
  queue.Return(1, PartAfter(5, /*is_finished=*/true));
  queue.Return(0, PartAfter(3, /*is_finished=*/false));
  EXPECT_EQ(queue.done(), 0U);
  EXPECT_EQ(queue.Take(), 0U);
  EXPECT_EQ(queue.Take(), std::nullopt);

  PartQueue later(100, /*one_is_enough=*/false);
  for (Part& part : queue.Release()) {
    later.Push(std::move(part));
  }
  EXPECT_EQ(later.done(), 0U);
  ASSERT_EQ(later.Take(), 0U);
  EXPECT_EQ(later.Take(), std::nullopt);
  later.Return(0, PartAfter(4, /*is_finished=*/true));
  EXPECT_EQ(later.done(), 2U);
  EXPECT_TRUE(later.empty());
  EXPECT_EQ(later.total().executions, 9U);
}

TEST(Strategies, AreReadAndWritten) {
  for (const char* text : {"dpor", "sleep", "dfs", "bounded:0", "bounded:1000", "random", "pct:1",
                           "pct:17", "relacy-full", "relacy-bound:0", "relacy-bound:17"}) {
    const auto strategy = ParseStrategyName(text);
    ASSERT_TRUE(strategy) << text;
    EXPECT_EQ(ToString(*strategy), text);
  }
  for (const char* text :
       {"", "relacy", "relacy-bound", "relacy-bound:", "relacy-bound:x", "relacy-bound:-1",
        "relacy-bound:2x", "relacy-bound:99999999999", "bounded:1001", "pct", "pct:0", "randomly",
        "relacy-full:2", "dpor:", "dpor:1", "DPOR"}) {
    EXPECT_FALSE(ParseStrategyName(text)) << text;
  }
}

}  // namespace
}  // namespace heddle::checker
