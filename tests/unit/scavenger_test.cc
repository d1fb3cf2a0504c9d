// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/protocol/asked_places.h"
#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/cursor_scavenger.h"
#include "core/scavenger/trace_line.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core::scavenger_test {
namespace {

using tests::Checked;
using tests::SmallGeometry;
constexpr std::uint64_t kPage = SmallGeometry::kPageBytes;
constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();

// Memory that the system does not take back as long as it is told not to.
struct StubbornMemory : NullMemory<Checked> {
  bool Release(Address /*base*/, std::uint64_t bytes) {
    ++asked;
    released += refuse ? 0 : bytes;
    return !refuse;
  }
  bool refuse = false;
  int asked = 0;
  std::uint64_t released = 0;
};

using World = tests::World<Checked, SmallGeometry, StubbornMemory>;

Offset LowWatermark(World& world) {
  const World::ScavengerSection section(world.scavenger.scavenger_lock(), world.probe);
  return world.scavenger.low_watermark();
}
Offset FreeHighWatermark(World& world) {
  const World::HeapSection section(world.pages.heap_lock(), world.probe);
  return world.pages.FreeHighWatermark();
}
std::optional<AddressRange> Left(World& world) {
  const World::ScavengerSection section(world.scavenger.scavenger_lock(), world.probe);
  const auto& left = world.scavenger.in_use();
  return left.Count() == 1 ? std::optional(left.At(0)) : std::nullopt;
}
std::uint64_t Load(const MemoryStatistics<Checked>::Counter& counter) {
  return counter.load(MemoryOrder::kRelaxed);
}

class Scavenging : public testing::Test {
 protected:
  // Chunks 2 and 3, once used throughout, now free and committed.
  Scavenging() {
    world_.Grow(2, 2);
    const Allocation run = world_.Alloc(128);
    world_.Free(run.base, 128);
    world_.StartGeneration();
  }

  World world_;
};

TEST_F(Scavenging, ReleasesEverythingOnce) {
  EXPECT_EQ(Load(world_.statistics.committed), 128 * kPage);
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 128 * kPage);
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 0U);
  EXPECT_EQ(world_.memory.released, 128 * kPage);
  EXPECT_EQ(Load(world_.statistics.heap_released), 128 * kPage);
  EXPECT_EQ(Load(world_.statistics.committed), 0U);
  EXPECT_EQ(world_.Chunks().Of(3).scavenged().Word(0), ~std::uint64_t{0});
  EXPECT_EQ(LowWatermark(world_), SmallGeometry::ChunkBase(2));
  world_.Check();
}

TEST_F(Scavenging, TakesTheHighestPagesFirst) {
  EXPECT_EQ(world_.scavenger.Scavenge(3 * kPage + 1), 4 * kPage);
  EXPECT_EQ(LowWatermark(world_), SmallGeometry::PageOffset(3, 60));
  EXPECT_EQ(world_.scavenger.Scavenge(1), kPage);
  EXPECT_EQ(LowWatermark(world_), SmallGeometry::PageOffset(3, 59));
  EXPECT_EQ(Left(world_),
            (AddressRange{SmallGeometry::ChunkBase(2), SmallGeometry::PageOffset(3, 59)}))
      << "what was not searched comes back";
}

TEST_F(Scavenging, OfNothingDoesNothing) {
  EXPECT_EQ(world_.scavenger.Scavenge(0), 0U);
  EXPECT_EQ(world_.memory.asked, 0);
}

// A system that refuses changes nothing (spec 6.1).
TEST_F(Scavenging, ARefusedReleaseLeavesBitsAndAccountsAsTheyWere) {
  world_.memory.refuse = true;
  const std::uint64_t released = Load(world_.statistics.heap_released);
  const std::uint64_t committed = Load(world_.statistics.committed);
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 0U);
  EXPECT_EQ(world_.memory.asked, 2) << "each chunk once: it gives up on what was refused";
  for (const ChunkIndex chunk : {2, 3}) {
    EXPECT_EQ(world_.Chunks().Of(chunk).allocated().Word(0), 0U);
    EXPECT_EQ(world_.Chunks().Of(chunk).scavenged().Word(0), 0U);
  }
  EXPECT_EQ(Load(world_.statistics.heap_released), released);
  EXPECT_EQ(Load(world_.statistics.committed), committed);
  world_.Check();
  EXPECT_EQ(world_.Alloc(128), (Allocation{World::At(2), 0}));
}

TEST_F(Scavenging, ARefusedReleaseIsTriedAgainByTheNextGeneration) {
  world_.memory.refuse = true;
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 0U);
  EXPECT_EQ(FreeHighWatermark(world_), SmallGeometry::ChunkBase(4) - 1);
  world_.memory.refuse = false;
  world_.StartGeneration();
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 128 * kPage);
  world_.Check();
}

TEST_F(Scavenging, AStaleReservationIsDropped) {
  const auto stale = world_.scavenger.Reserve();
  EXPECT_EQ(stale.generation, 1U);
  world_.StartGeneration();
  const auto before = Left(world_);
  world_.scavenger.Unreserve(stale);
  EXPECT_EQ(Left(world_), before);
  world_.Check();
}

