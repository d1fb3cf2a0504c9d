// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core::page_alloc_test {
namespace {

using World = tests::World<tests::Checked>;
constexpr std::uint64_t kPage = World::G::kPageBytes;

TEST(PageAlloc, HasNothingBeforeItGrows) {
  World world;
  world.Check();
  EXPECT_FALSE(world.Alloc(1));
  const World::HeapSection section(world.pages.heap_lock(), world.probe);
  EXPECT_TRUE(world.pages.AllocToCache().IsEmpty());
  EXPECT_EQ(world.pages.search(), World::G::kMaxOffset);
  EXPECT_EQ(world.pages.FreeHighWatermark(), World::G::kMinOffset);
}

TEST(PageAlloc, FindsARunThatSpansChunksAndParents) {
  World world;
  world.Grow(6, 4);  // chunks 7 and 8 have different parents
  world.Alloc(64);
  const Allocation run = world.Alloc(3 * 64);
  EXPECT_EQ(run.base, World::At(7));
  EXPECT_EQ(run.scavenged_bytes, 3 * 64 * kPage);
  EXPECT_FALSE(world.Alloc(1));
  world.Check();
}

TEST(PageAlloc, DoesNotReachAcrossAHole) {
  World world;
  world.Grow(2);
  world.Grow(4);
  EXPECT_FALSE(world.Alloc(65));
  EXPECT_EQ(world.Alloc(64).base, World::At(2));
  world.Check();
  EXPECT_EQ(world.Alloc(1).base, World::At(4));
  world.Check();
}

TEST(PageAlloc, CountsTheScavengedBytesOfEachRunOnce) {
  World world;
  world.Grow(2);
  EXPECT_EQ(world.Alloc(10).scavenged_bytes, 10 * kPage);
  world.Free(World::At(2), 10);
  EXPECT_EQ(world.Alloc(20).scavenged_bytes, 10 * kPage) << "only the pages that were new";
}

TEST(PageAlloc, RoundsGrowthOutToChunks) {
  World world;
  {
    const World::HeapSection section(world.pages.heap_lock(), world.probe);
    world.pages.Grow(World::At(2, 10), 64 * kPage);
  }
  world.Check();
  EXPECT_EQ(world.Alloc(128).base, World::At(2));
}

TEST(PageAlloc, GrowthBelowIsFoundFirst) {
  World world;
  world.Grow(8);
  EXPECT_EQ(world.Alloc(1).base, World::At(8));
  world.Grow(3);
  EXPECT_EQ(world.Alloc(1).base, World::At(3));
  world.Check();
}

// Spec 3.9. Physical pages of four pages; page 1 is in use, so the run found begins at page 2.
class Aligned : public testing::Test {
 protected:
  Aligned() {
    world_.Grow(2);
    world_.Alloc(2);
    world_.Free(World::At(2), 1);
  }

  Allocation AllocAligned(std::uint64_t pages) {
    const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
    return world_.pages.AllocAligned(pages);
  }
  bool InUse(unsigned page) { return world_.Chunks().Of(2).allocated().Test(page); }
  bool Scavenged(unsigned page) { return world_.Chunks().Of(2).scavenged().Test(page); }

