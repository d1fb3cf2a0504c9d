// SPDX-License-Identifier: BSD-3-Clause
//
// The oracles of what a heap is like at rest, on heaps that are made up or broken on purpose: each
// says so, and says nothing of one that is right. Of the others, there are tests of their own:
// structural invariants and the ledger in tests/unit, locks and linearizability beside this one.

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "core/memory/execution_storage.h"
#include "core/policies.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/single_thread.h"
#include "models/model.h"
#include "models/oracle_list.h"
#include "models/oracles/accounting.h"
#include "models/oracles/lost_work.h"
#include "models/oracles/page_contents.h"
#include "models/oracles/progress.h"
#include "models/oracles/structural_invariants.h"
#include "tests/checker/program_of.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::models {
namespace {

using core::FailureKind;
using tests::ExpectFailure;

constexpr std::uint64_t kPage = 8192;

// Ten pages, of which four are in use and three released.
struct Books {
  Books() {
    statistics.CountGrowth(10 * kPage);
    statistics.CountUse(7 * kPage);
  }

  void Check() const { CheckAccounts(statistics, counts, 4, kPage); }

  core::MemoryStatistics<core::SingleThread> statistics;
  PageCounts counts{.used = 4, .scavenged = 3, .idle = 3};
};

TEST(Accounting, SaysNothingOfBooksThatAgree) { Books().Check(); }

TEST(Accounting, SeesEachBookThatDoesNot) {
  constexpr auto kRelaxed = core::MemoryOrder::kRelaxed;
  Books used;
  used.counts.used = 5;
  ExpectFailure(FailureKind::kAccounting, [&] { used.Check(); }, "I13: 5 pages are in use");
  Books scavenged;
  scavenged.counts.scavenged = 2;
  ExpectFailure(
      FailureKind::kAccounting, [&] { scavenged.Check(); }, "I14: heap_released is 24576");
  Books paired;
  paired.statistics.released.fetch_add(1, kRelaxed);
  ExpectFailure(FailureKind::kAccounting, [&] { paired.Check(); }, "I15:");
  Books committed;
  committed.statistics.committed.fetch_sub(1, kRelaxed);
  ExpectFailure(FailureKind::kAccounting, [&] { committed.Check(); }, "I16:");
  CheckUse(true, kPage);
  ExpectFailure(FailureKind::kAccounting, [] { CheckUse(false, kPage); }, "I18:");
}

// A heap whose pages a scavenger releases in the order in which it is told to.
struct MadeUpHeap {
  void StartCycle() { cycles.push_back(0); }
  void Scavenge(std::uint64_t bytes) { cycles.back() += bytes; }

  std::vector<std::uint64_t> cycles{0};
};

TEST(LostWork, IsLookedForAfterAsManyGenerationsAsTheModelSays) {
  MadeUpHeap none;
  PassIdleGenerations(none, 0, 9);
  EXPECT_EQ(none.cycles, std::vector<std::uint64_t>{9}) << "the generation that is under way";
  MadeUpHeap two;
  PassIdleGenerations(two, 2, 9);
  EXPECT_EQ(two.cycles, (std::vector<std::uint64_t>{0, 9, 9}));
}

TEST(LostWork, IsAnyPageThatIsFreeAndNotReleased) {
  CheckAllReleased(0);
  ExpectFailure(FailureKind::kLostWork, [] { CheckAllReleased(2); }, "at its end: 2");
  CheckFound(true, core::FailureText() << "gone");
  ExpectFailure(
      FailureKind::kLostWork, [] { CheckFound(false, core::FailureText() << "gone"); }, "gone");
}

TEST(LostWork, IsWhatIsRetainedAboveTheGoalIfSomethingIsLeftToRelease) {
  CheckGoalReached(5 * kPage, 5 * kPage, 2);
  CheckGoalReached(6 * kPage, 5 * kPage, 0);
  ExpectFailure(
      FailureKind::kLostWork, [] { CheckGoalReached(6 * kPage, 5 * kPage, 2); },
      "49152 bytes are retained, the goal is 40960", "are left: 2");
}

TEST(LostWork, IsDoneForNothingBelowTheGoal) {
  CheckGoalKept(5 * kPage, 5 * kPage, kPage);
  CheckGoalKept(4 * kPage + 1, 5 * kPage, kPage);
  ExpectFailure(
      FailureKind::kLostWork, [] { CheckGoalKept(4 * kPage, 5 * kPage, kPage); },
      "more was released than the goal asks for: 32768");
}

TEST(Progress, IsDemandedUnlessItIsSwitchedOff) {
  DemandProgress({}, true, "nothing came of it");
  ExpectFailure(
      FailureKind::kAssertion, [] { DemandProgress({}, false, "nothing came of it"); },
      "nothing came of it");
  DemandProgress({.progress = false}, false, "nothing came of it");
}

// Of the page allocator at the release of the heap lock, of reservations at that of theirs.
TEST(StructuralInvariants, AreThoseOfTheLockThatIsGivenBack) {
  using World = tests::World<tests::Unchecked>;
  using core::LockRank;
  using core::Revision;
  World world;
  world.Grow(1, 3);
  world.StartGeneration();
  const auto check = [&world](LockRank rank) {
    CheckStructure<Revision::kR4>(rank, std::as_const(world.pages), world.scavenger);
  };
  check(LockRank::kHeap);
  check(LockRank::kScavenger);
  world.LeftToReserve().RemoveGreaterEqual(World::G::PageOffset(1, 5));
  world.LeftToReserve().Add({World::G::PageOffset(2, 5), World::G::PageOffset(2, 6)});
  check(LockRank::kHeap);
  ExpectFailure(FailureKind::kInvariant, [&] { check(LockRank::kScavenger); }, "I22:");
  world.Tree().SetLeaf(2, {});
  ExpectFailure(FailureKind::kInvariant, [&] { check(LockRank::kHeap); }, "I1:");
}

// Two pages of simulated memory.
struct Memory {
  using Contents = PageContents<checker::RelacySync, core::ExecutionStorage>;

