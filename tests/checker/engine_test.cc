// SPDX-License-Identifier: BSD-3-Clause
//
// What every strategy must find, and what it must stop at.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/report/message.h"
#include "checker/search/check.h"
#include "core/sync/failure.h"
#include "tests/checker/checking.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

constexpr auto kRelaxed = MemoryOrder::kRelaxed;

// Each finds what takes no more than two preemptions, in a small program.
constexpr std::string_view kEvery[] = {"dpor",   "sleep", "dfs",         "bounded:2",
                                       "random", "pct:3", "relacy-full", "relacy-bound:2"};

CheckOptions Briefly(std::string_view strategy) {
  CheckOptions options = With(strategy);
  options.max_executions = options.strategy.IsSampling() ? 2000 : 0;
  return options;
}

struct State {
  RelacySync::Mutex lock{LockRank::kUnranked};
  RelacySync::Mutex other{LockRank::kUnranked};
  RelacySync::Event event;
  RelacySync::Atomic<uint64_t> x{0};
  RelacySync::Shared<uint64_t> data{0};
};

TEST(Threads, MayBeEight) {
  for (int threads = 1; threads <= kMaxThreads; ++threads) {
    ProgramOf<State> same_lock(threads <= 5 ? threads : 5, [](State& state, int) {
      state.lock.lock();
      state.data.Set(state.data.Get() + 1);
      state.lock.unlock();
    });
    // Each order of the threads once.
    uint64_t orders = 1;
    for (int i = 2; i <= same_lock.ThreadCount(); ++i) {
      orders *= static_cast<uint64_t>(i);
    }
    const CheckResult result = Check(same_lock, With("dpor"));
    EXPECT_TRUE(result.exhausted);
    EXPECT_EQ(result.executions, orders);
    // Readers alone: one trace, however many they are.
    ProgramOf<State> readers(
        threads, [](State& state, int) { state.x.load(kRelaxed); },
        [](State& state) { state.x.load(kRelaxed); });
    const CheckResult read = Check(readers, With("dpor"));
    EXPECT_EQ(read.executions, 1U) << threads;
    EXPECT_EQ(read.verdict(), Verdict::kPass) << FirstMessage(read);
  }
}

TEST(Threads, OfWhichEightRaceAreSeenByAll) {
  ProgramOf<State> program(8, [](State& state, int index) {
    if (index == 7 || index == 0) {
      state.data.Set(1);
    }
    state.x.load(kRelaxed);
  });
  for (const std::string_view strategy : kEvery) {
    const CheckResult result = Check(program, Briefly(strategy));
    EXPECT_EQ(result.verdict(), Verdict::kRace) << strategy;
  }
}

TEST(Threads, MayNotBeNineNorNone) {
  for (const int threads : {0, 9}) {
    ProgramOf<State> program(threads, [](State&, int) {});
    for (const std::string_view strategy : kEvery) {
      try {
        Check(program, With(strategy));
        FAIL() << strategy << " took " << threads;
      } catch (const std::invalid_argument& error) {
        EXPECT_EQ(std::string(error.what()),
                  "a program has from 1 to 8 threads, not " + std::to_string(threads));
      }
    }
  }
}

// Two threads, two locks, in a circle.
// What is raced for is what was written last.
TEST(Race, IsNoneWhenNobodyLooks) {
  ProgramOf<State> program(2, [](State& state, int index) {
    const auto own = static_cast<std::uint64_t>(index);
    state.data.Set(own);
    if (state.data.Get() != own) {
      core::Fatal("somebody else has written");
    }
  });
  for (const std::string_view strategy : kEvery) {
    SCOPED_TRACE(strategy);
    CheckOptions options = Briefly(strategy);
    EXPECT_EQ(Check(program, options).verdict(), Verdict::kRace);
    options.simulation.check_races = false;
    EXPECT_EQ(Check(program, options).verdict(), Verdict::kPass);
  }
}

TEST(Deadlock, IsReportedWithItsCircle) {
  ProgramOf<State> program(2, [](State& state, int index) {
    RelacySync::Mutex& first = index == 0 ? state.lock : state.other;
    RelacySync::Mutex& second = index == 0 ? state.other : state.lock;
    first.lock();
    second.lock();
    second.unlock();
    first.unlock();
  });
  for (const std::string_view strategy : kEvery) {
    SCOPED_TRACE(strategy);
    CheckOptions options = Briefly(strategy);
    options.simulation.check_lock_ranks = false;
    const CheckResult result = Check(program, options);
    ASSERT_EQ(result.verdict(), Verdict::kDeadlock);
    const Counterexample& example = result.violations[0].counterexample;
    ASSERT_EQ(example.waits.size(), 2U);
    EXPECT_EQ(example.waits[0].holder, 1);
    EXPECT_EQ(example.waits[1].holder, 0);
    EXPECT_NE(MessageOf(result.violations[0]).find("which waits for"), std::string::npos)
        << MessageOf(result.violations[0]);
  }
}

// Only after thread 2 has finished does it show that the others cannot.
TEST(Deadlock, OfSomeIsFoundWhenOthersHaveFinished) {
  ProgramOf<State> program(3, [](State& state, int index) {
    if (index == 2) {
      state.x.fetch_add(1, kRelaxed);
    } else {
      state.event.Park();
    }
  });
  for (const std::string_view strategy : kEvery) {
    const CheckResult result = Check(program, Briefly(strategy));
    ASSERT_EQ(result.verdict(), Verdict::kDeadlock) << strategy;
    EXPECT_EQ(result.violations[0].counterexample.waits.size(), 2U) << strategy;
  }
}

