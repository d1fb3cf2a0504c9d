// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <string>

#include "core/memory/null_memory.h"
#include "core/policies.h"
#include "core/scavenger/scavenge_index.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/vectors/vector_suite.h"
#include "tests/vectors/world.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;

core::Offset PageOf(const Value& operation, const std::string& which) {
  return G::PageOffset(kBaseChunk + operation[which + "_chunk"].Unsigned(),
                       static_cast<unsigned>(operation[which + "_page"].Unsigned()));
}

template <class Sync>
class ScavengeIndexVectors : public testing::Test {
 protected:
  using Index = core::ScavengeIndex<core::Policies<Sync>>;

  static void Operate(Index& index, const Value& operation) {
    if (operation["op"].Text() == "mark") {
      index.Mark(PageOf(operation, "base"), PageOf(operation, "limit"));
      return;
    }
    ASSERT_EQ(operation["op"].Text(), "find_then_clear");
    const auto found = index.Find();
    if (operation["expect_chunk"].IsNull()) {
      EXPECT_FALSE(found);
      return;
    }
    ASSERT_TRUE(found);
    EXPECT_EQ(found->chunk, kBaseChunk + operation["expect_chunk"].Unsigned());
    EXPECT_EQ(found->page, operation["expect_page"].Unsigned());
    index.Clear(found->chunk);
  }
};

using Syncs = testing::Types<core::SingleThread, core::StdSync>;
TYPED_TEST_SUITE(ScavengeIndexVectors, Syncs);

TYPED_TEST(ScavengeIndexVectors, MarkFindAndClear) {
  ForEachCase("scavenge_index", "scavenge_index", 16, [](const Value& vector) {
    core::NullMemory<TypeParam> memory;
    typename TestFixture::Index index(memory);
    for (const Value& operation : vector["ops"].Items()) {
      TestFixture::Operate(index, operation);
    }
  });
}

}  // namespace
}  // namespace heddle::tests
