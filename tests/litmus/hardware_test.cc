// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/histogram.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "litmus/notation.h"

namespace heddle::litmus {
namespace {

using core::MemoryOrder;
using std::chrono::milliseconds;

constexpr milliseconds kOneBatch{0};
constexpr milliseconds kShort{100};

Histogram HistogramOf(const Program& program, milliseconds time) {
  EXPECT_EQ(WhyNotOnHardware(program), "");
  return RunOnHardware(program, {.time = time, .seed = 1});
}

// The outcome is all registers, and the objects that the condition names.
Histogram HistogramOf(std::string_view program, std::string_view condition,
                      milliseconds time = kShort) {
  return HistogramOf(ParseLitmusTest("T", program, condition).program, time);
}

std::uint64_t Total(const Histogram& histogram) {
  std::uint64_t total = 0;
  for (const auto& [outcome, count] : histogram.counts) {
    total += count;
  }
  return total;
}

bool Shows(const Histogram& histogram, const Outcome& outcome) {
  return histogram.counts.contains(outcome);
}

// The outcome of a program that has one only.
Outcome OnlyOutcome(const Histogram& histogram) {
  EXPECT_FALSE(histogram.deadlocked);
  EXPECT_EQ(histogram.counts.size(), 1);
  EXPECT_GT(histogram.runs, 0);
  return histogram.counts.empty() ? Outcome() : histogram.counts.begin()->first;
}

// A program of one thread over the objects a and m, e and p, and of as many registers as there are
// initial values; all of them are its outcome, a and p come last.
Program OneThread(const std::vector<std::int64_t>& registers, Block body) {
  Program program;
  program.name = "P";
  program.atomics = {{"a", 5}};
  program.variables = {{"p", 1}};
  program.mutexes = {"m"};
  program.events = {"e"};
  Thread& thread = program.threads.emplace_back();
  for (std::size_t i = 0; i < registers.size(); ++i) {
    thread.registers.push_back({"r" + std::to_string(i), registers[i]});
    program.outcome.push_back({Observed::Kind::kRegister, 0, i});
  }
  thread.body = std::move(body);
  program.outcome.push_back({Observed::Kind::kAtomic, 0, 0});
  program.outcome.push_back({Observed::Kind::kVariable, 0, 0});
  return program;
}

Outcome OutcomeOf(const std::vector<std::int64_t>& registers, Block body) {
  return OnlyOutcome(HistogramOf(OneThread(registers, std::move(body)), kOneBatch));
}

Expression Number(std::int64_t number) { return Expression::Number(number); }
Expression Sum(std::size_t variable, std::int64_t number) {
  return Expression::Binary(Expression::Kind::kAdd, Expression::Variable(variable), Number(number));
}
Expression IsEqual(std::size_t variable, std::int64_t number) {
  return Expression::Binary(Expression::Kind::kEqual, Expression::Variable(variable),
                            Number(number));
}

constexpr MemoryOrder kAtomicOrders[] = {MemoryOrder::kRelaxed, MemoryOrder::kAcquire,
                                         MemoryOrder::kRelease, MemoryOrder::kAcquireRelease,
                                         MemoryOrder::kSequentiallyConsistent};
constexpr MemoryOrder kLoadOrders[] = {MemoryOrder::kRelaxed, MemoryOrder::kAcquire,
                                       MemoryOrder::kSequentiallyConsistent};
constexpr MemoryOrder kStoreOrders[] = {MemoryOrder::kRelaxed, MemoryOrder::kRelease,
                                        MemoryOrder::kSequentiallyConsistent};

TEST(Hardware, LoadsAndStoresOfEveryOrderAccessTheAtomic) {
  for (const MemoryOrder load : kLoadOrders) {
    for (const MemoryOrder store : kStoreOrders) {
      EXPECT_EQ(OutcomeOf({0, 0}, {{Load{0, 0, load}},
                                   {Store{0, Sum(0, 1), store}},
                                   {Fence{MemoryOrder::kSequentiallyConsistent}},
                                   {Load{1, 0, load}},
                                   {Store{0, Number(INT64_MIN), store}}}),
                (Outcome{5, 6, INT64_MIN, 1}));
    }
  }
}

TEST(Hardware, ReadModifyWritesOfEveryOrderLeaveTheOldValue) {
  using Kind = ReadModifyWrite::Kind;
  for (const MemoryOrder order : kAtomicOrders) {
    EXPECT_EQ(OutcomeOf({0, 7}, {{ReadModifyWrite{Kind::kExchange, 0, 0, Number(9), order}},
                                 {Fence{order}},
                                 {ReadModifyWrite{Kind::kFetchAdd, 1, 0, Number(-2), order}},
                                 {ReadModifyWrite{Kind::kFetchAdd, {}, 0, Sum(1, 1), order}}}),
              (Outcome{5, 9, 17, 1}));
  }
}

TEST(Hardware, CompareExchangeLeavesWhatItSaw) {
  for (const MemoryOrder order : kAtomicOrders) {
    const MemoryOrder failure = MemoryOrder::kRelaxed;
    EXPECT_EQ(OutcomeOf({9, 5, 9, 5},
                        {{CompareExchange{false, 0, 0, 1, Number(6), order, failure}},
                         {CompareExchange{false, 2, 0, 3, Number(7), order, failure}},
                         {CompareExchange{true, 2, 0, 3, Number(8), order, failure}},
                         // A weak one may fail without a reason.
                         {Retry{INT64_MAX,
                                {{If{IsEqual(2, 1), {{Break{}}}, {}}},
                                 {CompareExchange{true, 2, 0, 3, Number(8), order, failure}}}}}}),
              (Outcome{1, 5, 1, 6, 8, 1}));
  }
}

TEST(Hardware, PlainMemoryIsReadAndWritten) {
  EXPECT_EQ(OutcomeOf({0, 0}, {{Read{0, 0}}, {Write{0, Sum(0, 41)}}, {Read{1, 0}}}),
            (Outcome{1, 42, 5, 42}));
}

TEST(Hardware, BranchesTakeTheirSide) {
  const auto choose = [](Block otherwise) {
    return If{IsEqual(0, 1), {{Set{1, Number(10)}}}, std::move(otherwise)};
  };
  const Block other = {{Set{1, Number(20)}}};
  const Statement next{Set{2, Number(3)}};
  EXPECT_EQ(OutcomeOf({1, 0, 0}, {{choose(other)}, next}), (Outcome{1, 10, 3, 5, 1}));
  EXPECT_EQ(OutcomeOf({0, 0, 0}, {{choose(other)}, next}), (Outcome{0, 20, 3, 5, 1}));
  EXPECT_EQ(OutcomeOf({1, 0, 0}, {{choose({})}, next}), (Outcome{1, 10, 3, 5, 1}));
  EXPECT_EQ(OutcomeOf({0, 0, 0}, {{choose({})}, next}), (Outcome{0, 0, 3, 5, 1}));
}

TEST(Hardware, RetryEndsAtItsCountOrABreak) {
  const Statement count{Set{0, Sum(0, 1)}};
  EXPECT_EQ(OutcomeOf({0}, {{Retry{7, {count}}}}), (Outcome{7, 5, 1}));
  EXPECT_EQ(OutcomeOf({0}, {{Retry{0, {count}}}}), (Outcome{0, 5, 1}));
  EXPECT_EQ(OutcomeOf({0}, {{Retry{3, {count, {Retry{9, {count, {Break{}}, count}}}}}}}),
            (Outcome{6, 5, 1}));
  EXPECT_EQ(OutcomeOf({0}, {{Retry{9, {count, {If{IsEqual(0, 4), {{Break{}}}, {}}}}}}, count}),
            (Outcome{5, 5, 1}));
}

TEST(Hardware, ExitEndsTheThread) {
  EXPECT_EQ(OutcomeOf({0}, {{Retry{9, {{Set{0, Number(1)}}, {Exit{}}}}}, {Set{0, Number(2)}}}),
            (Outcome{1, 5, 1}));
}

TEST(Hardware, TryLockTellsWhetherTheMutexIsFree) {
  const Statement attempt{TryLock{0, {{Set{0, Sum(0, 1)}}}, {{Set{0, Sum(0, 10)}}}}};
  EXPECT_EQ(OutcomeOf({0}, {attempt, attempt, {Unlock{0}}, {Lock{0}}, attempt}),
            (Outcome{21, 5, 1}));
}

TEST(Hardware, ParkTakesAnEarlierWake) {
  EXPECT_EQ(OutcomeOf({0}, {{Wake{0}}, {Park{0}}, {Set{0, Number(1)}}}), (Outcome{1, 5, 1}));
}

TEST(Hardware, CountsAddUpToTheRuns) {
  const Histogram histogram =
      HistogramOf("x=1.rlx; r0=y.rlx || y=1.rlx; r0=x.rlx", "exists 0:r0=0 /\\ 1:r0=0");
  EXPECT_FALSE(histogram.deadlocked);
  EXPECT_GT(histogram.runs, 0);
  EXPECT_EQ(Total(histogram), histogram.runs);
}

TEST(Hardware, SequentiallyConsistentStoresAreNotOvertaken) {
  const Histogram histogram =
      HistogramOf("x=1.sc; r0=y.sc || y=1.sc; r0=x.sc", "exists 0:r0=0 /\\ 1:r0=0");
  EXPECT_FALSE(Shows(histogram, {0, 0}));
}

TEST(Hardware, FencesKeepStoresFromBeingOvertaken) {
  const Histogram histogram =
      HistogramOf("x=1.rlx; F.sc; r0=y.rlx || y=1.rlx; F.sc; r0=x.rlx", "exists 0:r0=0 /\\ 1:r0=0");
  EXPECT_FALSE(Shows(histogram, {0, 0}));
}

TEST(Hardware, ReleasedMessagesArriveWhole) {
  const Histogram histogram =
      HistogramOf("x=1.rlx; y=1.rel || r0=y.acq; r1=x.rlx", "exists 1:r0=1 /\\ 1:r1=0");
  EXPECT_FALSE(Shows(histogram, {1, 0}));
}

TEST(Hardware, ReleasedPlainMessagesArriveWhole) {
  const Histogram histogram =
      HistogramOf("p:=7(na); y=1.rel || r0=y.acq; if r0==1; r1:=p(na)", "exists 1:r0=1 /\\ 1:r1=0");
  for (const auto& [outcome, count] : histogram.counts) {
    EXPECT_TRUE(outcome == (Outcome{0, 0}) || outcome == (Outcome{1, 7})) << ToString(outcome);
  }
}

TEST(Hardware, LoadsOfOneAtomicAgreeOnTheOrder) {
  const Histogram histogram =
      HistogramOf("x=1.rlx || r0=x.rlx; r1=x.rlx", "exists 1:r0=1 /\\ 1:r1=0");
  EXPECT_FALSE(Shows(histogram, {1, 0}));
}

TEST(Hardware, FetchAddsSeeDifferentValues) {
  const Histogram histogram =
      HistogramOf("r0=fa(x,1).rlx || r0=fa(x,1).rlx", "exists 0:r0=0 /\\ 1:r0=0 /\\ x=2");
  for (const auto& [outcome, count] : histogram.counts) {
    EXPECT_TRUE(outcome == (Outcome{0, 1, 2}) || outcome == (Outcome{1, 0, 2}))
        << ToString(outcome);
  }
}

TEST(Hardware, MutexesKeepUpdatesOfPlainMemoryWhole) {
  const Histogram histogram = HistogramOf(
      "lock(m); r0:=p(na); p:=r0+1(na); unlock(m) || lock(m); r0:=p(na); p:=r0+1(na); unlock(m) ||"
      "lock(m); r0:=p(na); p:=r0+1(na); unlock(m)",
      "exists p=2");
  EXPECT_FALSE(histogram.deadlocked);
  for (const auto& [outcome, count] : histogram.counts) {
    EXPECT_EQ(outcome[3], 3) << ToString(outcome);
  }
}

TEST(Hardware, ParkWaitsForTheWake) {
  const Histogram histogram = HistogramOf(
      "p:=1(na); wake(e); park(f); r0:=q(na) || park(e); r0:=p(na); q:=r0+1(na); wake(f)",
      "exists p=1");
  EXPECT_EQ(OnlyOutcome(histogram), (Outcome{2, 1, 1}));
}

TEST(Hardware, MoreThreadsThanProcessorsEnd) {
  const Histogram histogram = HistogramOf(
      "x=1.rlx || y=1.rlx || r0=x.acq; r1=y.acq || r0=y.acq; r1=x.acq", "exists 2:r0=1");
  EXPECT_FALSE(histogram.deadlocked);
  EXPECT_EQ(Total(histogram), histogram.runs);
}

TEST(Hardware, RunsThatBlockForeverAreNoticed) {
  for (const std::string_view program : {
           "park(e) || r0=x.rlx",
           "lock(m); lock(m)",
           "park(e); wake(f) || park(f); wake(e) || r0=x.rlx",
           "lock(m); park(e); unlock(m) || lock(m); wake(e); unlock(m)",
       }) {
    const std::string with_object = std::string(program) + "; y=1.rlx";
    EXPECT_TRUE(HistogramOf(with_object, "exists y=1").deadlocked) << program;
  }
}

TEST(Hardware, TimeIsRespected) {
  const auto start = std::chrono::steady_clock::now();
  HistogramOf("x=1.rlx || r0=x.rlx", "exists x=1", kShort);
  const auto elapsed = std::chrono::steady_clock::now() - start;
  EXPECT_GE(elapsed, kShort);
  EXPECT_LT(elapsed, 20 * kShort);
}

TEST(Hardware, ProgramsThatJudgeTheirRunsAreRefused) {
  const Statement assertion{Assert{Number(1)}};
  Program with_check = OneThread({0}, {});
  with_check.check = Number(1);
  EXPECT_NE(WhyNotOnHardware(with_check), "");
  EXPECT_NE(WhyNotOnHardware(OneThread({0}, {assertion})), "");
  EXPECT_NE(WhyNotOnHardware(OneThread({0}, {{Retry{1, {{If{Number(1), {}, {assertion}}}}}}})), "");
  EXPECT_NE(WhyNotOnHardware(OneThread({0}, {{TryLock{0, {}, {assertion}}}})), "");
  EXPECT_NE(WhyNotOnHardware(Program()), "");
}

}  // namespace
}  // namespace heddle::litmus