  World world_{PhysicalSizes{.min_pages = 4, .huge_pages = 0}};
};

TEST_F(Aligned, BeginsWithASystemPageAndFreesTheRest) {
  const Allocation run = AllocAligned(6);
  EXPECT_EQ(run.base, World::At(2, 4));
  for (unsigned page = 0; page < 16; ++page) {
    EXPECT_EQ(InUse(page), page == 1 || (4 <= page && page < 10)) << "page " << page;
  }
  world_.Check();
}

TEST_F(Aligned, CountsTheTrimmedPagesAsCommitted) {
  const Allocation run = AllocAligned(6);
  EXPECT_EQ(run.scavenged_bytes, 10 * kPage) << "of the whole run of ten pages";
  for (unsigned page = 2; page < 16; ++page) {
    EXPECT_EQ(Scavenged(page), page >= 12) << "page " << page;
  }
  const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
  EXPECT_EQ(world_.pages.FreeHighWatermark(), World::G::PageOffset(2, 12) - 1)
      << "the scavenger looks at them again";
}

TEST_F(Aligned, OfARunThatIsAlignedTrimsOnlyItsEnd) {
  world_.Alloc(1);  // page 0
  world_.Alloc(2);  // pages 2 and 3
  const Allocation run = AllocAligned(4);
  EXPECT_EQ(run.base, World::At(2, 4));
  EXPECT_TRUE(InUse(7));
  EXPECT_FALSE(InUse(8));
  world_.Check();
}

TEST_F(Aligned, FailsWithoutRoomForTheSystemPage) {
  EXPECT_FALSE(AllocAligned(60)) << "62 pages are free in a row, 64 are looked for";
  EXPECT_TRUE(AllocAligned(58));
  world_.Check();
}

TEST(AlignedToOnePage, IsAlloc) {
  World world;
  world.Grow(2);
  const World::HeapSection section(world.pages.heap_lock(), world.probe);
  EXPECT_EQ(world.pages.AllocAligned(64).base, World::At(2));
}

class Cached : public testing::Test {
 protected:
  using Cache = World::Pages::Cache;

  Cache Fill() {
    const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
    return world_.pages.AllocToCache();
  }
  void Flush(Cache& cache) {
    const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
    world_.pages.Flush(cache);
  }

  World world_;
};

TEST_F(Cached, PagesGoBackWithTheirScavengedBits) {
  world_.Grow(2);
  Cache cache = Fill();
  EXPECT_EQ(cache.base, World::At(2));
  world_.Check();
  EXPECT_EQ(cache.Alloc(2), (Allocation{World::At(2), 2 * kPage}));
  Flush(cache);
  EXPECT_TRUE(cache.IsEmpty());
  world_.Check();
  EXPECT_EQ(world_.Chunks().Of(2).scavenged().Word(0), ~std::uint64_t{3});
  EXPECT_EQ(world_.Chunks().Of(2).allocated().Word(0), 3U);
}

TEST_F(Cached, FlushDoesNotRaiseTheWatermark) {
  world_.Grow(2);
  Cache cache = Fill();
  Flush(cache);
  const World::HeapSection section(world_.pages.heap_lock(), world_.probe);
  EXPECT_EQ(world_.pages.FreeHighWatermark(), World::G::kMinOffset);
}

TEST_F(Cached, TwoOwnersMayShareAWord) {
  world_.Grow(2);
  Cache first = Fill();
  EXPECT_EQ(first.Alloc(1).base, World::At(2));
  world_.Free(World::At(2), 1);
  Cache second = Fill();
  EXPECT_EQ(second.base, first.base);
  EXPECT_EQ(second.free, 1U);
  EXPECT_EQ(second.scavenged, 0U);
  Flush(second);
  Flush(first);
  world_.Check();
}

TEST_F(Cached, GivesNoMoreThanItHas) {
  world_.Grow(2);
  Cache cache = Fill();
  EXPECT_FALSE(cache.Alloc(65));
  EXPECT_TRUE(cache.Alloc(64));
  EXPECT_FALSE(cache.Alloc(1));
  EXPECT_TRUE(Fill().IsEmpty());
}

// A value of the lowest and of the highest offset that is not "none".
TEST(PageAlloc, UsesTheFirstAndTheLastChunkThatMayGrow) {
  World world;
  world.Grow(1, 14);
  EXPECT_TRUE(world.Alloc(14 * 64));
  EXPECT_FALSE(world.Alloc(1));
  world.Check();
  world.Free(World::At(14, 63), 1);
  EXPECT_EQ(world.Alloc(1).base, World::At(14, 63));
}

}  // namespace
}  // namespace heddle::core::page_alloc_test
