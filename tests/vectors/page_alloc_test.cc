// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/vectors/vector_suite.h"
#include "tests/vectors/world.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;

template <class Sync>
class PageAllocVectors : public testing::Test {};

using Syncs = testing::Types<core::SingleThread, core::StdSync>;
TYPED_TEST_SUITE(PageAllocVectors, Syncs);

// The order of growth must not matter: as listed, and backwards.
TYPED_TEST(PageAllocVectors, Grow) {
  ForEachCase("page_alloc", "grow", 8, [](const Value& vector) {
    std::vector<std::uint64_t> chunks = NumbersOf(vector["grow_chunks"]);
    for (int pass = 0; pass < 2; ++pass, std::reverse(chunks.begin(), chunks.end())) {
      World<TypeParam> world({}, {});
      ChunkRuns expected;
      for (const std::uint64_t chunk : chunks) {
        world.GrowChunk(chunk, {}, {});
        expected[chunk] = {};
      }
      world.ExpectRanges(vector["expect_in_use"]);
      world.ExpectExtent(vector["expect_start"].Unsigned(), vector["expect_end"].Unsigned());
      world.ExpectHeap(expected, {});
    }
  });
}

TYPED_TEST(PageAllocVectors, Alloc) {
  ForEachCase("page_alloc", "alloc", 19, [](const Value& vector) {
    World<TypeParam> world(ChunkRunsOf(vector["before"]), ChunkRunsOf(vector["scav"]));
    for (const Value& alloc : vector["allocs"].Items()) {
      const core::Allocation got = world.Alloc(alloc["npages"].Unsigned());
      EXPECT_EQ(got.base, AddressOrNone(alloc["addr"])) << alloc.Show();
      EXPECT_EQ(got.scavenged_bytes, alloc["scav_bytes"].Unsigned()) << alloc.Show();
      world.CheckInvariants();
    }
    world.ExpectHeap(ChunkRunsOf(vector["after_alloc"]), ChunkRunsOf(vector["after_scav"]));
  });
}

TYPED_TEST(PageAllocVectors, Exhaust) {
  ForEachCase("page_alloc", "exhaust", 12, [](const Value& vector) {
    ChunkRuns chunks;
    for (core::ChunkIndex chunk = 0; chunk < vector["chunks"].Unsigned(); ++chunk) {
      chunks[chunk] = {};
    }
    World<TypeParam> world(chunks, {});
    const std::uint64_t pages = vector["npages"].Unsigned();
    const std::uint64_t successes = vector["n_success"].Unsigned();
    core::Address last = 0;
    for (std::uint64_t i = 0; i < successes; ++i) {
      last = world.Alloc(pages).base;
      ASSERT_EQ(last, G::AddressOf(G::ChunkBase(kBaseChunk)) + i * pages * G::kPageBytes);
    }
    EXPECT_EQ(last, AddressOrNone(vector["last_addr"]));
    EXPECT_EQ(!world.Alloc(pages), vector["then_fail"].Boolean());
    world.ExpectHeap(ChunkRunsOf(vector["after_alloc"]), {});
  });
}

TYPED_TEST(PageAllocVectors, Free) {
  ForEachCase("page_alloc", "free", 13, [](const Value& vector) {
    World<TypeParam> world(ChunkRunsOf(vector["before"]), {});
    for (const Value& free : vector["frees"].Items()) {
      world.Free(free["addr"].Hex(), vector["npages"].Unsigned(), core::Freed::kScavenged);
      world.CheckInvariants();
    }
    world.ExpectHeap(ChunkRunsOf(vector["after_alloc"]), {});
  });
}

TYPED_TEST(PageAllocVectors, AllocAndFree) {
  ForEachCase("page_alloc", "alloc_and_free", 1, [](const Value& vector) {
    World<TypeParam> world(ChunkRunsOf(vector["init"]), {});
    for (const Value& op : vector["ops"].Items()) {
      const std::uint64_t pages = op["npages"].Unsigned();
      if (op["op"].Text() == "alloc") {
        EXPECT_EQ(world.Alloc(pages).base, AddressOrNone(op["addr"])) << op.Show();
      } else {
        ASSERT_EQ(op["op"].Text(), "free");
        world.Free(op["addr"].Hex(), pages, core::Freed::kScavenged);
      }
      world.CheckInvariants();
    }
  });
}

}  // namespace
}  // namespace heddle::tests