TEST_F(Scavenging, ACurrentReservationComesBack) {
  const auto before = Left(world_);
  const auto reservation = world_.scavenger.Reserve();
  EXPECT_EQ(Left(world_), std::nullopt);
  world_.scavenger.Unreserve(reservation);
  EXPECT_EQ(Left(world_), before);
}

// Spec 5.7 and 5.10, scenario 8.
TEST_F(Scavenging, TheNextPassGoesOnBelowTheLastOne) {
  world_.scavenger.Scavenge(8 * kPage);
  world_.StartGeneration();
  EXPECT_EQ(Left(world_),
            (AddressRange{SmallGeometry::ChunkBase(2), SmallGeometry::PageOffset(3, 56)}));
}

TEST_F(Scavenging, TheNextPassStartsFromTheHighestPageFreedAboveTheLastOne) {
  world_.scavenger.Scavenge(70 * kPage);
  const Allocation all = world_.Alloc(128);
  world_.Free(all.base + 80 * kPage, 4);
  world_.StartGeneration();
  EXPECT_EQ(Left(world_),
            (AddressRange{SmallGeometry::ChunkBase(2), SmallGeometry::PageOffset(3, 20) - 1}));
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 4 * kPage) << "the cut page is still searched";
}

TEST_F(Scavenging, APassThatReachedTheBottomIsFollowedByAnEmptyOne) {
  world_.scavenger.Scavenge(kAll);
  world_.StartGeneration();
  EXPECT_EQ(Left(world_), std::nullopt);
  world_.StartGeneration();
  EXPECT_EQ(Left(world_), (AddressRange{SmallGeometry::ChunkBase(2), SmallGeometry::ChunkBase(4)}));
}

// R4-b: the finding cache-flush-no-hwm. Freed, they would be in the next pass
// (TheNextPassStartsFromTheHighestPageFreedAboveTheLastOne).
TEST_F(Scavenging, WhatACacheGivesBackWaitsForAsLongAsLowerPagesAreReleased) {
  const Allocation low = world_.Alloc(64);
  World::Pages::Cache cache;
  {
    const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
    cache = world_.pages.AllocToCache();
  }
  ASSERT_EQ(cache.base, World::At(3));
  world_.Free(low.base, 64);
  ASSERT_EQ(world_.scavenger.Scavenge(kAll), 64 * kPage);
  {
    const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
    world_.pages.Flush(cache);
  }
  for (int pass = 0; pass < 5; ++pass) {
    world_.StartGeneration();
    world_.Free(world_.Alloc(1).base, 1);
    EXPECT_EQ(world_.scavenger.Scavenge(kAll), kPage) << "the lowest page alone";
  }
  world_.StartGeneration();
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 0U) << "an idle generation, which is not enough";
  world_.StartGeneration();
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 64 * kPage);
  EXPECT_EQ(world_.Chunks().Of(3).scavenged().Word(0), ~std::uint64_t{0});
  world_.Check();
}

TEST_F(Scavenging, PagesInUseAreLeftAlone) {
  const Allocation run = world_.Alloc(100);
  EXPECT_EQ(world_.scavenger.Scavenge(kAll), 28 * kPage);
  EXPECT_EQ(world_.Chunks().Of(2).scavenged().Word(0), 0U);
  EXPECT_EQ(world_.Chunks().Of(3).scavenged().Word(0), ~std::uint64_t{0} << 36);
  world_.Free(run.base, 100);
  world_.Check();
}

TEST_F(Scavenging, RecordsThePassThatEnds) {
  world_.scavenger.AddReleased(4096);
  const GenerationRecord record = world_.StartGeneration();
  EXPECT_EQ(record.generation, 1U);
  EXPECT_EQ(record.released_bytes, 4096U);
  EXPECT_EQ(world_.StartGeneration().released_bytes, 0U);
}

// Counts the reservations that somebody has.
struct ReservationProbe : NoProbe {
  void Reserved(const AddressRange& /*range*/, Generation /*generation*/) { ++open; }
  void Unreserved(const AddressRange& /*range*/, Generation /*generation*/,
                  UnreserveOutcome /*what*/) {
    --open;
  }
  void SearchedThrough() { --open; }
  int open = 0;
};

TEST(Reservation, ComesBackOrIsSearchedThrough) {
  tests::World<Checked, SmallGeometry, NullMemory<Checked>, ShippedProtocol, ReservationProbe>
      world;
  world.Grow(2, 2);
  const Allocation run = world.Alloc(128);
  world.Free(run.base, 128);
  world.StartGeneration();
  // What is left comes back; the last page is the end of it; nothing is found.
  for (const std::uint64_t bytes : {kPage, 127 * kPage, kAll}) {
    world.scavenger.Scavenge(bytes);
    EXPECT_EQ(world.probe.open, 0) << bytes;
  }
}

