// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/policies.h"
#include "core/protocol/tunable_protocol.h"
#include "core/sync/held_locks.h"
#include "core/sync/section.h"
#include "core/sync/std_sync.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core {
namespace {

using tests::ExpectFailure;
using Location = std::source_location;

std::string Line(const Location& where) { return "line " + std::to_string(where.line()); }

TEST(Names, AreThoseOfTheLocks) {
  const std::vector<std::pair<LockRank, std::string>> names = {
      {LockRank::kBackgroundScavenger, "background scavenger lock"},
      {LockRank::kHeap, "heap lock"},
      {LockRank::kScavenger, "scavenger lock"},
      {LockRank::kUnranked, "unranked lock"}};
  for (const auto& [rank, name] : names) {
    EXPECT_EQ(Name(rank), name);
  }
}

TEST(HeldLocks, AllowTheScavengerLockUnderTheHeapLock) {
  int heap = 0;
  int scavenger = 0;
  HeldLocks held;
  held.CheckOrder(nullptr, LockRank::kHeap, Location::current());
  held.Acquired(&heap, LockRank::kHeap, Location::current());
  held.CheckOrder(nullptr, LockRank::kScavenger, Location::current());
  held.Acquired(&scavenger, LockRank::kScavenger, Location::current());
  EXPECT_TRUE(held.Holds(LockRank::kHeap));
  EXPECT_TRUE(held.Holds(LockRank::kScavenger));
  held.Released(&heap);  // not the last one taken
  EXPECT_FALSE(held.Holds(LockRank::kHeap));
  EXPECT_TRUE(held.Holds(LockRank::kScavenger));
  held.Released(&scavenger);
  EXPECT_FALSE(held.Holds(LockRank::kScavenger));
}

// The background scavenger's lock comes first of all (spec 6.8).
TEST(HeldLocks, OrderTheBackgroundScavengersLockBeforeTheOthers) {
  int background = 0;
  HeldLocks held;
  held.Acquired(&background, LockRank::kBackgroundScavenger, Location::current());
  held.CheckOrder(nullptr, LockRank::kHeap, Location::current());
  held.CheckOrder(nullptr, LockRank::kScavenger, Location::current());
  for (const LockRank rank : {LockRank::kHeap, LockRank::kScavenger}) {
    int lock = 0;
    HeldLocks others;
    const Location first = Location::current();
    const Location second = Location::current();
    others.Acquired(&lock, rank, first);
    ExpectFailure(
        FailureKind::kLockRank,
        [&] { others.CheckOrder(nullptr, LockRank::kBackgroundScavenger, second); },
        "background scavenger lock taken at " + Line(second),
        std::string("while ") + Name(rank) + ", taken at " + Line(first) + " of locks_test.cc");
  }
}

TEST(HeldLocks, ReportAnInversionWithBothLocksAndBothLines) {
  int scavenger = 0;
  HeldLocks held;
  const Location first = Location::current();
  const Location second = Location::current();
  held.Acquired(&scavenger, LockRank::kScavenger, first);
  ExpectFailure(
      FailureKind::kLockRank, [&] { held.CheckOrder(nullptr, LockRank::kHeap, second); },
      "heap lock", "scavenger lock", Line(first), Line(second), "locks_test.cc");
}

TEST(HeldLocks, ReportAnInversionAtThePlaceOfTheSecondLock) {
  const tests::ThrowingFailures failures;
  int scavenger = 0;
  HeldLocks held;
  held.Acquired(&scavenger, LockRank::kScavenger, Location::current());
  const Location second = Location::current();
  try {
    held.CheckOrder(nullptr, LockRank::kHeap, second);
    FAIL() << "nothing failed";
  } catch (const tests::CoreFailure& failure) {
    EXPECT_EQ(failure.location.line(), second.line());
  }
}

TEST(HeldLocks, ReportALockTakenTwice) {
  int heap = 0;
  HeldLocks held;
  held.Acquired(&heap, LockRank::kHeap, Location::current());
  ExpectFailure(
      FailureKind::kLockRank,
      [&] { held.CheckOrder(nullptr, LockRank::kHeap, Location::current()); },
      "heap lock taken at line", "while heap lock");
}

TEST(HeldLocks, LeaveUnrankedLocksAlone) {
  int unranked = 0;
  HeldLocks held;
  for (int i = 0; i < 100; ++i) {
    held.CheckOrder(nullptr, LockRank::kUnranked, Location::current());
    held.Acquired(&unranked, LockRank::kUnranked, Location::current());
  }
  held.CheckOrder(nullptr, LockRank::kHeap, Location::current());
}

TEST(HeldLocks, ReportMoreLocksThanCanBeKeptTrackOf) {
  int lock = 0;
  HeldLocks held;
  ExpectFailure(
      FailureKind::kAssertion,
      [&] {
        for (int i = 0; i < 100; ++i) {
          held.Acquired(&lock, LockRank::kHeap, Location::current());
        }
      },
      "one thread holds more ranked locks than can be kept track of");
}

void TakeInTheWrongOrder(std_sync::Mutex& heap, std_sync::Mutex& scavenger)
    HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // the second lock is not taken: it fails
  scavenger.lock();
  try {
    heap.lock();
    heap.unlock();
  } catch (...) {
    scavenger.unlock();
    throw;
  }
  scavenger.unlock();
}

