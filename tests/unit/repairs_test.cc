// SPDX-License-Identifier: BSD-3-Clause
//
// What the repairs of findings do where one thread can see it (core/protocol/repair.h).

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <vector>

#include "core/protocol/tunable_protocol.h"
#include "tests/unit/worlds.h"

namespace heddle::core::repairs_test {
namespace {

using tests::Checked;
using tests::SmallGeometry;
using World = tests::World<Checked, SmallGeometry, NullMemory<Checked>, TunableProtocol>;

constexpr std::uint64_t kPage = SmallGeometry::kPageBytes;
constexpr unsigned kChunkPages = SmallGeometry::kChunkPages;
constexpr ChunkIndex kFirst = 2;
constexpr unsigned kPages = 2 * kChunkPages;

TunableProtocol With(Repair repair) { return TunableProtocol{}.Repair(repair); }

enum class State : std::uint8_t { kUsed, kReady, kReleased };
using States = std::vector<State>;

Address AddressOf(unsigned page) {
  return World::At(kFirst + page / kChunkPages, page % kChunkPages);
}

// Two chunks whose pages are as they are told.
struct Heap {
  Heap(const States& states, unsigned system_pages)
      : world(PhysicalSizes{.min_pages = system_pages, .huge_pages = 0},
              With(Repair::kTakesAlignedPartAlone)) {
    world.Grow(kFirst, 2);
    for (unsigned page = 0; page < kPages; ++page) {
      if (states[page] != State::kReleased) {
        const World::HeapSection section(world.pages.heap_lock(), world.probe);
        world.pages.AllocRange(World::G::OffsetOf(AddressOf(page)), 1);
      }
    }
    for (unsigned page = 0; page < kPages; ++page) {
      if (states[page] == State::kReady) {
        world.Free(AddressOf(page), 1);
      }
    }
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    world.pages.ResetFreeHighWatermark();
  }

  States Now() {
    States states;
    for (unsigned page = 0; page < kPages; ++page) {
      const auto& chunk = world.Chunks().Of(kFirst + page / kChunkPages);
      states.push_back(chunk.allocated().Test(page % kChunkPages)   ? State::kUsed
                       : chunk.scavenged().Test(page % kChunkPages) ? State::kReleased
                                                                    : State::kReady);
    }
    return states;
  }
  Allocation AllocAligned(std::uint64_t pages) {
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    return world.pages.AllocAligned(pages);
  }
  Offset FreeHighWatermark() {
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    return world.pages.FreeHighWatermark();
  }

