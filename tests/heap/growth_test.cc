// SPDX-License-Identifier: BSD-3-Clause
//
// Where a heap finds its address space, and what it does with it.

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "core/heap/arena_hints.h"
#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/memory/null_memory.h"
#include "core/sync/single_thread.h"
#include "tests/heap/heap_world.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::tests {
namespace {

using core::Address;
using core::Extent;
using core::FailureKind;
using G = core::ProductionGeometry;

constexpr std::uint64_t kArena = G::kArenaBytes;

// Address space as a script has it; memory without contents.
class ScriptedMemory : public core::NullMemory<core::SingleThread> {
 public:
  bool ReserveAt(Address base, std::uint64_t bytes) {
    asked.emplace_back(base, bytes);
    const bool granted = !answers.empty() && answers.front();
    if (!answers.empty()) {
      answers.pop_front();
    }
    return granted;
  }
  Address Reserve(std::uint64_t bytes) {
    asked.emplace_back(0, bytes);
    return std::exchange(anywhere, 0);
  }
  bool Map(Address base, std::uint64_t bytes) {
    if (refuse_map) {
      return false;
    }
    mapped.emplace_back(base, bytes);
    return true;
  }

  std::deque<bool> answers;  // of ReserveAt; no beyond them
  Address anywhere = 0;      // the next answer of Reserve
  bool refuse_map = false;
  std::vector<std::pair<Address, std::uint64_t>> asked;  // address 0: anywhere
  std::vector<std::pair<Address, std::uint64_t>> mapped;
};

using Calls = std::vector<std::pair<Address, std::uint64_t>>;
using Hints = core::ArenaHints<G, ScriptedMemory>;

TEST(LinuxHints, AreGosInItsOrder) {
  EXPECT_EQ(core::kLinuxHints.front(), 0x00c000000000U);
  EXPECT_EQ(core::kLinuxHints[1], 0x01c000000000U);
  EXPECT_EQ(core::kLinuxHints.back(), 0x7fc000000000U);
  EXPECT_EQ(core::kLinuxHints.size(), 128U);
}

TEST(ArenaHints, AreFollowedUpwards) {
  ScriptedMemory memory;
  memory.answers = {true, true};
  Hints hints(memory, core::kLinuxHints);
  EXPECT_EQ(hints.Reserve(1).base, 0x00c000000000U);
  const Extent next = hints.Reserve(kArena + 1);
  EXPECT_EQ(next.base, 0x00c000000000U + kArena);
  EXPECT_EQ(next.Size(), 2 * kArena);
}

TEST(ArenaHints, ThatFailAreNotTriedAgain) {
  ScriptedMemory memory;
  memory.answers = {false, true, true};
  Hints hints(memory, core::kLinuxHints);
  EXPECT_EQ(hints.Reserve(1).base, 0x01c000000000U);
  EXPECT_EQ(hints.Reserve(1).base, 0x01c000000000U + kArena);
  EXPECT_EQ(memory.asked, (Calls{{0x00c000000000, kArena},
                                 {0x01c000000000, kArena},
                                 {0x01c000000000 + kArena, kArena}}));
}

TEST(ArenaHints, AreMadeWhereSpaceWasFound) {
  ScriptedMemory memory;
  memory.anywhere = 0x500000000000;
  Hints hints(memory, {});
  EXPECT_EQ(hints.Reserve(1).base, 0x500000000000U);
  memory.asked.clear();
  memory.answers = {true, false, true};
  // Above it first, then above that, then below it.
  EXPECT_EQ(hints.Reserve(2 * kArena).base, 0x500000000000 + kArena);
  EXPECT_EQ(hints.Reserve(1).base, 0x500000000000 - kArena);
  EXPECT_EQ(memory.asked, (Calls{{0x500000000000 + kArena, 2 * kArena},
                                 {0x500000000000 + 3 * kArena, kArena},
                                 {0x500000000000 - kArena, kArena}}));
}

TEST(ArenaHints, OutsideTheAddressSpaceOrAskewAreNotAskedFor) {
  ScriptedMemory memory;
  memory.answers = {true, true, true, true};
  const std::vector<Address> bad = {0, 0x00c000001000, 0x00007ffffc000000, 0xfffffffffc000000,
                                    0x0000900000000000};
  Hints hints(memory, bad);
  EXPECT_TRUE(hints.Reserve(1).IsEmpty());
  EXPECT_EQ(memory.asked, (Calls{{0, kArena}}));
}

TEST(ArenaHints, AreNotFollowedBelowAddressZero) {
  ScriptedMemory memory;
  memory.anywhere = kArena;
  Hints hints(memory, {});
  EXPECT_EQ(hints.Reserve(1).base, kArena);
  memory.asked.clear();
  EXPECT_TRUE(hints.Reserve(2 * kArena).IsEmpty());
  EXPECT_EQ(memory.asked, (Calls{{2 * kArena, 2 * kArena}, {0, 2 * kArena}}));
}

TEST(ArenaHints, TooMuchIsRefused) {
  ScriptedMemory memory;
  memory.answers = {true};
  Hints hints(memory, core::kLinuxHints);
  EXPECT_TRUE(hints.Reserve(~std::uint64_t{0}).IsEmpty());
  EXPECT_TRUE(hints.Reserve(std::uint64_t{1} << 48).IsEmpty());
  EXPECT_TRUE(memory.asked.empty());
}

TEST(ArenaHints, SpaceThatCannotBeUsedIsFatal) {
  ScriptedMemory memory;
  Hints hints(memory, {});
  memory.anywhere = 0x0000800000000000;
  ExpectFailure(
      FailureKind::kAssertion, [&] { hints.Reserve(1); },
      "memory reservation exceeds address space limit");
  memory.anywhere = 0x500000001000;
  ExpectFailure(FailureKind::kAssertion, [&] { hints.Reserve(1); }, "no multiple of an arena");
}

class GrowthTest : public FailureTest {
 protected:
  using P = core::Policies<Checked, ScriptedMemory, G>;
  using Heap = core::Heap<P>;

