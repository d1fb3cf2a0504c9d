// SPDX-License-Identifier: BSD-3-Clause
//
// What happens before what, against the definition.

#include "checker/trace/history.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "checker/trace/dependency.h"
#include "tests/checker/made_up.h"

namespace heddle::checker {
namespace {

using made_up::AllRuns;
using made_up::Played;

using Events = std::vector<Played::Event>;

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

void Append(History& history, const Played::Event& event) {
  history.Append(event.thread, event.operation, history.ClockAfter(event.thread, event.operation));
}

// Row j, column i: event i happens before event j. By the definition: the same thread, or
// dependent, or over a third.
std::vector<std::vector<bool>> HappensBefore(const Events& events) {
  std::vector<std::vector<bool>> before(events.size(), std::vector<bool>(events.size()));
  for (std::size_t j = 0; j < events.size(); ++j) {
    for (std::size_t i = j; i-- > 0;) {
      if (events[i].thread == events[j].thread ||
          Dependent(events[i].operation, events[j].operation)) {
        before[j][i] = true;
        for (std::size_t k = 0; k < i; ++k) {
          before[j][k] = before[j][k] || before[i][k];
        }
      }
    }
  }
  return before;
}

void ExpectSameOrder(const History& history, const Events& events) {
  ASSERT_EQ(Index(history.size()), events.size());
  const auto before = HappensBefore(events);
  for (History::Index j = 0; j < history.size(); ++j) {
    for (History::Index i = 0; i < j; ++i) {
      EXPECT_EQ(history.HappensBefore(i, history[j].clock), before[Index(j)][Index(i)])
          << i << " and " << j;
    }
    EXPECT_TRUE(history.HappensBefore(j, history[j].clock));
  }
}

bool Same(const History::Event& a, const History::Event& b) {
  return a.clock == b.clock && a.operation == b.operation && a.thread == b.thread &&
         a.previous_of_thread == b.previous_of_thread &&
         a.previous_on_object == b.previous_on_object && a.previous_write == b.previous_write &&
         a.open_before == b.open_before;
}

// As one that was never longer.
void ExpectSame(const History& history, const Events& events) {
  History fresh;
  for (const Played::Event& event : events) {
    Append(fresh, event);
  }
  ASSERT_EQ(history.size(), fresh.size());
  for (History::Index i = 0; i < history.size(); ++i) {
    EXPECT_TRUE(Same(history[i], fresh[i])) << i;
  }
  for (int thread = 0; thread < 3; ++thread) {
    EXPECT_EQ(history.ClockOf(thread), fresh.ClockOf(thread));
  }
  for (ObjectId object = 0; object < 10; ++object) {
    EXPECT_EQ(history.LastOn(object), fresh.LastOn(object));
    EXPECT_EQ(history.LastWriteOn(object), fresh.LastWriteOn(object));
  }
}

TEST(History, KnowsWhatHappensBeforeWhat) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<Played> runs = AllRuns(made_up::RandomProgram(seed, 3));
    for (std::size_t i = 0; i < runs.size(); i += 1 + runs.size() / 10) {
      History history;
      for (const Played::Event& event : runs[i].events) {
        Append(history, event);
      }
      ExpectSameOrder(history, runs[i].events);
    }
  }
}

TEST(History, CutBackIsAsIfItHadNeverBeenLonger) {
  std::mt19937_64 random(1);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<Played> runs = AllRuns(made_up::RandomProgram(seed, 3));
    History history;
    Events events;
    // From each of some executions to the next over the prefix they share.
    for (int round = 0; round < 10; ++round) {
      const Events& next = runs[random() % runs.size()].events;
      std::size_t shared = 0;
      while (shared < events.size() && shared < next.size() && events[shared] == next[shared]) {
        ++shared;
      }
      history.Truncate(static_cast<History::Index>(shared));
      events.resize(shared, next.empty() ? Played::Event{} : next[0]);
      ExpectSame(history, events);
      for (std::size_t i = shared; i < next.size(); ++i) {
        Append(history, next[i]);
      }
      events = next;
      ExpectSame(history, events);
      ExpectSameOrder(history, events);
    }
  }
}

TEST(History, KnowsWhenAnObjectWasOpen) {
  History history;
  const auto add = [&](int thread, OperationKind kind, ObjectId object) {
    Append(history, {thread, {kind, object}, 0, 0});
    return history[history.size() - 1].open_before;
  };
  EXPECT_TRUE(add(0, OperationKind::kLock, made_up::kX));
  EXPECT_FALSE(add(1, OperationKind::kTryLockFailed, made_up::kX));
  EXPECT_FALSE(add(0, OperationKind::kUnlock, made_up::kX));
  EXPECT_TRUE(add(1, OperationKind::kLock, made_up::kX));
  EXPECT_FALSE(add(0, OperationKind::kWake, made_up::kY)) << "an event is not set at first";
  EXPECT_TRUE(add(0, OperationKind::kWake, made_up::kY));
  EXPECT_TRUE(add(1, OperationKind::kPark, made_up::kY));
  history.Truncate(5);
  EXPECT_TRUE(add(1, OperationKind::kPark, made_up::kY));
  EXPECT_FALSE(add(0, OperationKind::kWake, made_up::kY));
}

TEST(History, OrdersAWriteAfterEveryReadSinceTheWriteBefore) {
  History history;
  const auto add = [&](int thread, OperationKind kind) {
    Append(history, {thread, {kind, made_up::kX}, 0, 0});
  };
  add(0, OperationKind::kStore);
  add(1, OperationKind::kLoad);
  add(2, OperationKind::kLoad);
  EXPECT_FALSE(history.HappensBefore(1, history.ClockOf(2)));
  add(0, OperationKind::kStore);
  EXPECT_TRUE(history.HappensBefore(1, history.ClockOf(0)));
  EXPECT_TRUE(history.HappensBefore(2, history.ClockOf(0)));
  EXPECT_FALSE(history.HappensBefore(3, history.ClockOf(1)));
}

}  // namespace
}  // namespace heddle::checker