TEST(StdMutex, ReportsAnInversionInDebugBuilds) {
  std_sync::Mutex heap(LockRank::kHeap);
  std_sync::Mutex scavenger(LockRank::kScavenger);
  if (kDebugBuild) {
    ExpectFailure(
        FailureKind::kLockRank, [&] { TakeInTheWrongOrder(heap, scavenger); },
        "heap lock taken at line", "while scavenger lock, taken at line", "locks_test.cc");
    EXPECT_FALSE(std_sync::ThisThreadsLocks().Holds(LockRank::kScavenger));
  } else {
    TakeInTheWrongOrder(heap, scavenger);
  }
}

struct CountingProbe : NoProbe {
  void LockReleased(LockRank rank) { released.push_back(rank); }
  std::vector<LockRank> released;
};

// A lock that says whether it is held.
class HEDDLE_CAPABILITY("mutex") VisibleMutex {
 public:
  explicit VisibleMutex(LockRank /*rank*/) {}
  void lock(const Location& /*where*/ = Location::current()) HEDDLE_ACQUIRE() { held_ = true; }
  void unlock(const Location& /*where*/ = Location::current()) HEDDLE_RELEASE() { held_ = false; }
  bool held() const { return held_; }

 private:
  bool held_ = false;
};

struct VisibleSync : SingleThread {
  using Mutex = VisibleMutex;
};

struct SectionWorld {
  using P = core::Policies<VisibleSync, NullMemory<VisibleSync>, ProductionGeometry,
                           TunableProtocol, CountingProbe>;
  using HeapSection = Section<P, LockRank::kHeap>;

  VisibleMutex mutex{LockRank::kHeap};
  CountingProbe probe;
  TunableProtocol protocol;
};

TEST(Section, HoldsTheLockAndTellsTheProbe) {
  SectionWorld world;
  {
    const SectionWorld::HeapSection section(world.mutex, world.probe);
    EXPECT_TRUE(world.mutex.held());
    EXPECT_TRUE(world.probe.released.empty());
  }
  EXPECT_FALSE(world.mutex.held());
  EXPECT_EQ(world.probe.released, std::vector{LockRank::kHeap});
}

TEST(Section, EndsEarlyOnce) {
  SectionWorld world;
  {
    SectionWorld::HeapSection section(world.mutex, world.probe);
    section.ReleaseIf(world.protocol, Decision::kScavengerLockDroppedBeforeHeapLock);
    EXPECT_FALSE(world.mutex.held());
  }
  EXPECT_EQ(world.probe.released.size(), 1U);
}

TEST(Section, IsDroppedWithItsDecision) {
  SectionWorld world;
  world.protocol.Drop(Decision::kWatermarkUnderScavengerLock);
  {
    const SectionWorld::HeapSection section(world.mutex, world.probe, world.protocol,
                                            Decision::kWatermarkUnderScavengerLock);
    EXPECT_FALSE(world.mutex.held());
  }
  EXPECT_TRUE(world.probe.released.empty());
}

TEST(Section, IsStretchedWithItsDecision) {
  SectionWorld world;
  world.protocol.Drop(Decision::kScavengerLockDroppedBeforeHeapLock);
  {
    SectionWorld::HeapSection section(world.mutex, world.probe);
    section.ReleaseIf(world.protocol, Decision::kScavengerLockDroppedBeforeHeapLock);
    EXPECT_TRUE(world.mutex.held());
  }
  EXPECT_FALSE(world.mutex.held());
}

}  // namespace
}  // namespace heddle::core
