// SPDX-License-Identifier: BSD-3-Clause
//
// Misuse is caught in checked builds, and what the specification calls fatal in every build. The
// messages name what was asked for and what is the case.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "core/heap/arena_table.h"
#include "core/scavenger/scavenge_index.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core::misuse_test {
namespace {

using tests::ExpectFailure;
using CheckedWorld = tests::World<tests::Checked>;
using UncheckedWorld = tests::World<tests::Unchecked>;
constexpr auto kAssertion = FailureKind::kAssertion;
constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

class Misuse : public testing::Test {
 protected:
  Misuse() { world_.Grow(2, 2); }

  void AllocRange(ChunkIndex chunk, unsigned page, std::uint64_t count) {
    const CheckedWorld::HeapSection section(world_.pages.heap_lock(), world_.probe);
    world_.pages.AllocRange(CheckedWorld::G::PageOffset(chunk, page), count);
  }

  CheckedWorld world_;
};

TEST_F(Misuse, DoubleFreeIsReported) {
  const Allocation run = world_.Alloc(4);
  world_.Free(run.base, 4);
  ExpectFailure(
      kAssertion, [&] { world_.Free(run.base, 4); }, "4 pages at 0x100000", "freed twice",
      "0 of the 4 in chunk 2 are in use");
}

TEST_F(Misuse, FreeOfPartlyFreePagesIsReported) {
  const Allocation run = world_.Alloc(4);
  world_.Free(run.base, 1);
  ExpectFailure(kAssertion, [&] { world_.Free(run.base, 4); }, "3 of the 4 in chunk 2 are in use");
}

TEST_F(Misuse, DoubleAllocationIsReported) {
  AllocRange(2, 10, 5);
  ExpectFailure(
      kAssertion, [&] { AllocRange(2, 14, 3); }, "3 pages at 0x11c000", "allocated twice",
      "1 of the 3 in chunk 2 are in use");
}

TEST_F(Misuse, PagesThatWereNeverGrownAreReported) {
  ExpectFailure(
      kAssertion, [&] { world_.Free(CheckedWorld::At(1), 1); }, "1 pages at 0x80000",
      "chunk 1, which was never grown,");
  ExpectFailure(
      kAssertion, [&] { world_.Free(CheckedWorld::At(9), 1); }, "chunk 9, which was never grown,");
  ExpectFailure(
      kAssertion, [&] { AllocRange(1, 0, 1); }, "allocated twice",
      "chunk 1, which was never grown,");
}

TEST_F(Misuse, MarkingUsedPagesScavengedIsReported) {
  world_.Alloc(4);
  const auto mark = [&] {
    const CheckedWorld::HeapSection section(world_.pages.heap_lock(), world_.probe);
    world_.pages.MarkScavenged(CheckedWorld::G::PageOffset(2, 3), 2);
  };
  ExpectFailure(kAssertion, mark, "marked scavenged", "1 of the 2 in chunk 2 are in use");
}

TEST_F(Misuse, PartOfAPageIsReported) {
  const Allocation run = world_.Alloc(4);
  ExpectFailure(
      kAssertion, [&] { world_.Free(run.base + 1, 1); }, "1 pages at 0x100001",
      "not a range of whole pages");
}

TEST_F(Misuse, NoPagesAreReported) {
  const Allocation run = world_.Alloc(4);
  ExpectFailure(
      kAssertion, [&] { world_.Free(run.base, 0); }, "0 pages at", "not a range of whole pages");
  EXPECT_FALSE(world_.Alloc(0));  // asking for none is no misuse: there is just nothing to give
}

TEST_F(Misuse, SizesThatOverflowAreReported) {
  const Allocation run = world_.Alloc(4);
  for (const std::uint64_t count : {kHuge, kHuge / 8192, (kHuge / 8192) + 2}) {
    ExpectFailure(
        kAssertion, [&] { world_.Free(run.base, count); },
        std::to_string(count) + " pages at 0x100000", "not a range of whole pages");
  }
}

TEST_F(Misuse, AddressesOutsideTheAddressSpaceAreReported) {
  ExpectFailure(
      kAssertion, [&] { world_.Free(Address{1} << 23, 1); }, "1 pages at 0x800000",
      "not a range of whole pages");
  ExpectFailure(
      kAssertion, [&] { world_.Free(~Address{0} - 8191, 1); }, "1 pages at 0xffffffffffffe000");
}

TEST_F(Misuse, MorePagesThanThereAreIsNoMisuse) {
  EXPECT_FALSE(world_.Alloc(kHuge));
  EXPECT_FALSE(world_.Alloc(129));
  const CheckedWorld::HeapSection section(world_.pages.heap_lock(), world_.probe);
  EXPECT_FALSE(world_.pages.AllocAligned(kHuge));
}

TEST(MisuseOfAlignment, MorePagesThanThereAreIsNoMisuse) {
  CheckedWorld world(PhysicalSizes{.min_pages = 4, .huge_pages = 0});
  world.Grow(1);
  const CheckedWorld::HeapSection section(world.pages.heap_lock(), world.probe);
  EXPECT_FALSE(world.pages.AllocAligned(kHuge));
  EXPECT_FALSE(world.pages.AllocAligned(kHuge - 3));
  EXPECT_TRUE(world.pages.AllocAligned(60));
}

TEST_F(Misuse, GrowingOverTheHeapIsReported) {
  ExpectFailure(
      kAssertion, [&] { world_.Grow(3, 2); }, "[0x180000, 0x280000)", "[0x100000, 0x200000)");
}

TEST_F(Misuse, GrowingTheFirstOrTheLastChunkIsReported) {
  ExpectFailure(
      kAssertion, [&] { world_.Grow(0); }, "[0x0, 0x80000)",
      "the first and the last chunk of the address space stay unused");
  ExpectFailure(kAssertion, [&] { world_.Grow(15); }, "[0x780000, 0x800000)");
  ExpectFailure(kAssertion, [&] { world_.Grow(14, 2); }, "[0x700000, 0x800000)");
  world_.Grow(14);
  world_.Check();
}

// An allocation at address 0 would look like none.
TEST(MisuseOfProduction, GrowingTheChunkOfAddressZeroIsReported) {
  tests::World<tests::Checked, ProductionGeometry> world;
  const auto grow = [&](Address base, std::uint64_t bytes) {
    const decltype(world)::HeapSection section(world.pages.heap_lock(), world.probe);
    world.pages.Grow(base, bytes);
  };
  ExpectFailure(
      kAssertion, [&] { grow(0, ProductionGeometry::kChunkBytes); }, "the heap cannot grow by [0x0",
      "raw address 0 stays unused");
  ExpectFailure(kAssertion, [&] { grow(0x2000, 0x2000); }, "raw address 0 stays unused");
  grow(ProductionGeometry::kChunkBytes, ProductionGeometry::kChunkBytes);
}

TEST_F(Misuse, GrowingByASizeThatOverflowsIsReported) {
  const auto grow = [&](Address base, std::uint64_t bytes) {
    const CheckedWorld::HeapSection section(world_.pages.heap_lock(), world_.probe);
    world_.pages.Grow(base, bytes);
  };
  for (const std::uint64_t bytes : {kHuge, kHuge - 0x80000, std::uint64_t{0}}) {
    ExpectFailure(kAssertion, [&] { grow(0x280000, bytes); }, "the heap cannot grow by [0x280000");
    ExpectFailure(kAssertion, [&] { grow(0x281000, bytes); }, "the heap cannot grow by [0x281000");
  }
  world_.Check();
}

TEST_F(Misuse, FlushingPagesThatAreFreeIsReported) {
  auto cache = [&] {
    const CheckedWorld::HeapSection section(world_.pages.heap_lock(), world_.probe);
    return world_.pages.AllocToCache();
  }();
  world_.Free(cache.base, 1);
  ExpectFailure(
      kAssertion,
      [&] {
        const CheckedWorld::HeapSection section(world_.pages.heap_lock(), world_.probe);
        world_.pages.Flush(cache);
      },
      "a page cache at 0x100000 holds pages 0xffffffffffffffff but in use are 0xfffffffffffffffe");
}

// These are fatal whatever the build.

TEST(Fatal, GrowingByNothing) {
  UncheckedWorld world;
  ExpectFailure(kAssertion, [&] { world.Grow(2, 0); }, "attempted to add zero-sized address range");
}

TEST(Fatal, GrowingOverRawAddressZero) {
  using ProductionWorld = tests::World<tests::Unchecked, ProductionGeometry>;
  ProductionWorld world;
  ExpectFailure(
      kAssertion,
      [&] {
        const ProductionWorld::HeapSection section(world.pages.heap_lock(), world.probe);
        world.pages.Grow(Address{0} - (4 << 20), 8 << 20);
      },
      "addr range base and limit are not in the same memory segment");
}

TEST(Fatal, GivingBackARangeThatDoesNotBeginAChunk) {
  UncheckedWorld world;
  world.Grow(2);
  world.StartGeneration();
  auto reservation = world.scavenger.Reserve();
  ASSERT_EQ(reservation.range.base.value, 0x100000U);
  reservation.range.base = reservation.range.base + 8192;
  ExpectFailure(
      kAssertion, [&] { world.scavenger.Unreserve(reservation); },
      "unreserving unaligned region [0x102000, 0x180000)", "0x80000 bytes");
  reservation.range = {};
  world.scavenger.Unreserve(reservation);
}

TEST(Fatal, ScavengingARangeThatDoesNotBeginAChunk) {
  UncheckedWorld world;
  world.Grow(2);
  Reservation work{{{0x102000}, {0x180000}}, 1};
  ExpectFailure(
      kAssertion, [&] { world.scavenger.ScavengeOne(work, 1); },
      "scavengeOne called with unaligned work region");
}

TEST(Fatal, SummariesThatPromiseTooMuch) {
  UncheckedWorld world;
  world.Grow(2, 3);
  const auto entry = [](std::uint64_t pages) {
    return Summary<UncheckedWorld::G::kLogMaxPages>::Pack({.start = 0, .max = pages, .end = 0});
  };
  ASSERT_TRUE(world.Alloc(3 * 64));
  world.Tree().SetLeaf(3, entry(5));
  world.Tree().PropagateUp(3, 3);
  ExpectFailure(kAssertion, [&] { world.Alloc(5); }, "bad summary data");
}

// The pages that its summary promises have gone: for an allocation, and for a page cache.
TEST(Fatal, TheChunkOfTheSearchAddressPromisesTooMuch) {
  UncheckedWorld world;
  world.Grow(2);
  world.Alloc(60);
  world.Chunks().Of(2).Allocate(60, 4);
  ExpectFailure(kAssertion, [&] { world.Alloc(1); }, "bad summary data");
  const auto fill_cache = [&] {
    const UncheckedWorld::HeapSection section(world.pages.heap_lock(), world.probe);
    world.pages.AllocToCache();
  };
  ExpectFailure(kAssertion, fill_cache, "bad summary data");
}

TEST(Fatal, InnerSummariesThatPromiseTooMuch) {
  UncheckedWorld world;
  using Entry = Summary<UncheckedWorld::G::kLogMaxPages>;
  world.Grow(2, 3);
  ASSERT_TRUE(world.Alloc(192));
  world.Tree().SetLeaf(3, Entry::Pack({.start = 0, .max = 5, .end = 0}));
  world.Tree().PropagateUp(3, 3);
  world.Tree().SetLeaf(3, Entry::FromBits(0));
  ExpectFailure(kAssertion, [&] { world.Alloc(5); }, "bad summary data");
}

struct NoMetadata : NullMemory<SingleThread> {
  template <class T>
  T* Metadata(std::size_t /*count*/) {
    return nullptr;
  }
};

TEST(Fatal, NoRoomForSummaries) {
  NoMetadata memory;
  using P = core::Policies<SingleThread, NoMetadata, tests::SmallGeometry>;
  ExpectFailure(
      kAssertion, [&] { const PageAlloc<P> pages(memory); },
      "failed to reserve page summary memory");
}

// Room for everything but blocks of chunks, which come last.
struct NoBlocks : NullMemory<SingleThread> {
  template <class T>
  T* Metadata(std::size_t count) {
    return --left < 0 ? nullptr : NullMemory<SingleThread>::Metadata<T>(count);
  }
  int left = 4;
};

TEST(Fatal, NoRoomForBitmaps) {
  tests::World<SingleThread, tests::SmallGeometry, NoBlocks> world;
  ExpectFailure(kAssertion, [&] { world.Grow(2); }, "pageAlloc: out of memory");
}

// Room for so many arrays.
struct LittleMetadata : NullMemory<SingleThread> {
  explicit LittleMetadata(int arrays) : left(arrays) {}
  template <class T>
  T* Metadata(std::size_t count) {
    return --left < 0 ? nullptr : NullMemory<SingleThread>::Metadata<T>(count);
  }
  int left;
};
using LittlePolicies = core::Policies<SingleThread, LittleMetadata, tests::SmallGeometry>;

TEST(Fatal, NoRoomForTheChunkTableOrForRanges) {
  constexpr int kLevels = tests::SmallGeometry::kLevels;
  const auto make = [](int arrays) {
    return [arrays] {
      LittleMetadata memory(arrays);
      const PageAlloc<LittlePolicies> pages(memory);
    };
  };
  ExpectFailure(kAssertion, make(kLevels - 1), "failed to reserve page summary memory");
  ExpectFailure(kAssertion, make(kLevels), "failed to reserve the chunk table");
  ExpectFailure(kAssertion, make(kLevels + 1), "out of memory for address ranges");
  make(kLevels + 2)();
}

TEST(Fatal, NoRoomForTheTableOfArenas) {
  LittleMetadata memory(0);
  ExpectFailure(
      kAssertion, [&] { const ArenaTable<LittlePolicies> arenas(memory); },
      "failed to reserve the table of arenas");
}

TEST(Fatal, NoRoomForTheScavengeIndex) {
  LittleMetadata memory(0);
  ExpectFailure(
      kAssertion, [&] { const ScavengeIndex<LittlePolicies> index(memory); },
      "failed to reserve the scavenge index");
}

}  // namespace
}  // namespace heddle::core::misuse_test