TEST(Livelock, IsReportedAtTheLimitOfSteps) {
  ProgramOf<State> program(2, [](State& state, int index) {
    if (index == 0) {
      while (state.x.load(kRelaxed) == 0) {
      }
    }
  });
  for (const std::string_view strategy : kEvery) {
    SCOPED_TRACE(strategy);
    CheckOptions options = Briefly(strategy);
    options.simulation.max_steps = 200;
    const CheckResult result = Check(program, options);
    ASSERT_EQ(result.verdict(), Verdict::kLivelock);
    EXPECT_EQ(FirstMessage(result), "more than 200 steps");
  }
}

TEST(Livelock, IsCutWhereOnlyShorterExecutionsAreWanted) {
  ProgramOf<State> program(1, [](State& state, int) {
    while (state.x.load(kRelaxed) == 0) {
    }
  });
  CheckOptions options = With("dpor");
  options.simulation.max_steps = 200;
  options.simulation.longer_is_livelock = false;
  const CheckResult result = Check(program, options);
  EXPECT_EQ(result.verdict(), Verdict::kPass);
  EXPECT_EQ(result.executions, 0U);
  EXPECT_EQ(result.blocked, 1U);
}

TEST(Heap, MemoryMayBeAllocatedAndFreedByThreads) {
  for (const std::string_view strategy : kEvery) {
    // Handed over: one allocates, whoever takes it frees it.
    struct Handing {
      RelacySync::Atomic<uint64_t*> slot{nullptr};
    };
    ProgramOf<Handing> program(
        2,
        [](Handing& state, int) {
          auto* const mine = new uint64_t(1);
          delete state.slot.exchange(mine, MemoryOrder::kAcquireRelease);
        },
        [](Handing& state) { delete state.slot.load(kRelaxed); });
    const CheckResult result = Check(program, Briefly(strategy));
    EXPECT_EQ(result.verdict(), Verdict::kPass) << strategy << ": " << FirstMessage(result);
  }
}

TEST(Heap, LeakAndDoubleFreeAreFoundThoughOnlySomeExecutionsHaveThem) {
  struct Handing {
    RelacySync::Atomic<uint64_t*> slot{nullptr};
  };
  // The first store may be overwritten: what it pointed to is lost.
  ProgramOf<Handing> leaking(
      2,
      [](Handing& state, int) {
        if (state.slot.load(kRelaxed) == nullptr) {
          state.slot.store(new uint64_t(1), MemoryOrder::kRelease);
        }
      },
      [](Handing& state) { delete state.slot.load(kRelaxed); });
  // Both may see the same address.
  ProgramOf<Handing> freeing_twice(3, [](Handing& state, int index) {
    if (index == 0) {
      state.slot.store(new uint64_t(1), MemoryOrder::kRelease);
    } else if (uint64_t* const seen = state.slot.load(MemoryOrder::kAcquire)) {
      delete seen;
      state.slot.store(nullptr, kRelaxed);
    }
  });
  for (const std::string_view strategy : kEvery) {
    SCOPED_TRACE(strategy);
    const CheckResult leak = Check(leaking, Briefly(strategy));
    EXPECT_EQ(leak.verdict(), Verdict::kLeak) << FirstMessage(leak);
    CheckOptions all = Briefly(strategy);
    all.all_violations = true;
    all.max_executions = 20'000;
    const CheckResult twice = Check(freeing_twice, all);
    EXPECT_TRUE(std::ranges::any_of(twice.violations, [](const Violation& violation) {
      return violation.verdict == Verdict::kMisuse;
    })) << FirstMessage(twice);
  }
}

// Freed memory may come back at once or not: both are tried.
TEST(Heap, AddressesMayBeUsedAgain) {
  for (const std::string_view strategy : {"dpor", "dfs", "sleep"}) {
    bool again = false;
    bool another = false;
    ProgramOf<State> program(1, [&](State&, int) {
      auto* volatile first = new uint64_t(1);
      const auto address = reinterpret_cast<std::uintptr_t>(first);
      delete first;
      auto* volatile second = new uint64_t(2);
      if (reinterpret_cast<std::uintptr_t>(second) == address) {
        again = true;
      } else {
        another = true;
      }
      delete second;
    });
    const CheckResult result = Check(program, With(strategy));
    EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
    EXPECT_TRUE(again && another) << strategy;
  }
}

TEST(Primitives, MayBeMadeAndDestroyedByThreads) {
  ProgramOf<State> program(2, [](State& state, int) {
    RelacySync::Mutex mine{LockRank::kUnranked};
    RelacySync::Atomic<uint64_t> word{0};
    RelacySync::Shared<uint64_t> shared{1};
    mine.lock();
    word.store(shared.Get(), kRelaxed);
    mine.unlock();
    state.x.fetch_add(word.load(kRelaxed), kRelaxed);
  });
  uint64_t traces = 0;
  for (const std::string_view strategy : kExhaustive) {
    CheckOptions options = With(strategy);
    options.count_traces = true;
    const CheckResult result = Check(program, options);
    EXPECT_EQ(result.verdict(), Verdict::kPass) << strategy << ": " << FirstMessage(result);
    EXPECT_TRUE(result.exhausted);
    traces = traces == 0 ? result.traces.value_or(0) : traces;
    EXPECT_EQ(result.traces, traces) << strategy;
  }
  EXPECT_EQ(traces, 2U);  // the two orders of the additions
}

}  // namespace
}  // namespace heddle::checker