TEST(SystemPages, AreReleasedWhole) {
  World world(PhysicalSizes{.min_pages = 8, .huge_pages = 0});
  world.Grow(2);
  world.Alloc(64);
  world.Free(World::At(2, 3), 30);  // pages 3 to 32: whole groups from 8 to 31
  world.StartGeneration();
  EXPECT_EQ(world.scavenger.Scavenge(1), 8 * kPage);
  EXPECT_EQ(world.scavenger.Scavenge(kAll), 16 * kPage);
  EXPECT_EQ(world.Chunks().Of(2).scavenged().Word(0), std::uint64_t{0xffffff00});
}

TEST(HugePages, AreNotSplit) {
  World world(PhysicalSizes{.min_pages = 1, .huge_pages = 16});
  world.Grow(2);
  world.Alloc(64);
  world.Free(World::At(2), 64);
  world.StartGeneration();
  EXPECT_EQ(world.scavenger.Scavenge(kPage), 16 * kPage);
}

// R1 (R1-e): below the lowest page that it has released, whatever is there.
TEST(Cursor, InAChunkWithoutBitmapsIsFatal) {
  World world;
  world.Grow(1);
  world.Grow(12);  // the lowest chunk of its block of the chunk table
  world.Alloc(64);
  world.Alloc(64);
  world.Free(World::At(1), 64);
  world.Free(World::At(12), 64);
  CursorScavenger<World::P> scavenger(world.pages, world.memory, world.statistics, world.probe);
  {
    const World::HeapSection section(scavenger.heap_lock(), world.probe);
    scavenger.ResetCursor();
  }
  EXPECT_EQ(scavenger.Scavenge(64 * kPage), 64 * kPage);
  tests::ExpectFailure(
      FailureKind::kAssertion, [&] { scavenger.Scavenge(1); },
      "the cursor is in chunk 11, which was never grown and has no bitmaps");
}

// Lets another have its turn where the heap lock is next given back.
struct YieldingProbe : NoProbe {
  void LockReleased(LockRank rank) {
    if (rank == LockRank::kHeap && other) {
      std::exchange(other, nullptr)();
    }
  }
  std::function<void()> other;
};
using TunedWorld =
    tests::World<Checked, SmallGeometry, NullMemory<Checked>, TunableProtocol, YieldingProbe>;

// With its locks the wrong way round it has given back the heap lock, and has to look again for
// what was freed meanwhile. As shipped that is too late for this generation.
TEST(StartGeneration, LooksAtTheHighWatermarkUnderTheHeapLock) {
  for (const bool inverted : {false, true}) {
    TunableProtocol protocol;
    if (inverted) {
      protocol.Drop(Decision::kHeapLockBeforeScavengerLock);
    }
    TunedWorld world({}, protocol);
    world.Grow(2, 2);
    world.Free(world.Alloc(128).base, 128);
    world.StartGeneration();
    EXPECT_EQ(world.scavenger.Scavenge(kAll), 128 * kPage);
    world.Alloc(128);
    world.probe.other = [&] { world.Free(World::At(3, 63), 1); };
    world.StartGeneration();
    EXPECT_FALSE(world.probe.other);
    EXPECT_EQ(world.scavenger.Scavenge(kAll), inverted ? kPage : 0);
  }
}

// What is found without the lock is taken as it is; by itself the scavenger finds the same.
TEST(ScavengerThatDoesNotVerify, ByItselfReleasesTheSame) {
  AskedPlaces places;
  TunedWorld world({}, TunableProtocol{}.Drop(Decision::kVerifyUnderHeapLock).TellPlaces(places));
  world.Grow(2, 2);
  world.Alloc(128);
  world.Free(World::At(2, 3), 5);
  world.StartGeneration();
  EXPECT_EQ(world.scavenger.Scavenge(kAll), 5 * kPage);
  world.Check();
  EXPECT_TRUE(std::ranges::any_of(places.Of(Access::kPeekPageBits), [](const auto& place) {
    return std::string_view(place.function_name()).find("PeekScavengeRun") !=
           std::string_view::npos;
  }));
}

TEST(TraceLine, HasTheFormatOfTheRuntime) {
  MemoryStatistics<SingleThread> statistics;
  statistics.heap_sys.store(1 << 20, MemoryOrder::kRelaxed);
  statistics.heap_released.store(1 << 18, MemoryOrder::kRelaxed);
  statistics.heap_inuse.store(1 << 19, MemoryOrder::kRelaxed);
  EXPECT_EQ(FormatTraceLine({7, 65535}, statistics), "scav 7 63 KiB work, 256 KiB total, 66% util");
  EXPECT_EQ(FormatTraceLine({7, 65536}, statistics, TraceCause::kForced),
            "scav 7 64 KiB work, 256 KiB total, 66% util (forced)");
}

TEST(TraceLine, OfAHeapThatRetainsNothing) {
  MemoryStatistics<SingleThread> statistics;
  EXPECT_EQ(FormatTraceLine({0, 0}, statistics), "scav 0 0 KiB work, 0 KiB total, 0% util");
  statistics.heap_released.store(4096, MemoryOrder::kRelaxed);
  EXPECT_EQ(statistics.HeapRetained(), 0U) << "seen in the middle of a growth";
}

}  // namespace
}  // namespace heddle::core::scavenger_test
