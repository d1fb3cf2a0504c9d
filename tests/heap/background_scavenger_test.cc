// SPDX-License-Identifier: BSD-3-Clause

#include "core/heap/background_scavenger.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "core/sync/std_sync.h"
#include "tests/heap/heap_world.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::tests {
namespace {

using core::ScavengePacing;
using core::Span;

constexpr std::int64_t kMillisecond = 1'000'000;

TEST(ScavengePacing, CountsNeitherNothingNorTooMuch) {
  EXPECT_EQ(ScavengePacing::Counted(500, 2), 500);
  EXPECT_EQ(ScavengePacing::Counted(0, 2), 20'000);  // a clock too coarse: 10 microseconds a page
  EXPECT_EQ(ScavengePacing::Counted(-7, 1), 10'000);
  EXPECT_EQ(ScavengePacing::Counted(60'000 * kMillisecond, 1), 10 * kMillisecond);
  EXPECT_EQ(ScavengePacing::Counted(0, std::uint64_t{1} << 60), 10 * kMillisecond);
}

TEST(ScavengePacing, SleepsAHundredTimesAsLong) {
  ScavengePacing pacing(0.001);
  EXPECT_EQ(pacing.SleepAfter(1000), 100'000);
  // Slept as told: the share is 1/101, a little less than wanted.
  pacing.Slept(1000, 100'000);
  EXPECT_NEAR(pacing.average_share(), 0.5 * 0.01 + 0.5 / 101, 1e-12);
}

TEST(ScavengePacing, MakesUpForSleepingTooLittleOrTooLong) {
  ScavengePacing pacing(0.001);
  pacing.Slept(1000, 0);  // woken at once
  EXPECT_NEAR(pacing.average_share(), 0.505, 1e-12);
  EXPECT_EQ(pacing.SleepAfter(1000), 5'050'000);
  ScavengePacing bounded(0.001);
  bounded.Slept(1, 3'600'000 * kMillisecond);
  EXPECT_NEAR(bounded.average_share(), 0.0055, 1e-12);
  ScavengePacing unbounded(0);  // R3's bound was an integer 0
  unbounded.Slept(1, 3'600'000 * kMillisecond);
  EXPECT_LT(unbounded.average_share(), 0.00501);
}

// Time as a test has it: reading it costs a little, parking as much as was asked for, unless a
// script says that somebody calls meanwhile.
struct ScriptedClock {
  std::int64_t Now() { return now += cost; }

  template <class Event>
  bool ParkFor(Event& event, std::int64_t nanoseconds) {
    parked.push_back(nanoseconds);
    now += nanoseconds;
    if (meanwhile) {
      meanwhile();
      if (woken_in_time) {
        event.Park();
        return true;
      }
    }
    return false;
  }

  std::int64_t now = 0;
  std::int64_t cost = 1000;
  std::vector<std::int64_t> parked;
  std::function<void()> meanwhile;
  bool woken_in_time = false;
};

// A thread that would park for good cannot be had in a test of one thread, so parking is driven
// with wake-ups that came before.
template <class R>
class BackgroundScavengerTest : public FailureTest {
 protected:
  using World = HeapWorld<R::value>;
  using Background = core::BackgroundScavenger<typename World::Heap, ScriptedClock>;
  using Outcome = typename Background::Outcome;
  static constexpr std::uint64_t kPage = World::kPage;

  // So many free pages that are not released, in a cycle that finds them.
  void MakeFreePages(std::uint64_t pages) {
    const Span span = world_.heap.Allocate(pages);
    world_.heap.Free(span.base);
    world_.heap.StartCycle();
  }

  World world_;
  ScriptedClock clock_;
  Background background_{world_.heap, clock_};
};

TYPED_TEST_SUITE(BackgroundScavengerTest, AllRevisions, RevisionNames);

TEST(BackgroundScavenger, ThatReleasesLessThanASystemPageIsFatal) {
  using World = HeapWorld<core::Revision::kR4>;
  // They contradict each other: the system's page is two of ours.
  World world({.min_pages = 1, .huge_pages = 0, .page_bytes = 2 * World::kPage});
  world.heap.Free(world.heap.Allocate(1).base);
  world.heap.StartCycle();
  world.heap.SetGoal(0);
  ScriptedClock clock;
  core::BackgroundScavenger<World::Heap, ScriptedClock> background(world.heap, clock);
  ExpectFailure(
      core::FailureKind::kAssertion, [&] { background.Step(); },
      "released less than one physical page of memory");
}

TYPED_TEST(BackgroundScavengerTest, WorksTowardsTheGoalAPageAtATime) {
  using Outcome = typename TestFixture::Outcome;
  this->MakeFreePages(5);
  this->world_.heap.SetGoal(2 * TestFixture::kPage);
  this->clock_.meanwhile = [this] {
    core::CheckBackgroundAtRest(this->world_.heap, this->background_);
  };
  for (std::uint64_t retained = 4; retained >= 2; --retained) {
    EXPECT_EQ(this->background_.Step(), Outcome::kSlept);
    EXPECT_EQ(this->world_.heap.Retained(), retained * TestFixture::kPage);
    this->world_.CheckAtRest();
  }
  // It sleeps a hundred times as long as it has worked, about.
  ASSERT_EQ(this->clock_.parked.size(), 3U);
  EXPECT_EQ(this->clock_.parked[0], 100'000);
  this->background_.Stop();
  EXPECT_EQ(this->background_.Step(), Outcome::kStopped);  // it would have parked
}

TYPED_TEST(BackgroundScavengerTest, WhoWakesItWhileItSleepsIsHeard) {
  using Outcome = typename TestFixture::Outcome;
  this->MakeFreePages(5);
  this->world_.heap.SetGoal(0);
  for (const bool in_time : {true, false}) {
    this->clock_.woken_in_time = in_time;
    this->clock_.meanwhile = [this] {
      EXPECT_TRUE(this->background_.IsParked());
      this->background_.RequestWake();
      this->background_.Poll();
      EXPECT_FALSE(this->background_.IsParked());
    };
    EXPECT_EQ(this->background_.Step(), Outcome::kSlept) << in_time;
    EXPECT_FALSE(this->background_.IsParked());
  }
}

TYPED_TEST(BackgroundScavengerTest, StopEndsASleep) {
  using Outcome = typename TestFixture::Outcome;
  this->MakeFreePages(5);
  this->world_.heap.SetGoal(0);
  this->clock_.woken_in_time = true;
  this->clock_.meanwhile = [this] { this->background_.Stop(); };
  EXPECT_EQ(this->background_.Step(), Outcome::kSlept);
  EXPECT_EQ(this->background_.Step(), Outcome::kStopped);
  this->background_.Run();  // returns
}

TYPED_TEST(BackgroundScavengerTest, ARefusedReleaseIsNothingToDo) {
  using Outcome = typename TestFixture::Outcome;
  this->MakeFreePages(5);
  this->world_.heap.SetGoal(0);
  this->world_.memory.refuse_release = true;
  this->background_.Stop();
  EXPECT_EQ(this->background_.Step(), Outcome::kStopped);
  EXPECT_TRUE(this->clock_.parked.empty());
}

// On real threads and with real time.
template <class R>
class BackgroundThreadTest : public testing::Test {
 protected:
  using G = SmallGeometry;
  using Sync = core::StdSync;
  using Memory = MoodyMemory<Sync>;
  using P = core::Policies<Sync, Memory, G>;
  using Heap = core::Heap<P, R::value>;
  using Background = core::BackgroundScavenger<Heap, core::SteadyClock>;
  static constexpr std::uint64_t kPage = G::kPageBytes;

  void FreePages(std::uint64_t pages) {
    const Span span = heap_.Allocate(pages);
    heap_.Free(span.base);
    heap_.StartCycle();
  }

  // Until it is so, for a minute at most.
  template <class Condition>
  bool Eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) {
        return false;
      }
      background_.Poll();
      std::this_thread::yield();
    }
    return true;
  }

  Memory memory_;
  core::NoProbe probe_;
  Heap heap_{memory_, probe_, {.sizes = {}, .hints = {}}};
  core::SteadyClock clock_;
  Background background_{heap_, clock_};
};

TYPED_TEST_SUITE(BackgroundThreadTest, AllRevisions, RevisionNames);

TYPED_TEST(BackgroundThreadTest, IsWokenAndGoesBackToSleep) {
  using Heap = typename TestFixture::Heap;
  std::thread thread([this] { this->background_.Run(); });
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(this->Eventually([this] { return this->background_.IsParked(); }));
    this->FreePages(20);
    this->heap_.SetGoal(5 * TestFixture::kPage);
    {
      // Under the heap lock only a request may be made.
      const typename Heap::HeapSection section(this->heap_.heap_lock(), this->probe_);
      this->background_.RequestWake();
    }
    EXPECT_TRUE(
        this->Eventually([this] { return this->heap_.Retained() <= 5 * TestFixture::kPage; }));
    EXPECT_TRUE(this->Eventually([this] { return this->background_.IsParked(); }));
    this->heap_.SetGoal(core::kNoGoal);
    this->FreePages(1);
    this->heap_.ScavengeAll();
  }
  this->background_.Stop();
  thread.join();
  core::HeapInvariants<Heap>::CheckAtRest(this->heap_, {});
}

// Of R1 and R2 a new cycle can get lost when it begins while the scavenger is at work, and this
// test begins many.
template <class R>
using BackgroundWakingTest = BackgroundThreadTest<R>;
using ReservingRevisions =
    testing::Types<RevisionIs<core::Revision::kR3>, RevisionIs<core::Revision::kR4>>;
TYPED_TEST_SUITE(BackgroundWakingTest, ReservingRevisions, RevisionNames);

// A wake-up that comes at any moment is not lost, however the two meet.
TYPED_TEST(BackgroundWakingTest, NoRequestIsLost) {
  std::thread thread([this] { this->background_.Run(); });
  this->heap_.SetGoal(0);
  for (int round = 0; round < 200; ++round) {
    this->FreePages(1 + round % 3);
    this->background_.RequestWake();
    ASSERT_TRUE(this->Eventually([this] { return this->heap_.Retained() == 0; })) << round;
  }
  this->background_.Stop();
  thread.join();
}

}  // namespace
}  // namespace heddle::tests
