// SPDX-License-Identifier: BSD-3-Clause
//
// What a heap hands out and takes back, with every revision of the scavenger.

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "tests/heap/heap_world.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::tests {
namespace {

using core::FailureKind;
using core::MemoryOrder;
using core::Revision;
using core::Span;
using core::SpanAlignment;
using core::SpanKind;

template <class R>
class HeapTest : public FailureTest {
 protected:
  using World = HeapWorld<R::value>;
  using G = typename World::G;
  using Cache = typename World::Cache;
  static constexpr std::uint64_t kPage = World::kPage;

  World world_;
};

TYPED_TEST_SUITE(HeapTest, AllRevisions, RevisionNames);

TYPED_TEST(HeapTest, SpansAreApartAndKeepWhatIsWritten) {
  auto& world = this->world_;
  std::vector<Span> spans;
  for (std::uint64_t pages = 1; pages <= 20; ++pages) {
    spans.push_back(world.heap.Allocate(pages));
    ASSERT_TRUE(spans.back());
    EXPECT_EQ(spans.back().pages, pages);
    world.Fill(spans.back(), pages * 100);
    world.CheckAtRest();
  }
  for (const Span& span : spans) {
    world.ExpectFilled(span, span.pages * 100);
    const auto found = world.heap.Find(span.base);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->pages, span.pages);
    world.heap.Free(span.base);
    EXPECT_FALSE(world.heap.Find(span.base));
    world.CheckAtRest();
  }
  EXPECT_EQ(world.heap.statistics().heap_inuse.load(MemoryOrder::kRelaxed), 0U);
}

TYPED_TEST(HeapTest, NothingIsHandedOutForNothing) {
  auto& world = this->world_;
  EXPECT_FALSE(world.heap.Allocate(0));
  for (const std::uint64_t pages :
       {std::uint64_t{1} << 40, std::numeric_limits<std::uint64_t>::max(),
        TestFixture::World::kPages + 1}) {
    EXPECT_FALSE(world.heap.Allocate(pages)) << pages;
    EXPECT_FALSE(world.heap.Allocate(pages, SpanKind::kHeap, nullptr, SpanAlignment::kSystemPage));
  }
  EXPECT_EQ(world.Numbers(), std::vector<std::uint64_t>(9, 0));
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, AnExhaustedSystemLosesNothing) {
  auto& world = this->world_;
  const Span all = world.heap.Allocate(TestFixture::World::kPages);
  ASSERT_TRUE(all);
  const auto before = world.Numbers();
  EXPECT_FALSE(world.heap.Allocate(1));
  typename TestFixture::Cache cache;
  EXPECT_FALSE(world.heap.Allocate(1, SpanKind::kHeap, &cache));
  EXPECT_EQ(world.Numbers(), before);
  world.heap.Free(all.base);
  EXPECT_TRUE(world.heap.Allocate(TestFixture::World::kPages));
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, WhatWasNotAllocatedCannotBeFreed) {
  auto& world = this->world_;
  const Span span = world.heap.Allocate(4);
  const Span other = world.heap.Allocate(1);
  const auto expect_refused = [&](core::Address base) {
    const auto before = world.Numbers();
    ExpectFailure(
        FailureKind::kAssertion, [&] { world.heap.Free(base); }, "invalid free",
        "never allocated, or has been freed already");
    EXPECT_EQ(world.Numbers(), before);
    world.CheckAtRest();
  };
  expect_refused(0);
  expect_refused(span.base + TestFixture::kPage);       // within a span
  expect_refused(span.base + 8);                        // no page
  expect_refused(other.base + 5 * TestFixture::kPage);  // free
  expect_refused(std::uint64_t{13} << 19);              // not grown
  expect_refused(std::uint64_t{1} << 40);               // outside the address space
  expect_refused(std::numeric_limits<core::Address>::max());
  world.heap.Free(span.base);
  expect_refused(span.base);  // a second time
  world.heap.Free(other.base);
}