  World world;
};

// The page that an aligned allocation of `pages` begins with: in the lowest run of free pages that
// has room for them and for a system page besides.
std::optional<unsigned> NaiveAligned(const States& states, unsigned pages, unsigned system_pages) {
  unsigned run = 0;
  for (unsigned page = 0; page < kPages; ++page) {
    run = states[page] == State::kUsed ? 0 : run + 1;
    if (run == pages + system_pages) {
      const unsigned base = page + 1 - run;
      return (base + system_pages - 1) / system_pages * system_pages;
    }
  }
  return std::nullopt;
}

void ExpectAsNaive(const States& before, unsigned pages, unsigned system_pages) {
  Heap heap(before, system_pages);
  ASSERT_EQ(heap.Now(), before);
  const std::optional<unsigned> expected = NaiveAligned(before, pages, system_pages);
  const Allocation run = heap.AllocAligned(pages);
  ASSERT_EQ(static_cast<bool>(run), expected.has_value()) << pages << " pages";
  States after = before;
  std::uint64_t released = 0;
  if (expected) {
    EXPECT_EQ(run.base, AddressOf(*expected)) << pages << " pages";
    for (unsigned page = *expected; page < *expected + pages; ++page) {
      released += after[page] == State::kReleased ? 1 : 0;
      after[page] = State::kUsed;
    }
  }
  EXPECT_EQ(run.scavenged_bytes, released * kPage) << "of the pages that are given, and no others";
  EXPECT_EQ(heap.Now(), after) << "no other page has changed";
  EXPECT_EQ(heap.FreeHighWatermark(), World::G::kMinOffset) << "nothing was freed";
  heap.world.Check();
}

TEST(AlignedPartAlone, IsThatOfANaiveSearchInEveryPatternOfEightPages) {
  for (unsigned pattern = 0; pattern < 6561; ++pattern) {  // 3^8
    States states(kPages, State::kUsed);
    // At the seam of the chunks, where runs cross it.
    unsigned digits = pattern;
    for (unsigned page = kChunkPages - 4; page < kChunkPages + 4; ++page) {
      states[page] = static_cast<State>(digits % 3);
      digits /= 3;
    }
    ExpectAsNaive(states, 1 + pattern % 3, pattern % 2 == 0 ? 2 : 4);
    if (testing::Test::HasFailure()) {
      FAIL() << "pattern " << pattern;
    }
  }
}

TEST(AlignedPartAlone, IsThatOfANaiveSearchInRandomHeaps) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    States states;
    while (states.size() < kPages) {
      const auto state = static_cast<State>(random() % 3);
      const std::size_t run = std::min<std::size_t>(1 + random() % 20, kPages - states.size());
      states.insert(states.end(), run, state);
    }
    ExpectAsNaive(states, 1 + random() % 16, 2U << (random() % 3));
    if (testing::Test::HasFailure()) {
      FAIL() << "round " << round;
    }
  }
}

