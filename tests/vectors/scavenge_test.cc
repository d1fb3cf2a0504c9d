// SPDX-License-Identifier: BSD-3-Clause
//
// What each revision releases: each row for the revisions that it is tagged with; and how R1 and R2
// fail in the rows that they are not tagged with, where the heap has a hole.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/data/thrown_failure.h"
#include "tests/vectors/revised_world.h"
#include "tests/vectors/vector_suite.h"

namespace heddle::tests {
namespace {

bool IsTaggedWith(const Value& vector, core::Revision revision) {
  const Value::Array& tags = vector["revisions"].Items();
  return std::ranges::any_of(tags,
                             [&](const Value& tag) { return tag.Text() == core::Name(revision); });
}

template <class Way>
class ScavengeVectors : public testing::Test {
 protected:
  template <class Sync>
  static void RunAll() {
    int rows = 0;
    ForEachCase("scavenge", "scavenge", 7, [&rows](const Value& vector) {
      if (IsTaggedWith(vector, Way::kRevision)) {
        Run<Sync>(vector);
        ++rows;
      }
    });
    EXPECT_EQ(rows, Way::kRevision < core::Revision::kR3 ? 5 : 7);
  }

 private:
  template <class Sync>
  static void Run(const Value& vector) {
    const ChunkRuns allocated = ChunkRunsOf(vector["before_alloc"]);
    typename Way::template World<Sync> world(allocated, ChunkRunsOf(vector["before_scav"]));
    for (const Value& scavenge : vector["scavenges"].Items()) {
      EXPECT_EQ(world.Scavenge(scavenge["request"].Hex()), scavenge["expect_released"].Unsigned())
          << scavenge.Show();
      world.CheckInvariants();
    }
    world.ExpectHeap(allocated, ChunkRunsOf(vector["after_scav"]));
  }
};

using Ways = testing::Types<R1, R2Unlocked, R2Locked, R3KeepsLock, R3Unlocks, R4>;
TYPED_TEST_SUITE(ScavengeVectors, Ways);

TYPED_TEST(ScavengeVectors, InOneThread) { TestFixture::template RunAll<core::SingleThread>(); }
TYPED_TEST(ScavengeVectors, WithRealLocks) { TestFixture::template RunAll<core::StdSync>(); }

// The same in builds of every kind.
struct Unchecked : core::SingleThread {
  static constexpr bool kChecked = false;
};
struct Checked : core::SingleThread {
  static constexpr bool kChecked = true;
};

// The cursor comes out at the lower end of the upper range of the heap, and the chunk below is
// looked at without asking whether it was ever grown. Its bitmaps are zero: free, and not released.
template <class Way>
class HoleBelowARange : public testing::Test {
 protected:
  static constexpr std::uint64_t kChunkBytes = core::ProductionGeometry::kChunkBytes;

  // The heap has chunk 0 and `upper`. Only what the rows expect of the heap itself comes true.
  template <class Sync>
  static void ReleasesAllChunksOfTheHole(const std::string& row, core::ChunkIndex upper) {
    ForEachUntaggedRow(row, [&](const Value& vector) {
      const ChunkRuns allocated = ChunkRunsOf(vector["before_alloc"]);
      const ChunkRuns after = ChunkRunsOf(vector["after_scav"]);
      typename Way::template World<Sync> world(allocated, ChunkRunsOf(vector["before_scav"]));
      std::uint64_t released = 0;
      std::uint64_t expected = 0;
      for (const Value& scavenge : vector["scavenges"].Items()) {
        released += world.Scavenge(scavenge["request"].Hex());
        expected += scavenge["expect_released"].Unsigned();
      }
      EXPECT_EQ(released, expected + (upper - 1) * kChunkBytes);
      for (const core::ChunkIndex chunk : {core::ChunkIndex{1}, upper - 1}) {
        world.ExpectChunk(chunk, {}, {{0, core::ProductionGeometry::kChunkPages}});
      }
      for (const core::ChunkIndex chunk : {core::ChunkIndex{0}, upper}) {
        world.ExpectChunk(chunk, {}, after.at(chunk));
      }
      EXPECT_EQ(
          FailureOf([&world] { world.CheckPages(); }),
          "I3: chunk " + std::to_string(kBaseChunk + 1) + " was never grown but is not empty");
    });
  }

  // Where misuse is checked, the first chunk of the hole is as far as it gets.
  static void IsSeenByTheChecks(const std::string& row) {
    ForEachUntaggedRow(row, [](const Value& vector) {
      typename Way::template World<Checked> world(ChunkRunsOf(vector["before_alloc"]),
                                                  ChunkRunsOf(vector["before_scav"]));
      const std::string failure = FailureOf([&] {
        for (const Value& scavenge : vector["scavenges"].Items()) {
          world.Scavenge(scavenge["request"].Hex());
        }
      });
      EXPECT_NE(failure.find("which was never grown, are in use"), std::string::npos) << failure;
    });
  }

 private:
  template <class Run>
  static void ForEachUntaggedRow(const std::string& row, Run run) {
    int rows = 0;
    ForEachCase("scavenge", "scavenge", 7, [&](const Value& vector) {
      if (vector["name"].Text() == row) {
        ASSERT_FALSE(IsTaggedWith(vector, Way::kRevision));
        run(vector);
        ++rows;
      }
    });
    EXPECT_EQ(rows, 1) << row;
  }

  // "" if there is none.
  template <class Body>
  static std::string FailureOf(Body body) {
    try {
      body();
    } catch (const ThrownFailure& failure) {
      return failure.what();
    }
    return "";
  }
};

using WaysWithACursor = testing::Types<R1, R2Unlocked, R2Locked>;
TYPED_TEST_SUITE(HoleBelowARange, WaysWithACursor);

TYPED_TEST(HoleBelowARange, IsReleasedThoughNeverGrown) {
  TestFixture::template ReleasesAllChunksOfTheHole<Unchecked>("ScavDiscontiguous", 14);
}

TYPED_TEST(HoleBelowARange, IsReleasedHoweverLarge) {
  TestFixture::template ReleasesAllChunksOfTheHole<Unchecked>("ScavAllVeryDiscontiguous", 4096);
}

TYPED_TEST(HoleBelowARange, IsSeenWhereMisuseIsChecked) {
  TestFixture::IsSeenByTheChecks("ScavDiscontiguous");
  TestFixture::IsSeenByTheChecks("ScavAllVeryDiscontiguous");
}

}  // namespace
}  // namespace heddle::tests