TYPED_TEST(HeapTest, MemoryThatCannotBeMappedIsTriedAgain) {
  auto& world = this->world_;
  world.memory.refuse_map = true;
  EXPECT_FALSE(world.heap.Allocate(1));
  EXPECT_FALSE(world.heap.Allocate(100));
  EXPECT_EQ(world.Numbers(), std::vector<std::uint64_t>(9, 0));
  world.CheckAtRest();
  world.memory.refuse_map = false;
  // Not a page of address space was lost.
  for (std::uint64_t left = TestFixture::World::kPages; left > 0; left -= 64) {
    EXPECT_TRUE(world.heap.Allocate(64)) << left;
  }
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, PagesThatCannotBeUsedGoBack) {
  auto& world = this->world_;
  const Span used = world.heap.Allocate(3);
  world.heap.Free(used.base);  // three pages are ready, the rest of the chunk is not
  const auto before = world.heap.Retained();
  world.memory.refuse_use = true;
  EXPECT_FALSE(world.heap.Allocate(5));
  world.CheckAtRest();
  EXPECT_EQ(world.heap.Retained(), before - 3 * TestFixture::kPage);  // they are released now
  world.memory.refuse_use = false;
  const Span span = world.heap.Allocate(5);
  EXPECT_EQ(span.base, used.base);
  world.Fill(span, 7);
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, ARefusedReleaseChangesNothing) {
  auto& world = this->world_;
  const Span span = world.heap.Allocate(70);
  world.heap.Free(span.base);
  const auto before = world.Numbers();
  world.memory.refuse_release = true;
  EXPECT_EQ(world.heap.ScavengeAll().released_bytes, 0U);
  EXPECT_EQ(world.Numbers(), before);
  EXPECT_EQ(world.probe.in_transit, 0U);
  world.CheckAtRest();
  world.memory.refuse_release = false;
  EXPECT_EQ(world.heap.ScavengeAll().released_bytes, 70 * TestFixture::kPage);
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, SmallSpansComeFromACacheWithoutTheLock) {
  auto& world = this->world_;
  typename TestFixture::Cache cache;
  std::vector<Span> spans;
  for (int i = 0; i < 2; ++i) {  // the first makes the heap grow, the second fills the cache
    spans.push_back(world.heap.Allocate(1, SpanKind::kHeap, &cache));
  }
  const int sections = world.probe.heap_sections;
  for (int i = 0; i < 10; ++i) {
    spans.push_back(world.heap.Allocate(1, SpanKind::kHeap, &cache));
    world.Fill(spans.back(), 5);
  }
  EXPECT_EQ(world.probe.heap_sections, sections);
  spans.push_back(world.heap.Allocate(16, SpanKind::kHeap, &cache));
  EXPECT_EQ(world.probe.heap_sections, sections + 1);  // too large for a cache
  world.CheckAtRest({&cache});
  for (const Span& span : spans) {
    world.heap.Free(span.base);
  }
  world.CheckAtRest({&cache});
  world.heap.Flush(cache);
  EXPECT_TRUE(cache.IsEmpty());
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, NewMemoryNeedsNoZeros) {
  auto& world = this->world_;
  const Span first = world.heap.Allocate(3);
  EXPECT_FALSE(first.needs_zero);
  EXPECT_FALSE(world.heap.Allocate(2).needs_zero);
  world.heap.Free(first.base);
  EXPECT_TRUE(world.heap.Allocate(3).needs_zero);
  // From a used page on into new ones, and over the border of an arena.
  const Span last = world.heap.Allocate(59);
  EXPECT_FALSE(last.needs_zero);
  world.heap.Free(last.base);
  EXPECT_TRUE(world.heap.Allocate(60).needs_zero);
}

TYPED_TEST(HeapTest, ManualSpansAreNotTheHeaps) {
  auto& world = this->world_;
  for (const SpanKind kind : {SpanKind::kStack, SpanKind::kWorkBuffer, SpanKind::kPointerBitmap}) {
    const auto before = world.heap.statistics().heap_inuse.load(MemoryOrder::kRelaxed);
    const Span span = world.heap.Allocate(2, kind);
    ASSERT_TRUE(span);
    EXPECT_EQ(world.heap.Find(span.base)->kind, kind);
    EXPECT_EQ(world.heap.statistics().heap_inuse.load(MemoryOrder::kRelaxed), before);
    world.CheckAtRest();
  }
  EXPECT_EQ(world.heap.statistics().in_stacks.load(MemoryOrder::kRelaxed), 2 * TestFixture::kPage);
}

TYPED_TEST(HeapTest, GrowthIsMadeUpFor) {
  auto& world = this->world_;
  const Span free = world.heap.Allocate(60);
  ASSERT_TRUE(world.heap.Allocate(4));  // the chunk is full
  world.heap.Free(free.base);
  world.heap.StartCycle();
  world.heap.SetGoal(10 * TestFixture::kPage);
  ASSERT_TRUE(world.heap.Allocate(64));  // does not fit: the heap grows by a chunk
  // As much as it has grown by is beyond the goal, so as much is released, if it is there.
  EXPECT_EQ(world.probe.released, 60 * TestFixture::kPage);
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, WithoutAGoalGrowthReleasesNothing) {
  auto& world = this->world_;
  const Span free = world.heap.Allocate(60);
  world.heap.Free(free.base);
  world.heap.StartCycle();
  ASSERT_TRUE(world.heap.Allocate(64));
  EXPECT_EQ(world.probe.released, 0U);
}

