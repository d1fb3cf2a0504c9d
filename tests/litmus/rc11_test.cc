// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "litmus/built_in.h"
#include "litmus/litmus_file.h"
#include "litmus/notation.h"
#include "litmus/rc11/allowed_outcomes.h"
#include "tests/data/str_cat.h"

namespace heddle::litmus::rc11_test {
namespace {

using Outcomes = std::vector<Outcome>;
using Question = LitmusTest::Question;

AllowedByRc11 Allowed(const Program& program) {
  const std::optional<AllowedByRc11> allowed = AllowedOutcomes(program);
  EXPECT_TRUE(allowed) << program.name;
  return allowed.value_or(AllowedByRc11{});
}

// The outcomes are all registers of all threads, and then the objects that the condition names.
AllowedByRc11 Allowed(std::string_view program, std::string_view condition = "data race exists") {
  return Allowed(ParseLitmusTest(std::string(program), program, condition).program);
}

Outcomes OutcomesOf(std::string_view program, std::string_view condition = "data race exists") {
  return Allowed(program, condition).outcomes;
}

Outcomes OutcomesOf(const Program& program) { return Allowed(program).outcomes; }

bool IsAllowed(std::string_view program, std::string_view condition) {
  const LitmusTest test = ParseLitmusTest(std::string(program), program, condition);
  return std::ranges::any_of(Allowed(test.program).outcomes, [&](const Outcome& outcome) {
    return Evaluate(test.asked, outcome) != 0;
  });
}

bool HasRace(std::string_view program) { return Allowed(program).has_race; }

// A program of one thread, which has the registers r, s and t and the atomic x.
Program ProgramOf(Block body) {
  Program program;
  program.atomics = {{"x", 0}};
  program.mutexes = {"m"};
  program.threads = {{{{"r", 0}, {"s", 0}, {"t", 0}}, std::move(body)}};
  program.outcome = {{Observed::Kind::kRegister, 0, 0}, {Observed::Kind::kAtomic, 0, 0}};
  return program;
}

constexpr auto kRelaxed = core::MemoryOrder::kRelaxed;

// Most of it was worked out by herd7 with its rc11.cat, without a line of what is tested here.
TEST(Rc11, SaysOfTheRecordedTestsWhatIsRecorded) {
  for (const TestFile& file : BuiltInTests()) {
    for (const LitmusTest& test : ReadLitmusTests(file.text)) {
      // The notation makes an acquire load of the consume load that is recorded.
      if (!test.allowed || test.question == Question::kDeadlock ||
          test.program.name == "MP+rel+consume") {
        continue;
      }
      const bool allowed = test.question == Question::kRace ? HasRace(test.text)
                                                            : IsAllowed(test.text, test.condition);
      EXPECT_EQ(allowed, *test.allowed) << file.name << ": " << test.program.name;
    }
  }
}

TEST(Rc11, StoreBufferingIsForbiddenOnlyToSeqCst) {
  const Outcomes interleaved = {{0, 1}, {1, 0}, {1, 1}};
  const Outcomes all = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  std::vector<std::pair<std::string, std::string>> orders;
  for (const std::string store : {"rlx", "rel", "sc"}) {
    for (const std::string load : {"rlx", "acq", "sc"}) {
      orders.emplace_back(store, load);
    }
  }
  for (const auto& [store_0, load_0] : orders) {
    for (const auto& [store_1, load_1] : orders) {
      const std::string program =
          tests::StrCat("x=1.", store_0, "; r0=y.", load_0, " || y=1.", store_1, "; r0=x.", load_1);
      const bool all_sc = store_0 == "sc" && load_0 == "sc" && store_1 == "sc" && load_1 == "sc";
      EXPECT_EQ(OutcomesOf(program), all_sc ? interleaved : all) << program;
    }
  }
}

TEST(Rc11, MessagePassingNeedsReleaseAndAcquire) {
  EXPECT_EQ(OutcomesOf("x=1.rlx; y=1.rel || r0=y.acq; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 1}}));
  EXPECT_EQ(OutcomesOf("x=1.rlx; y=1.rlx || r0=y.acq; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
  EXPECT_EQ(OutcomesOf("x=1.rlx; y=1.rel || r0=y.rlx; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
  EXPECT_EQ(OutcomesOf("x=1.rlx; F.ar; y=1.rlx || r0=y.rlx; F.ar; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 1}}));
  EXPECT_EQ(OutcomesOf("x=1.rlx; F.acq; y=1.rlx || r0=y.rlx; F.rel; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
}

// The threads are looked at in their order. What the first has read may come from the second, and
// what it reads after that may be older.
TEST(Rc11, TheOrderOfThreadsIsNothing) {
  EXPECT_EQ(OutcomesOf("r0=y.rlx; r1=x.rlx || x=1.rlx; y=1.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
  EXPECT_EQ(OutcomesOf("r0=y.acq; r1=x.rlx || x=1.rlx; y=1.rel"),
            (Outcomes{{0, 0}, {0, 1}, {1, 1}}));
}

TEST(Rc11, ReadsOfOneLocationDoNotGoBack) {
  EXPECT_EQ(OutcomesOf("x=1.rlx; x=2.rlx || r0=x.rlx; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}}));
}

TEST(Rc11, AnObjectEndsWithTheLastOfItsModificationOrder) {
  EXPECT_EQ(OutcomesOf("x=1.rlx; x=2.rlx || x=3.rlx", "exists x=0"), (Outcomes{{2}, {3}}));
  EXPECT_EQ(OutcomesOf("d:=1 (na); d:=2 (na) || d:=3 (na)", "exists d=0"), (Outcomes{{2}, {3}}));
}

TEST(Rc11, AReleaseSequenceIsReadModifyWritesAndTheStoresOfItsThread) {
  EXPECT_EQ(OutcomesOf("x=1.rlx; y=1.rel; y=2.rlx || r0=y.acq; r1=x.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 1}, {2, 1}}));
  const std::string reader = " || r0=y.acq; r1=x.rlx";
  EXPECT_FALSE(IsAllowed("x=1.rlx; y=1.rel || r0=fa(y,1).rlx || r0=fa(y,1).rlx" + reader,
                         "exists 3:r0=3 /\\ 1:r0=1 /\\ 2:r0=2 /\\ 3:r1=0"));
  EXPECT_TRUE(IsAllowed("x=1.rlx; y=1.rel || r0=y.rlx; y=2.rlx" + reader,
                        "exists 1:r0=1 /\\ 2:r0=2 /\\ 2:r1=0"));
}

TEST(Rc11, UpdatesAreAtomic) {
  EXPECT_EQ(
      OutcomesOf("r0=fa(x,1).rlx || r0=fa(x,1).rlx || r0=fa(x,1).rlx", "exists x=0"),
      (Outcomes{
          {0, 1, 2, 3}, {0, 2, 1, 3}, {1, 0, 2, 3}, {1, 2, 0, 3}, {2, 0, 1, 3}, {2, 1, 0, 3}}));
  EXPECT_EQ(OutcomesOf("r0=x.rlx; x=r0+1.rlx || r0=x.rlx; x=r0+1.rlx", "exists x=0"),
            (Outcomes{{0, 0, 1}, {0, 1, 2}, {1, 0, 2}}));
}

TEST(Rc11, ACompareExchangeThatFailsMayReadWhatIsStale) {
  EXPECT_EQ(OutcomesOf("x=1.rlx; y=1.rlx || r0=y.rlx; r1=cas(x,5->6).rlx/rlx", "exists x=0"),
            (Outcomes{{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}}));
}

TEST(Rc11, ACompareExchangeFailsOnlyWhereItReadsSomethingElse) {
  EXPECT_EQ(OutcomesOf("r0=cas(x,0->1).rlx/rlx", "exists x=0"), (Outcomes{{0, 1}}));
  EXPECT_EQ(OutcomesOf("r0=cas(x,0->1).rlx/rlx || r0=cas(x,0->2).rlx/rlx", "exists x=0"),
            (Outcomes{{0, 1, 1}, {2, 0, 2}}));
}

TEST(Rc11, ACompareExchangeThatFailsHasTheOrderOfItsFailure) {
  const std::string publish = "d:=1 (na); y=1.rel || ";
  EXPECT_FALSE(HasRace(publish + "r0=cas(y,0->2).ar/acq; if r0==1; r1:=d (na)"));
  EXPECT_TRUE(HasRace(publish + "r0=cas(y,0->2).ar/rlx; if r0==1; r1:=d (na)"));
  EXPECT_FALSE(HasRace(publish + "r0=cas(y,1->2).acq/rlx; if r0==1; r1:=d (na)"));
  EXPECT_TRUE(HasRace(publish + "r0=cas(y,1->2).rel/rlx; if r0==1; r1:=d (na)"));
}

TEST(Rc11, NothingComesOutOfThinAir) {
  EXPECT_EQ(OutcomesOf("r0=x.rlx; y=r0.rlx || r0=y.rlx; x=r0.rlx"), (Outcomes{{0, 0}}));
  // RC11 pays for that with this one, which C++ allows.
  EXPECT_EQ(OutcomesOf("r0=x.rlx; y=1.rlx || r0=y.rlx; x=1.rlx"),
            (Outcomes{{0, 0}, {0, 1}, {1, 0}}));
}

TEST(Rc11, SeqCstFencesCountAgainstSeqCstAccesses) {
  EXPECT_EQ(OutcomesOf("x=1.rlx; F.sc; r0=y.rlx || y=1.sc; r0=x.sc"),
            (Outcomes{{0, 1}, {1, 0}, {1, 1}}));
  EXPECT_EQ(OutcomesOf("x=1.rlx; F.ar; r0=y.rlx || y=1.sc; r0=x.sc"),
            (Outcomes{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
}

TEST(Rc11, AMutexHandsOverWhatItGuards) {
  const AllowedByRc11 guarded =
      Allowed("lock(m); d:=1 (na); unlock(m) || lock(m); r0:=d (na); unlock(m)");
  EXPECT_EQ(guarded.outcomes, (Outcomes{{0}, {1}}));
  EXPECT_FALSE(guarded.has_race);
  EXPECT_TRUE(HasRace("lock(m); d:=1 (na); unlock(m) || r0:=d (na)"));
  EXPECT_TRUE(HasRace("lock(m); d:=1 (na); unlock(m) || lock(n); r0:=d (na); unlock(n)"));
}

TEST(Rc11, AMutexHasOneHolder) {
  const std::string section = "lock(m); r0=x.rlx; x=r0+1.rlx; unlock(m)";
  EXPECT_EQ(OutcomesOf(section + " || " + section, "exists x=0"), (Outcomes{{0, 1, 2}, {1, 0, 2}}));
  EXPECT_EQ(OutcomesOf("lock(m); lock(m)"), Outcomes{});
}

TEST(Rc11, AWakeUpIsForOneWhoParks) {
  const AllowedByRc11 handed_over = Allowed("d:=1 (na); wake(e) || park(e); r0:=d (na)");
  EXPECT_EQ(handed_over.outcomes, (Outcomes{{1}}));
  EXPECT_FALSE(handed_over.has_race);
  EXPECT_EQ(OutcomesOf("wake(e) || park(e) || park(e)"), Outcomes{});
  // One event that is set twice is set.
  EXPECT_EQ(OutcomesOf("wake(e); wake(e); park(e); r0=x.rlx"), (Outcomes{{0}}));
  EXPECT_EQ(OutcomesOf("wake(e); wake(e); park(e); park(e)"), Outcomes{});
}

// The second wake-up has to come behind the first, for its thread has seen what followed that.
TEST(Rc11, AWakeUpAcquiresFromTheOneBefore) {
  EXPECT_FALSE(HasRace("d:=1 (na); wake(e); x=1.rlx || r0=x.rlx; wake(e); if r0==1; r1:=d (na)"));
}

TEST(Rc11, ARaceIsBetweenAccessesThatNothingOrders) {
  EXPECT_TRUE(HasRace("d:=1 (na) || r0:=d (na)"));
  EXPECT_TRUE(HasRace("d:=1 (na) || d:=1 (na)"));
  EXPECT_FALSE(HasRace("r0:=d (na) || r0:=d (na)"));
  EXPECT_FALSE(HasRace("x=1.rlx || r0=x.rlx; x=2.rlx"));
  EXPECT_FALSE(HasRace("d:=1 (na); r0:=d (na)"));
  EXPECT_FALSE(HasRace("d:=1 (na) || r0=x.rlx; if r0==1; r1:=d (na)"));
}

TEST(Rc11, ARaceCountsInAnExecutionThatCannotEnd) {
  const AllowedByRc11 allowed = Allowed("d:=1 (na); park(e) || d:=2 (na)");
  EXPECT_EQ(allowed.outcomes, Outcomes{});
  EXPECT_TRUE(allowed.has_race);
}

// Each of these is forbidden by the one part of RC11, and by nothing else in it.

TEST(Rc11Axiom, CoherenceOfHappensBefore) {
  EXPECT_FALSE(IsAllowed("x=1.rlx; x=2.rlx", "exists x=1"));
  EXPECT_FALSE(IsAllowed("x=1.rlx || r0=x.rlx; r1=x.rlx", "exists 1:r0=1 /\\ 1:r1=0"));
}

TEST(Rc11Axiom, Atomicity) {
  EXPECT_FALSE(IsAllowed("r0=xchg(x,1).rlx || x=2.rlx", "exists 0:r0=0 /\\ x=1"));
  EXPECT_FALSE(IsAllowed("r0=xchg(x,1).rlx || r0=xchg(x,2).rlx", "exists 0:r0=0 /\\ 1:r0=0"));
}

TEST(Rc11Axiom, ScOfSequencedBeforeAndReadsBefore) {
  EXPECT_FALSE(IsAllowed("x=1.sc; r0=y.sc || y=1.sc; r0=x.sc", "exists 0:r0=0 /\\ 1:r0=0"));
}

TEST(Rc11Axiom, ScOfModificationOrder) {
  EXPECT_FALSE(IsAllowed("x=1.sc; y=2.sc || y=1.sc; x=2.sc", "exists x=1 /\\ y=1"));
}

TEST(Rc11Axiom, ScOfHappensBeforeAtOneLocation) {
  EXPECT_FALSE(IsAllowed("x=1.sc || y=1.sc || r0=x.sc; r1=y.sc || r0=y.sc; r1=x.sc",
                         "exists 2:r0=1 /\\ 2:r1=0 /\\ 3:r0=1 /\\ 3:r1=0"));
}

// The store of x and the load of y are ordered by a message that itself is not seq_cst.
TEST(Rc11Axiom, ScOfHappensBeforeThroughOtherLocations) {
  const std::string condition = "exists 1:r0=1 /\\ 1:r1=0 /\\ 2:r0=0";
  EXPECT_FALSE(IsAllowed("x=1.sc; z=1.rel || r0=z.acq; r1=y.sc || y=1.sc; r0=x.sc", condition));
  // No more than that: it has to begin and to end with a step to another location. In the second,
  // the store of x comes before the load of the update, and not before its store.
  EXPECT_TRUE(IsAllowed("x=1.sc || r0=x.acq; r1=y.sc || y=1.sc; r0=x.sc", condition));
  EXPECT_TRUE(IsAllowed("x=1.sc; y=1.rel || r0=fa(y,1).sc; r1=y.rlx || y=3.sc; r0=x.sc",
                        "exists 1:r0=1 /\\ 1:r1=3 /\\ 2:r0=0"));
}

TEST(Rc11Axiom, ScOfFencesByExtendedCoherence) {
  EXPECT_FALSE(
      IsAllowed("x=1.rlx || y=1.rlx || r0=x.rlx; F.sc; r1=y.rlx || r0=y.rlx; F.sc; r1=x.rlx",
                "exists 2:r0=1 /\\ 2:r1=0 /\\ 3:r0=1 /\\ 3:r1=0"));
}

TEST(Rc11Axiom, ScOfFencesAndAccesses) {
  EXPECT_FALSE(IsAllowed("x=1.sc; r0=y.sc || y=1.rlx; F.sc; r0=x.rlx", "exists 0:r0=0 /\\ 1:r0=0"));
  EXPECT_FALSE(IsAllowed("x=1.rlx; F.sc; r0=y.rlx || y=1.sc; r0=x.sc", "exists 0:r0=0 /\\ 1:r0=0"));
}

TEST(Rc11Program, ValuesFlowThroughControl) {
  // r := 3; if r - 3 {x := 1} else {x := 7; r := x; exit}; x := 2
  const Expression is_not_three = Expression::Binary(
      Expression::Kind::kSubtract, Expression::Variable(0), Expression::Number(3));
  const Program program = ProgramOf(
      {{Set{0, Expression::Number(3)}},
       {If{is_not_three,
           {{Store{0, Expression::Number(1), kRelaxed}}},
           {{Store{0, Expression::Number(7), kRelaxed}}, {Load{0, 0, kRelaxed}}, {Exit{}}}}},
       {Store{0, Expression::Number(2), kRelaxed}}});
  EXPECT_EQ(OutcomesOf(program), (Outcomes{{7, 7}}));
}

TEST(Rc11Program, WithoutMeaningHasNoAnswer) {
  const CompareExchange weak{true, 1, 0, 0, Expression::Number(1), kRelaxed, kRelaxed};
  EXPECT_FALSE(AllowedOutcomes(ProgramOf({{weak}})));
  EXPECT_FALSE(AllowedOutcomes(ProgramOf({{TryLock{0, {}, {}}}})));
  EXPECT_FALSE(AllowedOutcomes(ProgramOf({{Assert{Expression::Number(1)}}})));
  const Block retry = {{Retry{2, {{Break{}}}}}};
  EXPECT_FALSE(AllowedOutcomes(ProgramOf(retry)));
  EXPECT_FALSE(AllowedOutcomes(ProgramOf({{If{Expression::Number(0), retry, {}}}})));
  Program unwritten = ProgramOf({});
  EXPECT_TRUE(AllowedOutcomes(unwritten));
  unwritten.atomics[0].initial = std::nullopt;
  EXPECT_FALSE(AllowedOutcomes(unwritten));
}

TEST(Rc11Program, TooLargeHasNoAnswer) {
  // x and m have initial writes.
  EXPECT_TRUE(AllowedOutcomes(ProgramOf(Block(62, {Fence{core::MemoryOrder::kRelease}}))));
  EXPECT_FALSE(AllowedOutcomes(ProgramOf(Block(63, {Fence{core::MemoryOrder::kRelease}}))));

  const Program stores =
      ParseLitmusTest("P", "x=1.rlx || x=2.rlx || x=3.rlx", "exists x=1").program;
  // The first store has one place, the second two, and the third three.
  EXPECT_TRUE(AllowedOutcomes(stores, 1 + 2 + 6));
  EXPECT_FALSE(AllowedOutcomes(stores, 1 + 2 + 6 - 1));
}

}  // namespace
}  // namespace heddle::litmus::rc11_test
