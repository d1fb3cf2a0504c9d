// SPDX-License-Identifier: BSD-3-Clause
//
// What the steps of a counterexample read from and come after.

#include "checker/trace/relations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/report/step_text.h"
#include "checker/search/check.h"
#include "checker/search/replay.h"
#include "core/sync/failure.h"
#include "tests/checker/program_of.h"

namespace heddle::checker::relations_test {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

struct State {
  RelacySync::Mutex lock{LockRank::kHeap};
  RelacySync::Published<uint64_t> data{0};
  RelacySync::Published<uint64_t> flag{0};
  RelacySync::Atomic<uint64_t> word{0};
  RelacySync::Event event;
};

// The steps of an execution that ends in a failure, which each of these programs has.
class Steps {
 public:
  Steps(int threads, void (*run)(State& state, int index), const std::string& schedule) {
    ProgramOf<State> program(threads, run);
    const auto violation = Replay(program, *ParseSchedule(schedule), {});
    EXPECT_TRUE(violation) << schedule;
    if (violation) {
      steps_ = violation->counterexample.steps;
    }
  }

  // Which step is the nth of a kind that a thread takes, from 0.
  std::size_t Find(int thread, EventKind kind, int nth = 0) const {
    const auto step = std::ranges::find_if(steps_, [&](const Counterexample::Step& each) {
      return each.event.thread == thread && each.event.kind == kind && nth-- == 0;
    });
    EXPECT_NE(step, steps_.end());
    return static_cast<std::size_t>(step - steps_.begin());
  }
  const Counterexample::Step& Step(std::size_t number) const { return steps_.at(number); }
  const Counterexample::Step& At(int thread, EventKind kind) const {
    return Step(Find(thread, kind));
  }

