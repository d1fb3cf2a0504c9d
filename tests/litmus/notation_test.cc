// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/notation.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "litmus/malformed.h"

namespace heddle::litmus::notation_test {
namespace {

using core::MemoryOrder;

LitmusTest Parse(const std::string& program, const std::string& condition = "data race exists") {
  return ParseLitmusTest("T", program, condition);
}

std::string ErrorOf(const std::string& program, const std::string& condition = "data race exists") {
  try {
    Parse(program, condition);
  } catch (const Malformed& error) {
    return error.what();
  }
  return "none";
}

Block BodyOf(const std::string& thread) { return Parse(thread).program.threads[0].body; }

TEST(Notation, LoadsAndStoresHaveTheirOrders) {
  const LitmusTest test = Parse("x=1.rlx; y=2.rel; x=3.sc || r0=y.acq; r1=x.con; r0=x.sc");
  EXPECT_EQ(test.program.threads[0].body,
            (Block{{Store{0, Expression::Number(1), MemoryOrder::kRelaxed}},
                   {Store{1, Expression::Number(2), MemoryOrder::kRelease}},
                   {Store{0, Expression::Number(3), MemoryOrder::kSequentiallyConsistent}}}));
  EXPECT_EQ(test.program.threads[1].body,
            (Block{{Load{0, 1, MemoryOrder::kAcquire}},
                   {Load{1, 0, MemoryOrder::kAcquire}},
                   {Load{0, 0, MemoryOrder::kSequentiallyConsistent}}}));
  EXPECT_EQ(test.program.atomics, (std::vector<Object>{{"x", 0}, {"y", 0}}));
  EXPECT_EQ(test.program.threads[1].registers, (std::vector<Register>{{"r0", 0}, {"r1", 0}}));
}

TEST(Notation, ReadModifyWritesLeaveWhatTheySaw) {
  const Expression one = Expression::Number(1);
  EXPECT_EQ(BodyOf("r0=xchg(x,1).ar"),
            (Block{{ReadModifyWrite{ReadModifyWrite::Kind::kExchange, 0, 0, one,
                                    MemoryOrder::kAcquireRelease}}}));
  EXPECT_EQ(BodyOf("r0=fa(x,1).rlx"), (Block{{ReadModifyWrite{ReadModifyWrite::Kind::kFetchAdd, 0,
                                                              0, one, MemoryOrder::kRelaxed}}}));
  const LitmusTest test = Parse("r0=cas(x,0->1).ar/acq", "exists 0:r0=0");
  EXPECT_EQ(test.program.threads[0].body,
            (Block{{Set{0, Expression::Number(0)}},
                   {CompareExchange{false, 1, 0, 0, one, MemoryOrder::kAcquireRelease,
                                    MemoryOrder::kAcquire}}}));
  EXPECT_EQ(test.program.outcome.size(), 1U) << "whether it succeeded is not shown";
}

TEST(Notation, PlainAccessesLocksEventsAndFences) {
  const LitmusTest test =
      Parse("d:=1 (na); F.sc; lock(m); unlock(m); wake(e); park(e); r0:=d (na)");
  EXPECT_EQ(test.program.threads[0].body, (Block{{Write{0, Expression::Number(1)}},
                                                 {Fence{MemoryOrder::kSequentiallyConsistent}},
                                                 {Lock{0}},
                                                 {Unlock{0}},
                                                 {Wake{0}},
                                                 {Park{0}},
                                                 {Read{0, 0}}}));
  EXPECT_EQ(test.program.variables, (std::vector<Object>{{"d", 0}}));
  EXPECT_EQ(test.program.mutexes, std::vector<std::string>{"m"});
  EXPECT_EQ(test.program.events, std::vector<std::string>{"e"});
}

TEST(Notation, AGuardTakesTheRestOrWhatIsInBraces) {
  const Statement store = {Store{1, Expression::Number(1), MemoryOrder::kRelaxed}};
  const Statement last = {Store{2, Expression::Number(1), MemoryOrder::kRelaxed}};
  const Expression equal =
      Expression::Binary(Expression::Kind::kEqual, Expression::Variable(0), Expression::Number(1));
  const Statement load = {Load{0, 0, MemoryOrder::kRelaxed}};
  EXPECT_EQ(BodyOf("r0=x.rlx; if r0==1; y=1.rlx; z=1.rlx"),
            (Block{load, {If{equal, {store, last}, {}}}}));
  EXPECT_EQ(BodyOf("r0=x.rlx; if r0==1 {y=1.rlx}; z=1.rlx"),
            (Block{load, {If{equal, {store}, {}}}, last}));
  EXPECT_EQ(BodyOf("r0=x.rlx; if r0==1 {if r0==1 {y=1.rlx}; z=1.rlx}"),
            (Block{load, {If{equal, {{If{equal, {store}, {}}}, last}, {}}}}));
}

TEST(Notation, BlanksAndALastSemicolonMakeNoDifference) {
  const LitmusTest test =
      Parse(" r10 = x . rlx ;\n\tif\tr10 == -1 { x = 1 . rel ; } ; ", "exists\n0 : r10=1");
  EXPECT_EQ(test.program, Parse("r10=x.rlx; if r10==-1 {x=1.rel}", "exists 0:r10=1").program);
}

TEST(Notation, ValuesMayBeRegistersAndSums) {
  const LitmusTest test = Parse("r0=x.rlx; y=r0+1.rlx; d:=r0 (na)");
  const Expression sum =
      Expression::Binary(Expression::Kind::kAdd, Expression::Variable(0), Expression::Number(1));
  EXPECT_EQ(test.program.threads[0].body[1], (Statement{Store{1, sum, MemoryOrder::kRelaxed}}));
  EXPECT_EQ(test.program.threads[0].body[2], (Statement{Write{0, Expression::Variable(0)}}));
}

TEST(Notation, TheOutcomeIsAllRegistersAndWhatTheConditionNames) {
  const LitmusTest test =
      Parse("x=1.rlx; y=2.rlx; r7=x.rlx || r0=y.rlx; y=1.rlx", "exists 1:r0=2 /\\ y=1");
  EXPECT_EQ(test.program.outcome, (std::vector<Observed>{{Observed::Kind::kRegister, 0, 0},
                                                         {Observed::Kind::kRegister, 1, 0},
                                                         {Observed::Kind::kAtomic, 0, 1}}));
  EXPECT_NE(Evaluate(test.asked, Outcome{5, 2, 1}), 0);
  EXPECT_EQ(Evaluate(test.asked, Outcome{5, 2, 2}), 0);
  EXPECT_EQ(Evaluate(test.asked, Outcome{5, 1, 1}), 0);
}

TEST(Notation, TheQuestionMayBeAboutRacesAndDeadlocks) {
  EXPECT_EQ(Parse("x=1.rlx", "exists x=1").question, LitmusTest::Question::kOutcome);
  EXPECT_EQ(Parse("x=1.rlx", "data race exists").question, LitmusTest::Question::kRace);
  EXPECT_EQ(Parse("park(e)", "deadlock exists").question, LitmusTest::Question::kDeadlock);
}

TEST(Notation, SaysWhatIsWrongWhereAndWhatWasExpected) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "thread 0, '': expected a statement at its end"},
      {"x=1.rlx || ", "thread 1, '': expected a statement at its end"},
      {"x", "thread 0, 'x': expected '=', ':=' or '(' at its end"},
      {"x=1", "thread 0, 'x=1': expected '.' at its end"},
      {"x=1.acq", "thread 0, 'x=1.acq': the memory order cannot be acq at its end"},
      {"x=1.foo",
       "thread 0, 'x=1.foo': unknown memory order 'foo'; expected rlx, acq, rel, ar, "
       "sc or con at its end"},
      {"x=1.rlx y", "thread 0, 'x=1.rlx y': expected nothing more at 'y'"},
      {"x=r0.rlx",
       "thread 0, 'x=r0.rlx': 'r0' is no register that has a value here; expected one, "
       "or a number, at '.rlx'"},
      {"x=99999999999999999999.rlx",
       "thread 0, 'x=99999999999999999999.rlx': expected a whole "
       "number of 64 bits at '99999999999999999999.rlx'"},
      {"r0=x.rel", "thread 0, 'r0=x.rel': the memory order cannot be rel at its end"},
      {"r0=swap(x,1).rlx",
       "thread 0, 'r0=swap(x,1).rlx': unknown 'swap'; expected xchg, fa or cas at 'x,1).rlx'"},
      {"r0=cas(x,0->1).rlx/acq",
       "thread 0, 'r0=cas(x,0->1).rlx/acq': the memory order of the "
       "failure is stronger than that of the success at its end"},
      {"F.rlx", "thread 0, 'F.rlx': the memory order cannot be rlx at its end"},
      {"d:=1", "thread 0, 'd:=1': expected '(na)' at its end"},
      {"x=1.rlx; x:=1 (na)",
       "thread 0, 'x:=1 (na)': 'x' is used in another way before at '1 (na)'"},
      {"free(m)",
       "thread 0, 'free(m)': unknown 'free'; expected lock, unlock, park or wake at its "
       "end"},
      {"r0=x.rlx; if r0 {x=1.rlx}",
       "thread 0, 'if r0 {x=1.rlx}': expected ==, != or < at "
       "'{x=1.rlx}'"},
      {"r0=x.rlx; if r0==1 {x=1.rlx",
       "thread 0, 'if r0==1 {x=1.rlx': expected '}' as the last sign "
       "at 'x=1.rlx'"},
  };
  for (const auto& [program, message] : wrong) {
    EXPECT_EQ(ErrorOf(program), "test 'T', " + message) << program;
  }
  EXPECT_EQ(
      ErrorOf("x=1.rlx||x=1.rlx||x=1.rlx||x=1.rlx||x=1.rlx||x=1.rlx||x=1.rlx||x=1.rlx||x=1.rlx"),
      "test 'T': expected from 1 to 8 threads, found 9");
}

