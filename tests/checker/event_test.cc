// SPDX-License-Identifier: BSD-3-Clause
//
// Parking and waking, under every strategy.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/checker/checking.h"
#include "tests/checker/small_programs.h"

namespace heddle::checker {
namespace {

using core::MemoryOrder;

constexpr auto kSc = MemoryOrder::kSequentiallyConsistent;

void WakeThenPark(SmallState& s, int thread) {
  if (thread == 0) {
    s.event.Wake();
  } else {
    s.event.Park();
  }
}

// The second wake-up may come before the first has been taken.
void WakeTwiceParkTwice(SmallState& s, int thread) {
  for (int i = 0; i < 2; ++i) {
    WakeThenPark(s, thread);
  }
}

// Whoever wakes, what came before it is seen.
void TwoWakeOne(SmallState& s, int thread) {
  if (thread == 2) {
    s.event.Park();
    s.seen[0] = s.x.load(MemoryOrder::kRelaxed);
  } else {
    s.x.fetch_add(static_cast<std::uint64_t>(thread) + 1, MemoryOrder::kRelaxed);
    s.event.Wake();
  }
}

// Says that it waits before it looks again, or after it has looked.
template <bool kSaysFirst>
void Wait(SmallState& s, int thread) {
  if (thread == 0) {
    s.x.store(1, kSc);
    if (s.y.load(kSc) == 1) {
      s.event.Wake();
    }
    return;
  }
  if constexpr (kSaysFirst) {
    s.y.store(1, kSc);
  }
  if (s.x.load(kSc) == 0) {
    if constexpr (!kSaysFirst) {
      s.y.store(1, kSc);
    }
    s.event.Park();
    s.seen[1] = 1;
  }
  s.seen[0] = s.x.load(kSc);
}

void PingPong(SmallState& s, int thread) {
  if (thread == 0) {
    s.data.Set(1);
    s.event.Wake();
  } else {
    s.event.Park();
    s.data.Set(s.data.Get() + 1);
    s.event.Wake();
    s.event.Park();  // its own
    s.seen[0] = s.data.Get();
  }
}

struct Case {
  SmallProgram program;
  bool may_deadlock;
  std::size_t outcomes;
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      {{"wake, then park", 2, WakeThenPark}, false, 1},
      {{"two of each", 2, WakeTwiceParkTwice}, true, 1},
      {{"two wake one", 3, TwoWakeOne}, false, 3},
      {{"says first that it waits", 2, Wait<true>}, false, 2},
      {{"says too late that it waits", 2, Wait<false>}, true, 2},
      {{"ping", 2, PingPong}, false, 1},
  };
  return kCases;
}

class Events : public testing::TestWithParam<std::string_view> {};

TEST_P(Events, BehaveTheSameUnderEveryStrategy) {
  for (const Case& test : Cases()) {
    SCOPED_TRACE(test.program.name);
    CheckOptions options = With(GetParam());
    options.max_executions = options.strategy.IsSampling() ? 5000 : 0;
    const Findings found = FindAll(test.program, options);
    EXPECT_EQ(found.result.exhausted, !options.strategy.IsSampling());
    EXPECT_EQ(found.outcomes.size(), test.outcomes);
    EXPECT_EQ(found.kinds.size(), test.may_deadlock ? 1U : 0U);
    EXPECT_EQ(found.kinds.contains({Verdict::kDeadlock, ""}), test.may_deadlock);
  }
}

INSTANTIATE_TEST_SUITE_P(, Events,
                         testing::Values("relacy-full", "relacy-bound:3", "dfs", "sleep", "dpor",
                                         "bounded:3", "random", "pct:3"),
                         [](const auto& test) {
                           std::string name(test.param);
                           std::ranges::replace(name, '-', '_');
                           std::ranges::replace(name, ':', '_');
                           return name;
                         });

// What parks does not wait for what it need not wait for.
TEST(Event, ParkingCostsOneExecutionIfNothingElseMayHappen) {
  const Findings found = FindAll(FindSmallProgram("wake and park"), With("dpor"));
  EXPECT_EQ(found.outcomes.size(), 2U);
  EXPECT_EQ(found.result.executions, 2U);
}

}  // namespace
}  // namespace heddle::checker
