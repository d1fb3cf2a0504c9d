// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <type_traits>

#include "core/protocol/protocol.h"
#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/cursor_scavenger.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/sync/concept.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core {
namespace {

// Clang's analysis needs the name of the lock it follows.
template <class Sync>
class SyncPolicies : public testing::Test {};

using Policies = testing::Types<StdSync, SingleThread, tests::Checked, tests::Unchecked>;
TYPED_TEST_SUITE(SyncPolicies, Policies);

TYPED_TEST(SyncPolicies, Conform) {
  static_assert(SyncPolicy<TypeParam>);
  // Arrays of these are valid in memory that the system hands out zero-filled.
  using Atomic = typename TypeParam::template Atomic<std::uint64_t>;
  using Shared = typename TypeParam::template Shared<std::uint64_t>;
  using Published = typename TypeParam::template Published<std::uint64_t>;
  static_assert(std::is_trivially_default_constructible_v<Atomic>);
  static_assert(std::is_trivially_default_constructible_v<Shared>);
  static_assert(std::is_trivially_default_constructible_v<Published>);
}

TYPED_TEST(SyncPolicies, AtomicsDoWhatTheySay) {
  constexpr auto kOrder = MemoryOrder::kSequentiallyConsistent;
  typename TypeParam::template Atomic<std::uint64_t> atomic(5);
  EXPECT_EQ(atomic.load(kOrder), 5U);
  atomic.store(7, kOrder);
  EXPECT_EQ(atomic.exchange(9, kOrder), 7U);
  EXPECT_EQ(atomic.fetch_add(2, kOrder), 9U);
  EXPECT_EQ(atomic.fetch_sub(12, kOrder), 11U);
  EXPECT_EQ(atomic.load(kOrder), std::uint64_t{0} - 1);
  std::uint64_t expected = 3;
  EXPECT_FALSE(atomic.compare_exchange_strong(expected, 1, kOrder, kOrder));
  EXPECT_EQ(expected, std::uint64_t{0} - 1);
  EXPECT_TRUE(atomic.compare_exchange_strong(expected, 1, kOrder, kOrder));
  EXPECT_EQ(atomic.load(kOrder), 1U);
  TypeParam::Fence(kOrder);
}

TYPED_TEST(SyncPolicies, CellsKeepTheirValue) {
  typename TypeParam::template Shared<std::uint64_t> shared(1);
  EXPECT_EQ(shared.Get(), 1U);
  shared.Set(2);
  EXPECT_EQ(shared.Get(), 2U);
  typename TypeParam::template Published<std::uint64_t> published(3);
  EXPECT_EQ(published.Get(), 3U);
  published.Set(4, MemoryOrder::kRelease);
  EXPECT_EQ(published.Get(), 4U);
  EXPECT_EQ(published.Peek(MemoryOrder::kAcquire), 4U);
}

TYPED_TEST(SyncPolicies, EventsKeepAWakeUpThatComesFirst) {
  typename TypeParam::Event event;
  event.Wake();
  event.Wake();  // counts as one with the first
  event.Park();
}

TEST(SingleThreadEvent, CannotWaitForAnybodyElse) {
  SingleThread::Event event;
  event.Wake();
  event.Wake();
  event.Park();
  tests::ExpectFailure(
      FailureKind::kAssertion, [&] { event.Park(); },
      "the only thread parks on an event that nobody can wake");
}

TEST(Sizes, OfWhatIsNotChecked) {
  EXPECT_EQ(sizeof(SingleThread::Published<std::uint64_t>), sizeof(std::uint64_t));
  EXPECT_EQ(sizeof(StdSync::Shared<AddressRange>), sizeof(AddressRange));
  EXPECT_EQ(sizeof(StdSync::Atomic<std::uint64_t>), sizeof(std::uint64_t));
#if !defined(HEDDLE_THREAD_SANITIZER)
  EXPECT_EQ(sizeof(StdSync::Published<std::uint64_t>), sizeof(std::uint64_t));
#endif
  if (!kDebugBuild) {
    EXPECT_EQ(sizeof(StdSync::Mutex), sizeof(std::mutex));
  }
}

TEST(Sizes, TheShippedProtocolAndNoProbeAddNothing) {
  EXPECT_TRUE(std::is_empty_v<ShippedProtocol>);
  EXPECT_TRUE(std::is_empty_v<NoProbe>);
  using Shipped = tests::World<SingleThread>;
  using Tunable =
      tests::World<SingleThread, tests::SmallGeometry, NullMemory<SingleThread>, TunableProtocol>;
  EXPECT_LT(sizeof(Shipped::Scavenger), sizeof(Tunable::Scavenger));
}

// What repairs remember is not there where none can be put in.
TEST(Sizes, RepairsAddNothingToWhatShips) {
  using P = tests::World<SingleThread>::P;
  using Held = Reservations<P, LockRank::kScavenger>;
  struct DesignedReservations {
    P::Sync::Mutex& guard;
    P::Probe& probe;
    Held::Ranges left;
    P::Sync::Shared<Generation> generation;
    P::Sync::Shared<std::uint64_t> share;
  };
  EXPECT_EQ(sizeof(Held), sizeof(DesignedReservations));
  struct DesignedCursor {
    PageAlloc<P>& pages;
    P::Memory& memory;
    CursorScavenger<P>::Statistics& statistics;
    P::Probe& probe;
    P::Sync::Shared<Offset> cursor;
  };
  EXPECT_EQ(sizeof(CursorScavenger<P>), sizeof(DesignedCursor));
}

// Each side answers the other's wake-up. One that is lost leaves both parked.
TEST(StdEvent, LosesNoWakeUp) {
  constexpr int kRounds = 20000;
  std_sync::Event ping;
  std_sync::Event pong;
  std::atomic<int> answered{0};
  std::thread other([&] {
    for (int i = 0; i < kRounds; ++i) {
      ping.Park();
      answered.fetch_add(1, std::memory_order_relaxed);
      pong.Wake();
    }
  });
  for (int i = 0; i < kRounds; ++i) {
    ping.Wake();
    pong.Park();
    ASSERT_EQ(answered.load(std::memory_order_relaxed), i + 1);
  }
  other.join();
}

// Waker and waiter do not wait for each other, so wake-ups run together, but the last one, which
// comes after the work it announces, must not be lost.
TEST(StdEvent, WakesAfterTheLastOfManyWakeUps) {
  constexpr int kRounds = 20000;
  std_sync::Event event;
  std::atomic<int> work{0};
  std::thread waker([&] {
    for (int i = 0; i < kRounds; ++i) {
      work.fetch_add(1, std::memory_order_relaxed);
      event.Wake();
    }
  });
  while (work.load(std::memory_order_relaxed) < kRounds) {
    event.Park();
  }
  waker.join();
}

TEST(TunableProtocol, StartsAsShipped) {
  const TunableProtocol protocol;
  for (int i = 0; i <= static_cast<int>(Decision::kLast); ++i) {
    EXPECT_TRUE(protocol.Holds(static_cast<Decision>(i)));
  }
  for (int i = 0; i <= static_cast<int>(Step::kLast); ++i) {
    EXPECT_TRUE(protocol.Does(static_cast<Step>(i)));
  }
  for (int i = 0; i <= static_cast<int>(Choice::kLast); ++i) {
    EXPECT_TRUE(protocol.Chooses(static_cast<Choice>(i)));
  }
  for (int i = 0; i <= static_cast<int>(Access::kLast); ++i) {
    const auto access = static_cast<Access>(i);
    EXPECT_EQ(protocol.Order(access), ShippedOrder(access));
  }
  for (int i = 0; i <= static_cast<int>(Repair::kLast); ++i) {
    EXPECT_FALSE(protocol.Repairs(static_cast<Repair>(i)));
    EXPECT_FALSE(ShippedProtocol::Repairs(static_cast<Repair>(i)));
  }
}

TEST(TunableProtocol, RepairsOneThingAtATimeAndTakesADecisionBack) {
  TunableProtocol protocol;
  protocol.Drop(Decision::kEveryMarkCounts)
      .Drop(Decision::kFindYieldsToMarks)
      .Keep(Decision::kEveryMarkCounts)
      .Repair(Repair::kCursorOnlyFalls);
  EXPECT_TRUE(protocol.Holds(Decision::kEveryMarkCounts));
  EXPECT_FALSE(protocol.Holds(Decision::kFindYieldsToMarks));
  EXPECT_TRUE(protocol.Repairs(Repair::kCursorOnlyFalls));
  EXPECT_FALSE(protocol.Repairs(Repair::kCursorKnowsHoles));
}

TEST(TunableProtocol, TurnsOffOneThingAtATime) {
  TunableProtocol protocol;
  protocol.Drop(Decision::kVerifyUnderHeapLock)
      .Skip(Step::kCountReleasedBytes)
      .Change(Choice::kPassesWhereFooled)
      .Weaken(Access::kFindChunkBlock, MemoryOrder::kPlain);
  EXPECT_FALSE(protocol.Holds(Decision::kVerifyUnderHeapLock));
  EXPECT_TRUE(protocol.Holds(Decision::kUnreserveChecksGeneration));
  EXPECT_FALSE(protocol.Does(Step::kCountReleasedBytes));
  EXPECT_TRUE(protocol.Does(Step::kSetScavengedBits));
  EXPECT_FALSE(protocol.Chooses(Choice::kPassesWhereFooled));
  EXPECT_TRUE(protocol.Chooses(Choice::kGivesBackRestAlone));
  EXPECT_EQ(protocol.Order(Access::kFindChunkBlock), MemoryOrder::kPlain);
  EXPECT_EQ(protocol.Order(Access::kPeekPageBits), MemoryOrder::kRelaxed);
}

TEST(Names, AreThoseOfTheOrders) {
  EXPECT_STREQ(Name(MemoryOrder::kPlain), "plain");
  EXPECT_STREQ(Name(MemoryOrder::kRelaxed), "relaxed");
  EXPECT_STREQ(Name(MemoryOrder::kAcquire), "acquire");
  EXPECT_STREQ(Name(MemoryOrder::kRelease), "release");
  EXPECT_STREQ(Name(MemoryOrder::kAcquireRelease), "acq_rel");
  EXPECT_STREQ(Name(MemoryOrder::kSequentiallyConsistent), "seq_cst");
}

}  // namespace
}  // namespace heddle::core
