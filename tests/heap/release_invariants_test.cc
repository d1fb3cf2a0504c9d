// SPDX-License-Identifier: BSD-3-Clause
//
// That the invariants of single allocations and releases notice what breaks them.

#include "core/invariants/release_invariants.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "core/invariants/allocation_invariants.h"
#include "core/page_alloc/page_alloc_setup.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::tests {
namespace {

using core::AddressRange;
using core::FailureKind;
using core::HeldLocks;
using core::LockRank;
using core::PageRun;
using core::PhysicalSizes;

// Chunks 1 and 2 of a small heap, in any state. One thread, so the lock is never taken.
class ReleaseInvariants : public FailureTest {
 protected:
  using TheWorld = World<Checked>;
  using P = TheWorld::P;
  using G = SmallGeometry;
  static constexpr std::uint64_t kPage = G::kPageBytes;

  void Grow(TheWorld& world, core::ChunkIndex chunk, const std::vector<PageRun>& used,
            const std::vector<PageRun>& scavenged) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    core::PageAllocSetup<P>::GrowChunk(world.pages, chunk, used, scavenged);
  }
  static AddressRange Pages(core::ChunkIndex chunk, unsigned first, unsigned count) {
    const core::Offset base = G::PageOffset(chunk, first);
    return {base, base + count * kPage};
  }
  void CheckClaim(const TheWorld& world, const AddressRange& range,
                  core::ClaimedAs as = core::ClaimedAs::kFree) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    core::CheckClaim(world.pages, range, as);
  }
};

TEST_F(ReleaseInvariants, NoticeClaimsThatAreNoGroupsOfOneChunk) {
  TheWorld world(PhysicalSizes{.min_pages = 4, .huge_pages = 0});
  Grow(world, 1, {}, {{32, 8}});
  Grow(world, 2, {}, {});
  CheckClaim(world, Pages(1, 8, 4));
  const auto expect = [&](const AddressRange& range) {
    ExpectFailure(FailureKind::kInvariant, [&] { CheckClaim(world, range); }, "I33:");
  };
  expect(Pages(1, 9, 4));
  expect(Pages(1, 8, 5));
  expect(Pages(1, 8, 0));
  expect(Pages(1, 60, 8));  // over the border
  expect(Pages(1, 28, 8));  // scavenged in part
}

TEST_F(ReleaseInvariants, NoticeClaimsOfPagesThatAreNotTheScavengers) {
  TheWorld world;
  Grow(world, 1, {{0, 4}}, {});
  CheckClaim(world, Pages(1, 0, 4), core::ClaimedAs::kInUse);
  CheckClaim(world, Pages(1, 4, 4), core::ClaimedAs::kFree);
  const auto expect = [&](unsigned first, core::ClaimedAs as) {
    ExpectFailure(
        FailureKind::kInvariant, [&] { CheckClaim(world, Pages(1, first, 4), as); },
        "I33:", "pages are in use");
  };
  expect(0, core::ClaimedAs::kFree);
  expect(2, core::ClaimedAs::kFree);
  expect(2, core::ClaimedAs::kInUse);
  expect(4, core::ClaimedAs::kInUse);
}

TEST_F(ReleaseInvariants, NoticeClaimsThatSplitHugePages) {
  TheWorld world(PhysicalSizes{.min_pages = 1, .huge_pages = 16});
  Grow(world, 1, {{16, 1}, {48, 1}}, {});
  ExpectFailure(FailureKind::kInvariant, [&] { CheckClaim(world, Pages(1, 40, 8)); }, "I37:");
  CheckClaim(world, Pages(1, 32, 16));  // whole
  CheckClaim(world, Pages(1, 40, 4));   // it could not have been whole: it ends within
  CheckClaim(world, Pages(1, 24, 8));   // nor here: a page of it is used
}

TEST_F(ReleaseInvariants, NoticePagesThatComeBackOtherwise) {
  TheWorld world;
  Grow(world, 1, {{0, 4}}, {{8, 4}});
  const auto check = [&](const AddressRange& range) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    core::CheckFreedBack(world.pages, range);
  };
  check(Pages(1, 8, 4));
  check(Pages(1, 12, 4));  // refused
  ExpectFailure(FailureKind::kInvariant, [&] { check(Pages(1, 8, 5)); }, "I42:");
  ExpectFailure(FailureKind::kInvariant, [&] { check(Pages(1, 2, 4)); }, "I42:");
}