TYPED_TEST(HeapTest, ACycleReleasesWhatIsFree) {
  auto& world = this->world_;
  const Span low = world.heap.Allocate(30);
  const Span high = world.heap.Allocate(130);
  world.heap.Free(low.base);
  world.heap.Free(high.base);
  world.heap.StartCycle();
  EXPECT_EQ(world.heap.Scavenge(1), TestFixture::kPage);    // the highest page
  EXPECT_EQ(world.heap.ScavengeTowardsGoal(1, [] {}), 0U);  // there is no goal
  world.heap.SetGoal(150 * TestFixture::kPage);
  EXPECT_EQ(world.heap.ScavengeTowardsGoal(1, [] {}), TestFixture::kPage);
  EXPECT_EQ(world.heap.Scavenge(core::kAllBytes), 158 * TestFixture::kPage);
  EXPECT_EQ(world.heap.Retained(), 0U);
  EXPECT_EQ(world.heap.ScavengeTowardsGoal(1, [] {}), 0U);
  world.CheckAtRest();
}

TYPED_TEST(HeapTest, SystemPagesLargerThanOursAreKeptTogether) {
  typename TestFixture::World world(core::PhysicalSizes{.min_pages = 4, .huge_pages = 0});
  ASSERT_TRUE(world.heap.Allocate(3));
  typename TestFixture::Cache cache;  // not used for aligned spans
  const Span span = world.heap.Allocate(2, SpanKind::kStack, &cache, SpanAlignment::kSystemPage);
  ASSERT_TRUE(span);
  EXPECT_EQ(span.base % (4 * TestFixture::kPage), 0U);
  EXPECT_TRUE(cache.IsEmpty());
  core::HeapInvariants<typename TestFixture::World::Heap>::CheckAtRest(world.heap, {});
  world.heap.Free(span.base);
  world.heap.StartCycle();
  world.heap.Scavenge(core::kAllBytes);
  core::HeapInvariants<typename TestFixture::World::Heap>::CheckAtRest(world.heap, {});
}

// A forced pass begins a new cycle; in R4 that goes on where the last one ended (R4-d).
TYPED_TEST(HeapTest, AForcedPassReleasesWhatItsCycleHas) {
  auto& world = this->world_;
  const Span low = world.heap.Allocate(64);
  const Span high = world.heap.Allocate(64);
  world.heap.Free(high.base);
  EXPECT_EQ(world.heap.ScavengeAll().released_bytes, 64 * TestFixture::kPage);
  world.heap.Free(low.base);  // below where that ended
  EXPECT_EQ(world.heap.ScavengeAll().released_bytes, 64 * TestFixture::kPage);
  const Span again = world.heap.Allocate(128);
  world.heap.Free(again.base);
  EXPECT_EQ(world.heap.ScavengeAll().released_bytes, 128 * TestFixture::kPage);
  EXPECT_EQ(world.heap.ScavengeAll().released_bytes, 0U);
}

TEST(ScavengeGoal, FollowsTheCollector) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  constexpr std::uint64_t kSystemPage = 4096;
  // No collection yet.
  EXPECT_EQ(core::ScavengeGoal({}, 100 * kMiB, kSystemPage), core::kNoGoal);
  // Twice the heap goal, so twice the use, and a tenth more, in whole pages.
  EXPECT_EQ(core::ScavengeGoal({10 * kMiB, 16 * kMiB, 32 * kMiB}, 100 * kMiB, kSystemPage),
            22 * kMiB);
  EXPECT_EQ(core::ScavengeGoal({1, 1, 1}, 100 * kMiB, kSystemPage), kSystemPage);
  // Reached, or to less than a page.
  EXPECT_EQ(core::ScavengeGoal({10 * kMiB, 16 * kMiB, 32 * kMiB}, 22 * kMiB, kSystemPage),
            core::kNoGoal);
  EXPECT_EQ(core::ScavengeGoal({10 * kMiB, 16 * kMiB, 32 * kMiB}, 22 * kMiB + 4095, kSystemPage),
            core::kNoGoal);
  EXPECT_EQ(core::ScavengeGoal({10 * kMiB, 16 * kMiB, 32 * kMiB}, 22 * kMiB + 4096, kSystemPage),
            22 * kMiB);
  // Numbers that no heap has.
  EXPECT_EQ(core::ScavengeGoal({core::kAllBytes, 1, core::kAllBytes}, 100 * kMiB, kSystemPage),
            core::kNoGoal);
}

TEST(Heap, UpdatesItsGoal) {
  HeapWorld<Revision::kR4> world;
  const Span span = world.heap.Allocate(100);
  world.heap.Free(span.base);
  EXPECT_EQ(world.heap.Goal(), core::kNoGoal);
  world.heap.UpdateGoal({.last_in_use = 10 * world.kPage, .last_heap_goal = 100, .heap_goal = 200});
  EXPECT_EQ(world.heap.Goal(), 22 * world.kPage);
}

}  // namespace
}  // namespace heddle::tests
