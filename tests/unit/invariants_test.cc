// SPDX-License-Identifier: BSD-3-Clause
//
// Each structural invariant is broken on purpose, and its check must say so: a check that cannot
// fail checks nothing.

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core {
namespace {

using tests::ExpectFailure;
using tests::SmallGeometry;
using World = tests::World<tests::Unchecked>;
using Entry = Summary<SmallGeometry::kLogMaxPages>;
constexpr auto kInvariant = FailureKind::kInvariant;
constexpr auto kAccounting = FailureKind::kAccounting;

constexpr AddressRange Chunks(ChunkIndex first, ChunkIndex limit) {
  return {SmallGeometry::ChunkBase(first), SmallGeometry::ChunkBase(limit)};
}

// Chunk 1 full, 2 and 3 full but for the last page of each, 6 and 7 free; the search address is
// that of the free page of chunk 2.
class Invariants : public testing::Test {
 protected:
  Invariants() {
    world_.Grow(1, 3);
    world_.Grow(6, 2);
    world_.Alloc(3 * 64);
    for (unsigned chunk = 1; chunk <= 3; ++chunk) {
      world_.Free(World::At(chunk, 63), 1);
    }
    world_.Alloc(1);
    world_.Alloc(1);
    world_.Free(World::At(2, 63), 1);
    world_.Check();
  }

  template <class... Parts>
  void ExpectBroken(const Parts&... parts) {
    ExpectFailure(kInvariant, [&] { world_.Check(); }, parts...);
  }

  auto& BitsOf(ChunkIndex chunk) { return world_.Chunks().Of(chunk); }

  World world_;
};

TEST_F(Invariants, I1SummariesOfChunksAreExact) {
  BitsOf(2).allocated().ClearRange(10, 2);
  ExpectBroken("I1: the summary of chunk 2");
}

TEST_F(Invariants, I2InnerSummariesAreExact) {
  BitsOf(7).Allocate(0, 64);
  world_.Tree().SetLeaf(7, Entry::FromBits(0));  // but nothing above it
  ExpectBroken("I2: entry 0 of level 0");
}

TEST_F(Invariants, I3NeverGrownSpaceHasNoFreePages) {
  world_.Tree().SetLeaf(4, Entry::Pack({1, 1, 1}));
  world_.Tree().PropagateUp(4, 4);
  ExpectBroken("I3: chunk 4 was never grown");
}

TEST_F(Invariants, I3NeverGrownSpaceHasNoBits) {
  BitsOf(5).scavenged().SetRange(0, 1);
  ExpectBroken("I3: chunk 5 was never grown");
}

// A leaf is compared with its bits and an inner entry with its children before either is looked at,
// so the runs that cannot be come from the leaf of a chunk that was never grown, last of its
// siblings.
TEST(InvariantsOfFullChunks, I4SummariesDescribeRunsThatCanBe) {
  World world;
  world.Grow(1, 3);
  world.Alloc(3 * 64);
  world.Tree().SetLeaf(7, Entry::Pack({.start = 0, .max = 0, .end = 5}));
  world.Tree().PropagateUp(7, 7);
  ExpectFailure(kInvariant, [&] { world.Check(); }, "I4: entry 0 of level 0", "0, 0, 5 of 512");
}

// The root says in a way of its own that all is free. No heap is that large, which another check
// sees.
TEST(InvariantsOfALargeHeap, I4TheRootMayBeAllFree) {
  World world;
  world.Grow(8, 7);
  world.Tree().SetLeaf(15, Entry::Pack({64, 64, 64}));
  world.Tree().PropagateUp(8, 15);
  ASSERT_EQ(world.Tree().At(0, 1).bits(), std::uint64_t{1} << 63);
  ExpectFailure(kInvariant, [&] { world.Check(); }, "I3: chunk 15 was never grown");
}

TEST_F(Invariants, I5TheSearchAddressIsInTheHeap) {
  // The chunk that it lies in is gone, but the heap spans the same chunks.
  auto& ranges = world_.HeapRanges();
  ranges.RemoveGreaterEqual(SmallGeometry::kMinOffset);
  ranges.Add(Chunks(1, 2));
  ranges.Add(Chunks(3, 4));
  ranges.Add(Chunks(6, 8));
  ExpectBroken("I5: the search address 0x17e000 is not in the heap");
}

TEST_F(Invariants, I6NothingBelowTheSearchAddressIsFree) {
  BitsOf(1).allocated().ClearRange(3, 1);
  world_.Tree().SetLeaf(1, Entry::Pack({.start = 0, .max = 1, .end = 0}));
  world_.Tree().PropagateUp(1, 1);
  ExpectBroken("I6: chunk 1 has a free page below the search address");
}

TEST_F(Invariants, I7TheExtentIsThatOfTheRanges) {
  world_.HeapRanges().RemoveGreaterEqual(SmallGeometry::ChunkBase(7));
  ExpectBroken("I7: the heap spans chunks [1, 7) but says [1, 8)");
}

TEST_F(Invariants, I8RangesDoNotOverlap) {
  world_.HeapRanges().Add(Chunks(2, 3));
  ExpectBroken("I8: [0x100000, 0x180000) follows [0x80000, 0x200000) without a gap");
}

TEST_F(Invariants, I8RangesAreMadeOfChunks) {
  world_.HeapRanges().RemoveGreaterEqual(SmallGeometry::ChunkBase(7) + 8192);
  ExpectBroken("I8: [0x300000, 0x382000) is not made of whole chunks");
}

TEST_F(Invariants, I9NoPageIsUsedAndScavenged) {
  BitsOf(2).scavenged().SetRange(5, 1);
  ExpectBroken("I9: word 0 of chunk 2", "0x7fffffffffffffff in use", "0x20 scavenged");
}

TEST(InvariantsOfALargeHeap, I10EveryChunkHasBitmaps) {
  World world;
  world.Grow(1);
  world.Grow(13);
  world.HeapRanges().RemoveGreaterEqual(SmallGeometry::ChunkBase(13));
  world.HeapRanges().Add(Chunks(5, 6));  // its block of the chunk table was never needed
  world.HeapRanges().Add(Chunks(13, 14));
  ExpectFailure(kInvariant, [&] { world.Check(); }, "I10: chunk 5 has no bitmaps");
}

// A list that its owner has mangled.
struct FakeRanges {
  std::vector<AddressRange> ranges;
  std::uint64_t total = 0;

  std::size_t Count() const { return ranges.size(); }
  AddressRange At(std::size_t i) const { return ranges[i]; }
  std::uint64_t TotalBytes() const { return total; }
};

TEST(CheckRanges, AcceptsASortedList) {
  CheckRanges(FakeRanges{{{{10}, {20}}, {{30}, {45}}}, 25}, "I8");
  CheckRanges(FakeRanges{}, "I8");
}

TEST(CheckRanges, RefusesAnythingElse) {
  const auto check = [](const FakeRanges& ranges) {
    return [ranges] { CheckRanges(ranges, "I23"); };
  };
  ExpectFailure(kInvariant, check({{{{10}, {10}}}, 0}), "I23: the set holds an empty range");
  ExpectFailure(kInvariant, check({{{{30}, {40}}, {{10}, {20}}}, 20}), "I23", "without a gap");
  ExpectFailure(kInvariant, check({{{{10}, {20}}, {{20}, {30}}}, 20}),
                "I23: [0x14, 0x1e) follows [0xa, 0x14) without a gap");
  ExpectFailure(kAccounting, check({{{{10}, {20}}}, 11}),
                "I23: the ranges hold 10 bytes, their total says 11");
}

TEST_F(Invariants, I22WhatIsLeftToReserveBeginsWithChunks) {
  world_.StartGeneration();
  auto& left = world_.LeftToReserve();
  left.RemoveGreaterEqual(SmallGeometry::ChunkBase(6));
  left.Add({SmallGeometry::ChunkBase(6) + 8192, SmallGeometry::ChunkBase(7)});
  ExpectBroken("I22: [0x302000, 0x380000) does not begin with the first byte of a chunk");
}

TEST_F(Invariants, I23WhatIsLeftToReserveIsAProperSet) {
  world_.StartGeneration();
  world_.LeftToReserve().Add(Chunks(2, 3));
  ExpectBroken("I23: [0x100000, 0x180000) follows [0x80000, 0x200000) without a gap");
}

}  // namespace
}  // namespace heddle::core
