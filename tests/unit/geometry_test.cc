// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "core/address/address_range.h"
#include "core/address/address_ranges.h"
#include "core/bitmap/chunk.h"
#include "core/geometry/physical_sizes.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core {
namespace {

using tests::Checked;
using tests::ExpectFailure;
using tests::Unchecked;
using G = ProductionGeometry;
constexpr auto kAssertion = FailureKind::kAssertion;

TEST(PhysicalSizes, OfTheProductionMachine) {
  const auto sizes = PhysicalSizes::For<G>(4096, 2 << 20);
  EXPECT_EQ(sizes.min_pages, 1U);
  EXPECT_EQ(sizes.huge_pages, 256U);
}

TEST(PhysicalSizes, OfLargeSystemPages) {
  const auto sizes = PhysicalSizes::For<G>(512 << 10, 0);
  EXPECT_EQ(sizes.min_pages, 64U);
  EXPECT_EQ(sizes.huge_pages, 0U);
}

TEST(PhysicalSizes, IgnoreAHugePageThatCannotBeSplitOrThatIsLargerThanAChunk) {
  EXPECT_EQ(PhysicalSizes::For<G>(4096, 8 << 20).huge_pages, 0U);
  EXPECT_EQ(PhysicalSizes::For<G>(4096, 4 << 20).huge_pages, 512U);
  EXPECT_EQ(PhysicalSizes::For<G>(64 << 10, 64 << 10).huge_pages, 0U);
  EXPECT_EQ(PhysicalSizes::For<G>(4096, 8192).huge_pages, 0U);
}

TEST(PhysicalSizes, RefuseWhatCannotBe) {
  for (const std::uint64_t bytes : {0ULL, 2048ULL, 4097ULL, 12288ULL, 1ULL << 20, ~0ULL}) {
    ExpectFailure(
        kAssertion, [&] { PhysicalSizes::For<G>(bytes, 0); }, "bad system page size",
        std::to_string(bytes));
  }
  ExpectFailure(
      kAssertion, [] { PhysicalSizes::For<G>(4096, 3 << 20); },
      "bad system huge page size 3145728");
}

TEST(PhysicalSizes, RefuseASystemPageLargerThanABitmapWord) {
  using Tiny = Geometry<GeometryParameters{.log_page_bytes = 9,
                                           .log_chunk_pages = 6,
                                           .levels = 2,
                                           .level_bits = 3,
                                           .address_bits = 20,
                                           .chunk_table_l1_bits = 0,
                                           .base_address = 0,
                                           .arena_bytes = 1 << 15}>;
  ExpectFailure(
      kAssertion, [] { PhysicalSizes::For<Tiny>(64 << 10, 0); },
      "a system page of 65536 bytes is larger than a bitmap word");
}

TEST(FillAligned, RefusesOddGroups) {
  for (const unsigned group : {0U, 3U, 12U, 65U, 128U}) {
    ExpectFailure(kAssertion, [&] { FillAligned(1, group); }, "bad m value");
  }
}

TEST(Chunk, RefusesGroupsThatCannotBe) {
  const Chunk<Unchecked, G> chunk{};
  const auto has = [&](unsigned min) { chunk.HasScavengeCandidate(min, MemoryOrder::kRelaxed); };
  const auto find = [&](unsigned min) { chunk.FindScavengeCandidate(0, {min, 0}, 1); };
  for (const unsigned min : {0U, 3U, 96U}) {
    ExpectFailure(kAssertion, [&] { has(min); }, "min must be a non-zero power of 2");
    ExpectFailure(kAssertion, [&] { find(min); }, "min must be a non-zero power of 2");
  }
  ExpectFailure(kAssertion, [&] { has(128); }, "min too large");
  ExpectFailure(kAssertion, [&] { find(128); }, "min too large");
}

TEST(Chunk, TakesTheLargestRequestForAllOfIt) {
  const Chunk<Unchecked, G> chunk{};
  const PageRun run =
      chunk.FindScavengeCandidate(511, {4, 0}, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(run.start, 0U);
  EXPECT_EQ(run.size, 512U);
}

TEST(MakeRange, RefusesToCrossRawAddressZero) {
  ExpectFailure(
      kAssertion, [] { G::MakeRange(~Address{0} - 4095, 4096); },
      "addr range base and limit are not in the same memory segment");
  const AddressRange range = G::MakeRange(4096, 8192);
  EXPECT_EQ(range.Size(), 4096U);
}

TEST(AddressRange, CannotBeCutInTwo) {
  const AddressRange range{{100}, {200}};
  ExpectFailure(kAssertion, [&] { (void)range.Subtract({{120}, {180}}); }, "bad prune");
  EXPECT_EQ(range.Subtract({{100}, {180}}), (AddressRange{{180}, {200}}));
  EXPECT_EQ(range.Subtract({{120}, {200}}), (AddressRange{{100}, {120}}));
  EXPECT_TRUE(range.Subtract({{0}, {300}}).IsEmpty());
}

template <class Sync>
class Ranges : public testing::Test {
 protected:
  NullMemory<Sync> memory_;
  AddressRanges<Sync, NullMemory<Sync>> set_{memory_, 1};
};
using Both = testing::Types<Checked, Unchecked>;
TYPED_TEST_SUITE(Ranges, Both);

TYPED_TEST(Ranges, RefuseAnEmptyRange) {
  ExpectFailure(
      kAssertion, [&] { this->set_.Add({{100}, {100}}); },
      "attempted to add zero-sized address range");
  ExpectFailure(
      kAssertion, [&] { this->set_.Add({{200}, {100}}); },
      "attempted to add zero-sized address range");
}

TEST(CheckedRanges, ReportAnOverlapWithBothRanges) {
  NullMemory<Checked> memory;
  AddressRanges<Checked, NullMemory<Checked>> set(memory, 1);
  set.Add({{0x100}, {0x200}});
  set.Add({{0x400}, {0x500}});
  const auto add = [&](std::uint64_t base, std::uint64_t limit) { set.Add({{base}, {limit}}); };
  ExpectFailure(kAssertion, [&] { add(0x180, 0x280); }, "[0x180, 0x280)", "[0x100, 0x200)");
  ExpectFailure(kAssertion, [&] { add(0x380, 0x401); }, "[0x380, 0x401)", "[0x400, 0x500)");
  ExpectFailure(kAssertion, [&] { add(0x80, 0x800); }, "[0x80, 0x800)", "[0x100, 0x200)");
  ExpectFailure(kAssertion, [&] { add(0x410, 0x420); }, "[0x410, 0x420)", "[0x400, 0x500)");
  add(0x200, 0x400);
  EXPECT_EQ(set.Count(), 1U);
  EXPECT_EQ(set.TotalBytes(), 0x400U);
}

}  // namespace
}  // namespace heddle::core