TEST_F(ReleaseInvariants, NoticeLocksThatAreHeld) {
  HeldLocks none;
  HeldLocks heap;
  HeldLocks both;
  const int lock = 0;
  heap.Acquired(&lock, LockRank::kHeap, std::source_location::current());
  both.Acquired(&lock, LockRank::kHeap, std::source_location::current());
  both.Acquired(&none, LockRank::kScavenger, std::source_location::current());
  core::CheckLocksAtRelease(none, /*under_heap_lock=*/false);
  core::CheckLocksAtRelease(heap, /*under_heap_lock=*/true);
  const auto expect = [](const HeldLocks& held, bool under_heap_lock) {
    ExpectFailure(
        FailureKind::kInvariant, [&] { core::CheckLocksAtRelease(held, under_heap_lock); }, "I39:");
  };
  expect(none, true);
  expect(heap, false);
  expect(both, true);
}

TEST_F(ReleaseInvariants, NoticeAScavengeThatDoesNotAddUp) {
  TheWorld world;
  Grow(world, 1, {{0, 4}}, {});
  world.StartGeneration();
  const auto scavenge = [&](std::uint64_t said_more) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    const core::ScavengeInvariants<P> before(world.pages);
    const std::uint64_t released = world.scavenger.Scavenge(kPage);
    before.Check(world.pages, released + said_more);
  };
  scavenge(0);
  ExpectFailure(FailureKind::kInvariant, [&] { scavenge(kPage); }, "I18:");
  ExpectFailure(
      FailureKind::kInvariant,
      [&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
        const core::ScavengeInvariants<P> before(world.pages);
        world.pages.AllocRange(G::PageOffset(1, 10), 1);
        before.Check(world.pages, 0);
      },
      "I36:");
}

TEST_F(ReleaseInvariants, NoticeAScavengeThatEndsTooEarly) {
  core::CheckScavenged(100, 100, 50);
  core::CheckScavenged(100, 200, 0);
  core::CheckScavenged(100, 0, 0);
  core::CheckScavenged(100, 60, 0);
  ExpectFailure(FailureKind::kInvariant, [] { core::CheckScavenged(100, 60, 8); }, "I34:");
  ExpectFailure(FailureKind::kInvariant, [] { core::CheckScavenged(100, 0, 8); }, "I35:");
}

TEST_F(ReleaseInvariants, NoticeAllocationsThatAreNotTheLowest) {
  TheWorld world;
  Grow(world, 1, {{0, 4}, {6, 2}}, {{8, 4}});
  Grow(world, 2, {}, {{0, 64}});
  const auto expect = [&](std::uint64_t count, const core::Allocation& made,
                          std::string_view invariant) {
    ExpectFailure(
        FailureKind::kInvariant,
        [&]() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
          core::AllocationInvariants<P>(world.pages, count).Check(world.pages, made);
        },
        invariant);
  };
  const core::Address at = TheWorld::At(1, 8);
  expect(3, {TheWorld::At(1, 12), 0}, "I31:");
  expect(3, {}, "I31:");
  expect(3, {at, 2 * kPage}, "I32:");
  expect(3, {at, 3 * kPage}, "I32:");  // nobody has taken the pages
  expect(200, {at, 0}, "I31:");        // there are not so many
}

// And blame no allocation that is right, whatever is free.
TEST_F(ReleaseInvariants, AcceptWhatTheAllocatorDoes) {
  std::mt19937_64 random(1);
  TheWorld world;
  for (core::ChunkIndex chunk = 1; chunk < 6; ++chunk) {
    std::vector<PageRun> used;
    for (int i = 0; i < 6; ++i) {
      const auto first = static_cast<unsigned>(random() % 60);
      used.push_back({first, static_cast<unsigned>(random() % 4)});
    }
    Grow(world, chunk, used, {{static_cast<unsigned>(random() % 32), 30}});
  }
  int made = 0;
  const auto allocate = [&](std::uint64_t count) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    const core::AllocationInvariants<P> expected(world.pages, count);
    const core::Allocation allocation = world.pages.Alloc(count);
    expected.Check(world.pages, allocation);
    made += allocation ? 1 : 0;
  };
  for (int i = 0; i < 60; ++i) {
    allocate(1 + random() % 20);
  }
  EXPECT_GT(made, 20);
}

}  // namespace
}  // namespace heddle::tests