TEST(AlignedPartAlone, IsNothingIfNothingIsAskedForOrTheHeapIsEmpty) {
  World world(PhysicalSizes{.min_pages = 4, .huge_pages = 0}, With(Repair::kTakesAlignedPartAlone));
  const World::HeapSection section(world.pages.heap_lock(), world.probe);
  EXPECT_FALSE(world.pages.AllocAligned(1));
  world.pages.Grow(World::At(2), SmallGeometry::kChunkBytes);
  EXPECT_FALSE(world.pages.AllocAligned(0));
  EXPECT_FALSE(world.pages.AllocAligned(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_FALSE(world.pages.AllocAligned(61));
  EXPECT_EQ(world.pages.AllocAligned(60).base, World::At(2));
}

// What a generation may search, as a limit; 0 if that is nothing.
std::uint64_t LimitOfNext(World& world) {
  world.StartGeneration();
  const World::ScavengerSection section(world.scavenger.scavenger_lock(), world.probe);
  const auto& left = world.scavenger.in_use();
  return left.Count() == 0 ? 0 : left.At(left.Count() - 1).limit.value;
}

struct Passes {
  explicit Passes(const TunableProtocol& protocol) : world(PhysicalSizes{}, protocol) {
    world.Grow(kFirst, 4);
    world.Free(world.Alloc(4 * kChunkPages).base, 4 * kChunkPages);
    world.StartGeneration();
  }
  World world;
};

// The repairs are for scavengers that meet. One by itself goes on where it has stopped, starts
// again from the top after an empty generation, and does not search again what it has searched.
TEST(RepairedScavenger, ByItselfPassesOverTheHeapAsShipped) {
  Passes shipped({});
  Passes repaired(With(Repair::kStartsAboveUnsearched)
                      .Repair(Repair::kWatermarkOfOneGeneration)
                      .Repair(Repair::kSubtractsWhatItRecords));
  std::mt19937 random(1);
  std::vector<std::uint64_t> limits;
  for (int generation = 0; generation < 200; ++generation) {
    const std::uint64_t bytes = random() % 100 * kPage;
    EXPECT_EQ(shipped.world.scavenger.Scavenge(bytes), repaired.world.scavenger.Scavenge(bytes));
    if (random() % 2 == 0) {
      const auto pages = 1 + random() % 40;
      const Allocation run = shipped.world.Alloc(pages);
      EXPECT_EQ(run.base, repaired.world.Alloc(pages).base);
      shipped.world.Free(run.base, pages);
      repaired.world.Free(run.base, pages);
    }
    limits.push_back(LimitOfNext(shipped.world));
    EXPECT_EQ(LimitOfNext(repaired.world), limits.back()) << "generation " << generation;
  }
  EXPECT_GT(std::ranges::count_if(limits,
                                  [](std::uint64_t limit) {
                                    return 0 < limit &&
                                           limit < World::G::ChunkBase(kFirst + 4).value;
                                  }),
            50)
      << "most passes started from the top, which shows little";
}

// While a reservation is out, the next generation includes it; when it is over, no longer.
TEST(RepairedScavenger, StartsAboveAReservationUntilItIsOver) {
  constexpr std::uint64_t kTop = World::G::ChunkBase(kFirst + 4).value;
  for (const bool is_over : {false, true}) {
    Passes passes(With(Repair::kStartsAboveUnsearched));
    Reservation work = passes.world.scavenger.Reserve();
    ASSERT_EQ(work.range.limit.value, kTop);
    EXPECT_EQ(passes.world.scavenger.ScavengeOne(work, kPage), kPage);
    if (is_over) {
      passes.world.scavenger.Unreserve(work);
    }
    EXPECT_EQ(LimitOfNext(passes.world), is_over ? kTop - kPage : kTop);
  }
}

TEST(RepairedScavenger, SubtractsNoMoreThanItRecords) {
  World world(PhysicalSizes{}, With(Repair::kSubtractsWhatItRecords));
  world.Grow(kFirst);
  world.StartGeneration();
  world.scavenger.AddReleased(3 * kPage);
  EXPECT_EQ(world.StartGeneration().released_bytes, 3 * kPage);
  EXPECT_EQ(world.scavenger.released(), 0U);
}

// A chunk whose pages but for the lowest are ready, in a cache of which as many as are told have
// been released before.
struct Cached {
  explicit Cached(unsigned released) : world({}, With(Repair::kFlushRaisesWatermark)) {
    world.Grow(kFirst);
    const Address base = world.Alloc(kChunkPages).base;
    world.Free(base + kPage, kChunkPages - 1);
    world.StartGeneration();
    if (released != 0) {
      world.scavenger.Scavenge(released * kPage);
    }
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    cache = world.pages.AllocToCache();
    world.pages.ResetFreeHighWatermark();
  }
  Offset Flush() {
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    world.pages.Flush(cache);
    return world.pages.FreeHighWatermark();
  }

  World world;
  World::Pages::Cache cache;
};

TEST(FlushThatRaisesTheWatermark, DoesSoToTheHighestPageThatIsNotReleased) {
  EXPECT_EQ(Cached(0).Flush(), SmallGeometry::ChunkBase(kFirst + 1) - 1);
  EXPECT_EQ(Cached(5).Flush(), SmallGeometry::PageOffset(kFirst, kChunkPages - 5) - 1);
  EXPECT_EQ(Cached(kChunkPages - 1).Flush(), SmallGeometry::kMinOffset) << "all are released";
}

TEST(FlushThatRaisesTheWatermark, LeavesOutWhatWasTakenFromTheCacheAndAHigherMark) {
  Cached taken(0);
  taken.cache.free &= ~(std::uint64_t{3} << (kChunkPages - 2));
  EXPECT_EQ(taken.Flush(), SmallGeometry::PageOffset(kFirst, kChunkPages - 2) - 1);
  Cached higher(5);
  higher.world.Grow(kFirst + 1);
  const Address page = higher.world.Alloc(kChunkPages).base;
  higher.world.Free(page, 1);
  EXPECT_EQ(higher.Flush(), SmallGeometry::PageOffset(kFirst + 1, 1) - 1);
}

}  // namespace
}  // namespace heddle::core::repairs_test