  void CheckAtRest() { core::HeapInvariants<Heap>::CheckAtRest(heap_, {}); }

  ScriptedMemory memory_;
  core::NoProbe probe_;
  Heap heap_{memory_, probe_};
};

TEST_F(GrowthTest, TakesWholeChunksOfTheArena) {
  memory_.answers = {true};
  EXPECT_EQ(heap_.Allocate(1).base, 0x00c000000000U);
  EXPECT_EQ(heap_.Allocate(G::kChunkPages).base, 0x00c000000000U + G::kPageBytes);
  EXPECT_EQ(memory_.mapped, (Calls{{0x00c000000000, G::kChunkBytes},
                                   {0x00c000000000 + G::kChunkBytes, G::kChunkBytes}}));
  CheckAtRest();
}

TEST_F(GrowthTest, AnArenaThatFollowsExtendsTheOneBefore) {
  memory_.answers = {true, true};
  ASSERT_TRUE(heap_.Allocate(10 * G::kChunkPages));
  // 6 chunks are left, and 16 follow: 20 fit across the border.
  EXPECT_EQ(heap_.Allocate(20 * G::kChunkPages).base, 0x00c000000000 + 10 * G::kChunkBytes);
  EXPECT_EQ(memory_.mapped.size(), 2U);
  CheckAtRest();
}

TEST_F(GrowthTest, TheRestOfAnArenaBecomesPartOfTheHeap) {
  memory_.answers = {true, false, true};
  ASSERT_TRUE(heap_.Allocate(10 * G::kChunkPages));
  EXPECT_EQ(heap_.Allocate(10 * G::kChunkPages).base, 0x01c000000000U);
  CheckAtRest();
  // The 6 chunks that were left.
  EXPECT_EQ(heap_.Allocate(6 * G::kChunkPages).base, 0x00c000000000 + 10 * G::kChunkBytes);
  CheckAtRest();
}

TEST_F(GrowthTest, ARestThatCannotBeMappedIsNotLost) {
  memory_.answers = {true, false, true};
  ASSERT_TRUE(heap_.Allocate(10 * G::kChunkPages));
  memory_.refuse_map = true;
  EXPECT_FALSE(heap_.Allocate(10 * G::kChunkPages));
  CheckAtRest();
  memory_.refuse_map = false;
  const std::size_t asked = memory_.asked.size();
  EXPECT_EQ(heap_.Allocate(10 * G::kChunkPages).base, 0x01c000000000U);
  EXPECT_EQ(memory_.asked.size(), asked);  // what was obtained the first time is still there
  EXPECT_EQ(heap_.Allocate(6 * G::kChunkPages).base, 0x00c000000000 + 10 * G::kChunkBytes);
  CheckAtRest();
}

// However often it is refused, and whatever is asked for in between.
TEST_F(GrowthTest, NoSpaceThatWasObtainedIsLost) {
  memory_.answers = {true, false, true, true};
  ASSERT_TRUE(heap_.Allocate(10 * G::kChunkPages));
  memory_.refuse_map = true;
  for (const unsigned chunks : {10, 20, 30}) {
    EXPECT_FALSE(heap_.Allocate(chunks * G::kChunkPages));
  }
  EXPECT_EQ(memory_.asked.size(), 3U);
  memory_.refuse_map = false;
  EXPECT_TRUE(heap_.Allocate(30 * G::kChunkPages));
  CheckAtRest();
  // The 6 chunks that were left, and of the 16 after them and the next arenas what was not used.
  const std::size_t asked = memory_.asked.size();
  EXPECT_EQ(heap_.Allocate(6 * G::kChunkPages).base, 0x00c000000000 + 10 * G::kChunkBytes);
  EXPECT_TRUE(heap_.Allocate(16 * G::kChunkPages));
  EXPECT_EQ(memory_.asked.size(), asked);
  CheckAtRest();
}

TEST_F(GrowthTest, SpansMayCrossArenas) {
  memory_.answers = {true};
  const core::Span span = heap_.Allocate(100 * G::kChunkPages);
  ASSERT_TRUE(span);
  EXPECT_FALSE(span.needs_zero);
  EXPECT_EQ(heap_.Find(span.base)->pages, 100 * G::kChunkPages);
  heap_.Free(span.base);
  EXPECT_TRUE(heap_.Allocate(40 * G::kChunkPages).needs_zero);
  CheckAtRest();
}

// A growth over a gap comes in two pieces, and is made up for once.
template <class R>
class GrowthScavenging : public testing::Test {};
TYPED_TEST_SUITE(GrowthScavenging, AllRevisions, RevisionNames);

TYPED_TEST(GrowthScavenging, CountsEveryPieceOnce) {
  using Heap = core::Heap<core::Policies<Checked, ScriptedMemory, G>, TypeParam::value>;
  ScriptedMemory memory;
  core::NoProbe probe;
  Heap heap(memory, probe);
  memory.answers = {true, true, false, true};
  std::vector<core::Span> freed;
  for (int i = 0; i < 26; ++i) {  // nearly whole chunks, so that nothing larger fits
    freed.push_back(heap.Allocate(G::kChunkPages - 1));
    ASSERT_TRUE(heap.Allocate(1));
  }
  for (const core::Span& span : freed) {
    heap.Free(span.base);
  }
  heap.StartCycle();
  const auto released = [&] {
    return heap.statistics().heap_released.load(core::MemoryOrder::kRelaxed);
  };
  ASSERT_EQ(released(), 0U);
  // The heap grows by the 6 chunks at the end of the second arena, and by 7 of the third; with no
  // memory to be retained, as much is to be released elsewhere. Of what it has grown by, 7 chunks
  // are used.
  heap.SetGoal(0);
  ASSERT_TRUE(heap.Allocate(7 * G::kChunkPages));
  EXPECT_EQ(released(), (6 + 7) * G::kChunkBytes + 6 * G::kChunkBytes);
}

}  // namespace
}  // namespace heddle::tests
