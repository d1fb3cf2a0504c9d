// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include "core/page_cache/page_cache.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/vectors/vector_suite.h"
#include "tests/vectors/world.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;

TEST(PageCacheVectors, Alloc) {
  ForEachCase("page_cache", "cache_alloc", 11, [](const Value& vector) {
    core::PageCache<G> cache{vector["base"].Hex(), vector["cache"].Hex(), vector["scav"].Hex()};
    for (const Value& alloc : vector["allocs"].Items()) {
      const core::Allocation got = cache.Alloc(alloc["npages"].Unsigned());
      EXPECT_EQ(got.base, AddressOrNone(alloc["addr"])) << alloc.Show();
      EXPECT_EQ(got.scavenged_bytes, alloc["scav_bytes"].Unsigned()) << alloc.Show();
    }
    EXPECT_EQ(cache.free, vector["final_cache"].Hex());
    EXPECT_EQ(cache.scavenged, vector["final_scav"].Hex());
  });
}

template <class Sync>
class PageCacheHeapVectors : public testing::Test {};

using Syncs = testing::Types<core::SingleThread, core::StdSync>;
TYPED_TEST_SUITE(PageCacheHeapVectors, Syncs);

TYPED_TEST(PageCacheHeapVectors, Flush) {
  ForEachCase("page_cache", "cache_flush", 102, [](const Value& vector) {
    World<TypeParam> world({{0, RunsOf(vector["chunk_before_alloc"])}}, {});
    const auto page = static_cast<unsigned>(vector["cache_page"].Unsigned());
    typename World<TypeParam>::Cache cache{G::AddressOf(G::PageOffset(kBaseChunk, page)),
                                           vector["cache"].Hex(), vector["scav"].Hex()};
    world.Flush(cache);
    EXPECT_EQ(cache.IsEmpty(), vector["cache_empty_after"].Boolean());
    world.ExpectHeap({{0, RunsOf(vector["after_alloc"])}}, {{0, RunsOf(vector["after_scav"])}});
  });
}

TYPED_TEST(PageCacheHeapVectors, AllocToCache) {
  ForEachCase("page_cache", "alloc_to_cache", 7, [](const Value& vector) {
    World<TypeParam> world(ChunkRunsOf(vector["before_alloc"]), ChunkRunsOf(vector["before_scav"]));
    for (const Value& expected : vector["caches"].Items()) {
      const auto cache = world.AllocToCache();
      EXPECT_EQ(cache.base, AddressOrNone(expected["base"])) << expected.Show();
      EXPECT_EQ(cache.free, expected["cache"].Hex()) << expected.Show();
      EXPECT_EQ(cache.scavenged, expected["scav"].Hex()) << expected.Show();
      world.CheckInvariants();
    }
    world.ExpectHeap(ChunkRunsOf(vector["after_alloc"]), ChunkRunsOf(vector["after_scav"]));
  });
}

}  // namespace
}  // namespace heddle::tests
