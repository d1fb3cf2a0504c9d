// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <string>

#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/vectors/vector_suite.h"
#include "tests/vectors/world.h"

namespace heddle::tests {
namespace {

template <class Sync>
class GenerationVectors : public testing::Test {
 protected:
  using TheWorld = World<Sync>;
  using Reservation = typename core::LockedRangeScavenger<typename TheWorld::P>::Reservation;

  static void Step(TheWorld& world, const Value& step) {
    const std::string& op = step["op"].Text();
    if (op == "scavenge") {
      EXPECT_EQ(world.scavenger().Scavenge(step["request"].Hex()), step["released"].Unsigned());
    } else if (op == "start_gen") {
      EXPECT_EQ(world.StartGeneration(), step["start_addr"].Hex());
    } else if (op == "free") {
      world.Free(step["addr"].Hex(), step["npages"].Unsigned(),
                 step["scavenged"].Boolean() ? core::Freed::kScavenged : core::Freed::kCommitted);
    } else if (op == "reserve") {
      ExpectReserved(world.scavenger().Reserve(), step["result"]);
    } else if (op == "unreserve") {
      world.scavenger().Unreserve({RangeOf(step["range"]), world.Generation()});
    } else {
      FAIL() << "unknown op " << op;
    }
  }

  // [0, 0] for none.
  static void ExpectReserved(const Reservation& reserved, const Value& expected) {
    const core::AddressRange range = RangeOf(expected);
    if (range.IsEmpty()) {
      EXPECT_TRUE(reserved.range.IsEmpty());
    } else {
      EXPECT_EQ(reserved.range, range);
    }
  }
};

using Syncs = testing::Types<core::SingleThread, core::StdSync>;
TYPED_TEST_SUITE(GenerationVectors, Syncs);

TYPED_TEST(GenerationVectors, Generations) {
  ForEachCase("scavenge", "generations", 7, [](const Value& vector) {
    World<TypeParam> world(ChunkRunsOf(vector["before_alloc"]), ChunkRunsOf(vector["before_scav"]));
    world.ExpectState(vector["initial_state"]);
    for (const Value& step : vector["steps"].Items()) {
      SCOPED_TRACE(step.Show());
      TestFixture::Step(world, step);
      world.ExpectState(step["state"]);
      world.CheckInvariants();
    }
    world.ExpectHeap(ChunkRunsOf(vector["final_alloc"]), ChunkRunsOf(vector["final_scav"]));
  });
}

}  // namespace
}  // namespace heddle::tests