 private:
  std::vector<Counterexample::Step> steps_;
};

[[noreturn]] void EndHere() {
  core::Fatal("the end");
  std::abort();
}

// Thread 0 stores twice, and thread 1 loads and ends the execution.
void StoreTwice(State& state, int index) {
  if (index == 0) {
    state.data.Set(1, MemoryOrder::kRelaxed);
    state.data.Set(2, MemoryOrder::kRelaxed);
  } else {
    state.data.Peek(MemoryOrder::kRelaxed);
    EndHere();
  }
}

TEST(ReadsFrom, IsTheStoreThatALoadSaw) {
  for (const auto& [schedule, value] :
       {std::pair("a*3.b*2.c0", 2), std::pair("a*3.b*2.c1.c0", 1)}) {
    const Steps steps(2, StoreTwice, schedule);
    const Counterexample::Step& load = steps.At(1, EventKind::kLoad);
    EXPECT_EQ(load.event.value, static_cast<uint64_t>(value)) << schedule;
    EXPECT_EQ(load.reads_from, steps.Find(0, EventKind::kStore, value - 1)) << schedule;
  }
}

TEST(ReadsFrom, IsNothingWhereTheValueWasThereBeforeTheThreads) {
  for (const char* schedule : {"b*2", "a*3.b*2.c1.c1"}) {
    const Steps steps(2, StoreTwice, schedule);
    EXPECT_EQ(steps.At(1, EventKind::kLoad).event.value, 0U) << schedule;
    EXPECT_EQ(steps.At(1, EventKind::kLoad).reads_from, std::nullopt) << schedule;
  }
}

TEST(Newer, IsTheStoreThatALoadDoesNotSee) {
  const Steps older(2, StoreTwice, "a*3.b*2.c1.c0");
  EXPECT_EQ(older.At(1, EventKind::kLoad).newer, older.Find(0, EventKind::kStore, 1));
  const Steps initial(2, StoreTwice, "a*3.b*2.c1.c1");
  EXPECT_EQ(initial.At(1, EventKind::kLoad).newer, initial.Find(0, EventKind::kStore, 1));
  const Steps newest(2, StoreTwice, "a*3.b*2.c0");
  EXPECT_EQ(newest.At(1, EventKind::kLoad).newer, std::nullopt);
  const Steps first(2, StoreTwice, "b*2");
  EXPECT_EQ(first.At(1, EventKind::kLoad).newer, std::nullopt);
}

// Thread 0 exchanges 0 for 1 and 5 for 6, of which the second fails; thread 1 ends the execution.
void CompareAndExchange(State& state, int index) {
  if (index == 1) {
    EndHere();
  }
  uint64_t expected = 0;
  state.word.compare_exchange_strong(expected, 1, MemoryOrder::kAcquireRelease,
                                     MemoryOrder::kRelaxed);
  expected = 5;
  state.word.compare_exchange_strong(expected, 6, MemoryOrder::kAcquireRelease,
                                     MemoryOrder::kRelaxed);
}

TEST(CompareExchange, SaysWhatWasThereAndWhatItLeaves) {
  const Steps steps(2, CompareAndExchange, "a*3.b");
  const Counterexample::Step& done = steps.Step(steps.Find(0, EventKind::kCompareExchange));
  EXPECT_EQ(StepText(done), "compare-exchange " + done.object + " from 0 to 1 (acq_rel)");
  const Counterexample::Step& failed = steps.Step(steps.Find(0, EventKind::kCompareExchange, 1));
  EXPECT_EQ(StepText(failed), "compare-exchange " + done.object + " fails, is 1 (relaxed)");
  EXPECT_EQ(failed.reads_from, steps.Find(0, EventKind::kCompareExchange));
}

void CompareAndExchangeWeakly(State& state, int index) {
  if (index == 1) {
    EndHere();
  }
  uint64_t expected = 0;
  state.word.compare_exchange_weak(expected, 1, MemoryOrder::kRelaxed, MemoryOrder::kRelaxed);
}

TEST(CompareExchange, MayFailSpuriously) {
  const Steps steps(2, CompareAndExchangeWeakly, "a*2.c1.b");
  const Counterexample::Step& failed = steps.At(0, EventKind::kCompareExchange);
  EXPECT_EQ(StepText(failed),
            "compare-exchange " + failed.object + " fails spuriously, is 0 (relaxed)");
}

// Thread 0 publishes and fences; thread 1 reads what it published, and does not wait for the fence.
void PublishAndFence(State& state, int index) {
  if (index == 0) {
    state.word.store(1, MemoryOrder::kRelease);
    RelacySync::Fence(MemoryOrder::kRelease);
  } else {
    state.word.load(MemoryOrder::kAcquire);
    EndHere();
  }
}

TEST(ComesAfter, IsNoFenceBehindTheReleaseThatALoadAcquires) {
  const Steps steps(2, PublishAndFence, "a*2.b*2.c0");
  ASSERT_LT(steps.Find(0, EventKind::kFence), steps.Find(1, EventKind::kLoad));
  EXPECT_EQ(steps.At(1, EventKind::kLoad).comes_after,
            std::vector{steps.Find(0, EventKind::kStore)});
}

TEST(Fence, SaysItsOrder) {
  const Steps steps(2, PublishAndFence, "a*2.b*2.c0");
  EXPECT_EQ(StepText(steps.At(0, EventKind::kFence)), "fence (release)");
}

// Thread 0 publishes, and thread 1 reads what it published if it sees the flag.
void Publish(State& state, int index) {
  if (index == 0) {
    state.data.Set(1, MemoryOrder::kRelaxed);
    state.flag.Set(1, MemoryOrder::kRelease);
  } else {
    state.flag.Peek(MemoryOrder::kAcquire);
    EndHere();
  }
}

TEST(ComesAfter, IsAReleaseThatALoadAcquires) {
  const Steps steps(2, Publish, "a*3.b*2.c0");
  const Counterexample::Step& load = steps.At(1, EventKind::kLoad);
  ASSERT_EQ(load.comes_after.size(), 1U);
  // The later of its two stores: the other comes before it in its own thread.
  EXPECT_EQ(load.comes_after[0], steps.Find(0, EventKind::kStore, 1));
}

TEST(ComesAfter, IsNothingWhereAnOlderValueIsSeen) {
  const Steps steps(2, Publish, "a*3.b*2.c1");
  EXPECT_TRUE(steps.At(1, EventKind::kLoad).comes_after.empty());
}

// One after the other in a critical section; the last ends the execution.
void TakeTurns(State& state, int index) {
  const bool is_last = index == 2;
  state.lock.lock();
  if (is_last) {
    EndHere();
  }
  state.lock.unlock();
}

TEST(ComesAfter, LeavesOutWhatComesBeforeAnotherOfThem) {
  const Steps steps(3, TakeTurns, "a*3.b*3.c*2");
  EXPECT_EQ(steps.At(1, EventKind::kLock).comes_after,
            std::vector{steps.Find(0, EventKind::kUnlock)});
  EXPECT_EQ(steps.At(2, EventKind::kLock).comes_after,
            std::vector{steps.Find(1, EventKind::kUnlock)});
}

void WakeAndPark(State& state, int index) {
  if (index == 0) {
    state.event.Wake();
  } else {
    state.event.Park();
    EndHere();
  }
}

TEST(ComesAfter, IsTheWakeThatEndsAPark) {
  const Steps steps(2, WakeAndPark, "a*2.b*2");
  EXPECT_EQ(steps.At(1, EventKind::kPark).comes_after,
            std::vector{steps.Find(0, EventKind::kWake)});
}

}  // namespace
}  // namespace heddle::checker::relations_test