  explicit Memory(bool is_on = true)
      : bytes(std::size_t{64} << 10), storage(bytes), contents(storage, kPage, 2, kPage, is_on) {}
  ~Memory() { storage.Destroy(); }

  std::vector<std::byte> bytes;
  core::ExecutionStorage storage;
  Contents contents;
};
struct UnwatchedMemory : Memory {
  UnwatchedMemory() : Memory(false) {}
};

template <class State>
checker::Verdict VerdictOf(int threads, std::function<void(State&, int)> body) {
  checker::ProgramOf<State> program(threads, std::move(body));
  return Check(program, {}).verdict();
}

void UseOne(Memory& memory, int /*index*/) {
  EXPECT_TRUE(memory.contents.Use(kPage, kPage));
  memory.contents.Fill(kPage, 1, 7);
  memory.contents.Check(kPage, 1, 7);
  EXPECT_TRUE(memory.contents.Release(kPage, kPage));
}
void UseReleased(Memory& memory, int /*index*/) { memory.contents.Fill(kPage, 1, 7); }
void FindOthers(Memory& memory, int /*index*/) {
  memory.contents.Use(kPage, kPage);
  memory.contents.Fill(kPage, 1, 7);
  memory.contents.Check(kPage, 1, 8);
}
void ReleaseUnderOwner(Memory& memory, int index) {
  if (index == 0) {
    memory.contents.Use(kPage, kPage);
    memory.contents.Fill(kPage, 1, 7);
  } else {
    memory.contents.Release(kPage, kPage);
  }
}

TEST(PageContents, AreTheOwners) {
  using checker::Verdict;
  EXPECT_EQ(VerdictOf<Memory>(1, UseOne), Verdict::kPass);
  EXPECT_EQ(VerdictOf<Memory>(1, UseReleased), Verdict::kContents);
  EXPECT_EQ(VerdictOf<Memory>(1, FindOthers), Verdict::kContents);
  EXPECT_EQ(VerdictOf<Memory>(2, ReleaseUnderOwner), Verdict::kRace);
}

TEST(PageContents, AreNobodysWhenTheyAreSwitchedOff) {
  using checker::Verdict;
  EXPECT_EQ(VerdictOf<UnwatchedMemory>(1, UseOne), Verdict::kPass);
  EXPECT_EQ(VerdictOf<UnwatchedMemory>(1, UseReleased), Verdict::kPass);
  EXPECT_EQ(VerdictOf<UnwatchedMemory>(1, FindOthers), Verdict::kPass);
  EXPECT_EQ(VerdictOf<UnwatchedMemory>(2, ReleaseUnderOwner), Verdict::kPass);
}

TEST(Oracles, AreAllListed) {
  Oracles none;
  for (const OracleEntry& entry : kOracleList) {
    EXPECT_TRUE(none.*entry.is_on) << entry.name << " is off, or listed twice";
    none.*entry.is_on = false;
  }
  EXPECT_EQ(sizeof(Oracles), kOracleList.size());
  EXPECT_EQ(none & Oracles(), none);
  EXPECT_EQ(Oracles() & Oracles(), Oracles());
}

}  // namespace
}  // namespace heddle::models
