// SPDX-License-Identifier: BSD-3-Clause
//
// What happens before what, as a model is told.

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {
namespace {

using core::LockRank;
using core::MemoryOrder;

CheckResult Exhaust(Program& program, StrategyName::Kind kind = StrategyName::Kind::kDpor) {
  CheckOptions options;
  options.strategy = {kind, 0};
  return Check(program, options);
}

TEST(Moment, OfNoThreadHappensBeforeNothing) {
  const Moment none;
  EXPECT_EQ(none.thread(), kNoThread);
  EXPECT_FALSE(none.HappensBefore(none));
  EXPECT_FALSE(none.HappensBefore(Moment(0, {1})));
}

TEST(Moment, IsOrderedByWhatTheOtherThreadKnowsOfItsOwn) {
  const Moment first(0, {3, 0});
  const Moment knows(1, {3, 1});
  const Moment does_not(1, {2, 7});
  EXPECT_TRUE(first.HappensBefore(first));
  EXPECT_TRUE(first.HappensBefore(knows));
  EXPECT_FALSE(knows.HappensBefore(first));
  EXPECT_FALSE(first.HappensBefore(does_not));
  EXPECT_FALSE(does_not.HappensBefore(first));
}

struct Sections {
  RelacySync::Mutex lock{LockRank::kUnranked};
  int taken = 0;  // under the lock
  int order[2] = {};
  Moment setup = Now();
  Moment before[2];
  Moment inside[2];
  Moment after[2];
};

// Of a section and the next one of the same lock: what is inside the first happens before what is
// inside the second, and nothing says so of what comes before the second or after the first.
TEST(Moment, OfSectionsOfOneLockAreOrderedByTheLockAlone) {
  std::array<bool, 2> was_first{};  // no set: simulated threads do not allocate
  ProgramOf<Sections> program(
      2,
      [](Sections& state, int index) {
        state.before[index] = Now();
        state.lock.lock();
        state.inside[index] = Now();
        state.order[state.taken++] = index;
        state.lock.unlock();
        state.after[index] = Now();
      },
      [&was_first](Sections& state) {
        const int first = state.order[0];
        const int second = state.order[1];
        was_first.at(static_cast<std::size_t>(first)) = true;
        const Moment end = Now();
        EXPECT_TRUE(state.inside[first].HappensBefore(state.inside[second]));
        EXPECT_TRUE(state.before[first].HappensBefore(state.after[second]));
        EXPECT_FALSE(state.inside[second].HappensBefore(state.inside[first]));
        EXPECT_FALSE(state.inside[first].HappensBefore(state.before[second]));
        EXPECT_FALSE(state.after[first].HappensBefore(state.inside[second]));
        EXPECT_FALSE(state.after[first].HappensBefore(state.after[second]));
        for (int i = 0; i < 2; ++i) {
          EXPECT_EQ(state.inside[i].thread(), i);
          EXPECT_TRUE(state.setup.HappensBefore(state.before[i]));
          EXPECT_TRUE(state.before[i].HappensBefore(state.inside[i]));
          EXPECT_TRUE(state.after[i].HappensBefore(end));
          EXPECT_FALSE(end.HappensBefore(state.after[i]));
        }
      });
  for (const auto kind : {StrategyName::Kind::kDpor, StrategyName::Kind::kRelacyFull}) {
    was_first.fill(false);
    const CheckResult result = Exhaust(program, kind);
    EXPECT_EQ(result.verdict(), Verdict::kPass);
    EXPECT_TRUE(result.exhausted);
    EXPECT_EQ(was_first, (std::array<bool, 2>{true, true}));
  }
}

struct Message {
  RelacySync::Atomic<std::uint64_t> flag{0};
  Moment sent;
  Moment received;
  bool was_seen = false;
};

// How often the message was received after it was sent, and how often only seen.
struct Receptions {
  int ordered = 0;
  int unordered = 0;
};

Receptions ReceptionsWith(MemoryOrder store, MemoryOrder load) {
  Receptions receptions;
  ProgramOf<Message> program(
      2,
      [=](Message& state, int index) {
        if (index == 0) {
          state.sent = Now();
          state.flag.store(1, store);
        } else if (state.flag.load(load) == 1) {
          state.was_seen = true;
          state.received = Now();
        }
      },
      [&receptions](Message& state) {
        if (state.was_seen) {
          ++(state.sent.HappensBefore(state.received) ? receptions.ordered : receptions.unordered);
        }
      });
  EXPECT_TRUE(Exhaust(program).exhausted);
  return receptions;
}

// Happens-before is that of C++: that a store was executed first is not enough.
TEST(Moment, IsOrderedByReleaseAndAcquireAndNotByRelaxedAccesses) {
  const Receptions paired = ReceptionsWith(MemoryOrder::kRelease, MemoryOrder::kAcquire);
  EXPECT_GT(paired.ordered, 0);
  EXPECT_EQ(paired.unordered, 0);
  const Receptions relaxed = ReceptionsWith(MemoryOrder::kRelaxed, MemoryOrder::kRelaxed);
  EXPECT_EQ(relaxed.ordered, 0);
  EXPECT_GT(relaxed.unordered, 0);
}

struct Increments {
  RelacySync::Mutex lock{LockRank::kUnranked};
};

// A moment is nothing that a search could branch over.
TEST(Moment, AddsNoExecutions) {
  const auto executions = [](bool asks) {
    ProgramOf<Increments> program(3, [asks](Increments& state, int) {
      for (int i = 0; i < 2; ++i) {
        if (asks) {
          Now();
        }
        state.lock.lock();
        if (asks) {
          Now();
        }
        state.lock.unlock();
      }
    });
    return Exhaust(program).executions;
  };
  EXPECT_EQ(executions(true), executions(false));
  EXPECT_EQ(executions(true), 90U);
}

}  // namespace
}  // namespace heddle::checker