TEST(Notation, SaysWhatIsWrongWithTheCondition) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"",
       "'': expected 'exists' and a condition, 'data race exists' or 'deadlock exists', at its "
       "end"},
      {"exists z=1", "'exists z=1': the program has no object 'z' at '=1'"},
      {"exists 1:r0=1", "'exists 1:r0=1': there is no thread 1; threads count from 0 at ':r0=1'"},
      {"exists 0:r1=1", "'exists 0:r1=1': thread 0 has no register 'r1' at '=1'"},
      {"exists x=1 /\\",
       "'exists x=1 /\\': expected a register such as 1:r0, or an object at its "
       "end"},
      {"exists x=1 or x=2", "'exists x=1 or x=2': expected nothing more at 'or x=2'"},
  };
  for (const auto& [condition, message] : wrong) {
    EXPECT_EQ(ErrorOf("r0=x.rlx", condition), "test 'T', condition, " + message);
  }
}

// A condition is an expression in an expression for each term; of many, the stack would run out.
TEST(Notation, TakesConditionsOfAtMostFortyTerms) {
  const auto condition = [](int terms) {
    std::string text = "exists x=0";
    for (int i = 1; i < terms; ++i) {
      text += " /\\ x=0";
    }
    return text;
  };
  EXPECT_NO_THROW(ParseLitmusTest("T", "r0=x.rlx", condition(kMaxNesting)));
  for (const int terms : {kMaxNesting + 1, 1'000'000}) {
    EXPECT_TRUE(ErrorOf("r0=x.rlx", condition(terms)).find("expected at most 40 terms at 'x=0") !=
                std::string::npos)
        << terms;
  }
}

}  // namespace
}  // namespace heddle::litmus::notation_test
