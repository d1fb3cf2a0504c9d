// SPDX-License-Identifier: BSD-3-Clause
//
// How a counterexample reads.

#include "checker/report/interleaving.h"

#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/report/message.h"
#include "checker/search/check.h"
#include "checker/trace/event_text.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

struct State {
  RelacySync::Mutex lock{LockRank::kHeap};
  RelacySync::Published<uint64_t> word{0};
  RelacySync::Published<State*> pointer{nullptr};
};

void Run(State& state, int index) {
  if (index == 1) {
    state.lock.lock();
    state.word.Set(5, MemoryOrder::kRelaxed);
    Note("says something");
    state.lock.unlock();
    state.pointer.Peek(MemoryOrder::kAcquire);
  } else {
    state.word.Set(0x20, MemoryOrder::kRelease);
  }
}

class Named : public ProgramOf<State> {
 public:
  Named() : ProgramOf(2, Run) {}
};

// Line numbers and runs of spaces are not what the test is about.
std::string Normalized(std::string text) {
  text = std::regex_replace(text, std::regex(R"(interleaving_test\.cc:\d+)"), "FILE");
  return std::regex_replace(text, std::regex(" +"), " ");
}

Violation Racy() {
  Named program;
  const CheckResult result = Check(program, {});
  EXPECT_EQ(result.violations.size(), 1U);
  return result.violations.empty() ? Violation{} : result.violations.front();
}

TEST(Interleaving, ShowsStepsByThreadWithTheirPlacesAndTheRacingPair) {
  EXPECT_EQ(Normalized(FormatInterleaving(Racy())),
            "2 threads, 0 preemptions, 5 steps\n"
            " T0 T1\n"
            "1 lock object 1 tests/checker/FILE Run, holds object 1\n"
            "2 store object 2 := 5 (relaxed) tests/checker/FILE Run, holds object 1\n"
            "! write object 3 tests/checker/FILE Run, holds object 1\n"
            " -- says something\n"
            "3 unlock object 1 tests/checker/FILE Run\n"
            "4 load object 4 = null (acquire) tests/checker/FILE Run\n"
            "--- T1 has ended -----------------------------------------------------\n"
            "5 store object 2 := 0x20 (release) tests/checker/FILE Run\n"
            "! write object 3 tests/checker/FILE Run\n"
            "race: object 3: thread 0 writes it, thread 1 writes it, and nothing orders the two\n"
            " write object 3 by T1 at tests/checker/FILE Run\n"
            " write object 3 by T0 at tests/checker/FILE Run\n");
}

TEST(FunctionName, IsTheBareOneOfEitherCompilersWords) {
  for (const char* signature :
       {"Run", "void heddle::Run(int)", "void heddle::{anonymous}::Run(State&, int)",
        "void heddle::(anonymous namespace)::Run(heddle::(anonymous namespace)::State &, int)",
        "T& heddle::Some<T>::Run(int) const [with T = int]", "static State *Some<int>::Run()"}) {
    EXPECT_EQ(FunctionName(signature), "Run") << signature;
  }
}

TEST(EventKinds, HaveDifferentNames) {
  std::set<std::string_view> names;
  constexpr int kKinds = static_cast<int>(EventKind::kState) + 1;
  for (int kind = 0; kind < kKinds; ++kind) {
    EXPECT_TRUE(names.insert(Name(static_cast<EventKind>(kind))).second) << kind;
  }
  EXPECT_EQ(Name(EventKind::kTryLockFailed), "failed try-lock");
  EXPECT_EQ(Name(EventKind::kFence), "fence");
  EXPECT_FALSE(names.contains("unknown"));
}

TEST(Interleaving, IsTheSameEachTime) {
  EXPECT_EQ(FormatInterleaving(Racy()), FormatInterleaving(Racy()));
}

TEST(Interleaving, HasDrawingsBelowTheirStepsAndTheLegendAboveThemAll) {
  const std::string text =
      FormatInterleaving(Racy(), {.drawings = {"", "a drawing"}, .legend = "signs"});
  EXPECT_NE(text.find("5 steps\nsigns\n    T0  T1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n            a drawing\n"), std::string::npos) << text;
  EXPECT_EQ(FormatInterleaving(Racy(), {.drawings = {"", ""}, .legend = "signs"}).find("signs"),
            std::string::npos);
}

TEST(Interleaving, ColorsTheVerdictOnlyWhenAsked) {
  EXPECT_EQ(FormatInterleaving(Racy()).find('\x1b'), std::string::npos);
  EXPECT_NE(FormatInterleaving(Racy(), {.color = true}).find("\x1b[1;31mrace"), std::string::npos);
}

// Made up from here on: what is tested is the text alone.

Place At(unsigned line) { return {"file.cc", "void Some<int>::Function(int)", line}; }

// Thread 0 makes `count` steps, which are told apart by what they store.
Violation Long(std::size_t count) {
  Violation violation;
  violation.verdict = Verdict::kAssertion;
  violation.message = "it failed";
  violation.preemptions = 1;
  violation.steps = count;
  violation.counterexample.threads = 3;
  for (std::size_t i = 0; i < count; ++i) {
    Event event;
    event.kind = EventKind::kStore;
    event.order = MemoryOrder::kRelease;
    event.value = i;
    event.location = At(1);
    violation.counterexample.steps.push_back({event, "word"});
  }
  return violation;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

TEST(Interleaving, IsShownWholeUnlessToldOtherwise) {
  EXPECT_EQ(Lines(FormatInterleaving(Long(1000))).size(), 1003U);
  EXPECT_EQ(FormatInterleaving(Long(37), {.max_lines = 40}), FormatInterleaving(Long(37)));
  EXPECT_NE(FormatInterleaving(Long(38), {.max_lines = 40}), FormatInterleaving(Long(38)));
}

TEST(Interleaving, LeavesOutTheMiddleOfALongOne) {
  const auto lines =
      Lines(FormatInterleaving(Long(100), {.max_lines = 40, .whole_is_in = "over there"}));
  // The size, the threads, 36 steps, what was left out, and the verdict.
  ASSERT_EQ(lines.size(), 40U);
  EXPECT_EQ(lines[0], "3 threads, 1 preemption, 100 steps");
  EXPECT_NE(lines[2].find(":= 0 "), std::string::npos) << lines[2];
  EXPECT_NE(lines[10].find(":= 8 "), std::string::npos) << lines[10];
  EXPECT_EQ(lines[11], "... 64 lines left out; all: over there");
  EXPECT_NE(lines[12].find(":= 0x49 "), std::string::npos) << lines[12];
  EXPECT_NE(lines[38].find(":= 0x63 "), std::string::npos) << lines[38];
  EXPECT_EQ(lines[39], "assertion: it failed");
}

// One step for each letter: of thread 0 in lower case, of thread 1 in upper case. `l` and `u` lock
// and unlock, `p` parks, `w` wakes, `s` stores, `r` reads plain memory.
Violation Made(std::string_view letters) {
  static const int kLock = 0;
  static const int kEvent = 0;
  Violation violation = Long(0);
  for (const char letter : letters) {
    Event event;
    event.thread = letter >= 'a' ? 0 : 1;
    const char lower = static_cast<char>(letter | 0x20);
    event.kind = lower == 'l'   ? EventKind::kLock
                 : lower == 'u' ? EventKind::kUnlock
                 : lower == 'p' ? EventKind::kPark
                 : lower == 'w' ? EventKind::kWake
                 : lower == 's' ? EventKind::kStore
                                : EventKind::kRead;
    event.object = lower == 'p' || lower == 'w' ? &kEvent : &kLock;
    violation.counterexample.steps.push_back({event, lower == 'p' ? "event" : "lock"});
  }
  return violation;
}

// The rules, where a thread takes over, without their dashes.
std::vector<std::string> Rules(const Violation& violation) {
  std::vector<std::string> rules;
  for (const std::string& line : Lines(FormatInterleaving(violation))) {
    if (line.starts_with("---")) {
      const std::size_t end = line.find_last_not_of("- ");
      rules.push_back(end == std::string::npos ? "" : line.substr(4, end - 3));
    }
  }
  return rules;
}

using Expected = std::vector<std::string>;

TEST(Interleaving, SaysWhyAnotherThreadTakesOver) {
  EXPECT_EQ(Rules(Made("ss")), Expected{});
  EXPECT_EQ(Rules(Made("sSs")), (Expected{"T0 is preempted", ""}));
  // The lock is held by the other; by nobody; or the other takes it only after the switch.
  EXPECT_EQ(Rules(Made("LsUl")), (Expected{"T1 is preempted", "T0 waits for lock", ""}));
  EXPECT_EQ(Rules(Made("sSl")), (Expected{"T0 is preempted", ""}));
  EXPECT_EQ(Rules(Made("sLUl")), (Expected{"T0 is preempted", ""}));
  // An access of plain memory is part of the step before it.
  EXPECT_EQ(Rules(Made("LsrUl")), (Expected{"T1 is preempted", "T0 waits for lock", ""}));
  EXPECT_EQ(Rules(Made("sWp")), (Expected{"T0 waits for event", ""}));
  EXPECT_EQ(Rules(Made("wsSp")), (Expected{"T0 is preempted", ""}));
}

TEST(Interleaving, SaysWhatBecomesOfAThreadThatGoesOnNoMore) {
  Violation violation = Made("sS");
  violation.counterexample.stops.resize(2);
  EXPECT_EQ(Rules(violation), (Expected{"T0 is preempted"}));
  violation.counterexample.stops[0].has_ended = true;
  EXPECT_EQ(Rules(violation), (Expected{"T0 has ended"}));
  // It wants a lock, which the other holds, or not.
  violation = Made("LsS");
  const void* const lock = violation.counterexample.steps[0].event.object;
  violation.counterexample.stops.resize(2);
  violation.counterexample.stops[0].wanted = lock;
  violation.counterexample.stops[0].wanted_name = "lock";
  EXPECT_EQ(Rules(violation), (Expected{"T1 is preempted", "T0 waits for lock"}));
  violation = Made("sS");
  violation.counterexample.stops.resize(2);
  violation.counterexample.stops[0].wanted = lock;
  EXPECT_EQ(Rules(violation), (Expected{"T0 is preempted"}));
}

TEST(Interleaving, KnowsWhoHasEndedBeforeADeadlock) {
  Violation violation = Made("sSs");
  violation.counterexample.waits = {{0, "lock", std::nullopt, At(1)}};
  violation.counterexample.stops.resize(2);
  violation.counterexample.stops[1].has_ended = true;
  EXPECT_EQ(Rules(violation), (Expected{"T0 is preempted", "T1 has ended"}));
}

Violation Deadlock(std::vector<Counterexample::Wait> waits) {
  Violation violation = Long(0);
  violation.verdict = Verdict::kDeadlock;
  violation.message = "";
  violation.counterexample.waits = std::move(waits);
  return violation;
}

TEST(Interleaving, OfADeadlockSaysWhoWaitsForWhatAndForWhom) {
  EXPECT_EQ(
      FormatInterleaving(Deadlock({{0, "heap lock", 1, At(7)}, {1, "list lock", 0, At(9)}})),
      "3 threads, 1 preemption, 0 steps\n"
      "    T0  T1  T2\n"
      "T0 waits for heap lock, held by T1, at file.cc:7 Function\n"
      "T1 waits for list lock, held by T0, at file.cc:9 Function\n"
      "deadlock: T0 waits for heap lock, held by T1, which waits for list lock, held by T0\n");
}

TEST(MessageOf, TellsTheCycleOfADeadlockFromThoseWhoWaitForIt) {
  EXPECT_EQ(MessageOf(Deadlock({{0, "a", 1, At(1)}, {1, "b", 2, At(1)}, {2, "c", 1, At(1)}})),
            "T1 waits for b, held by T2, which waits for c, held by T1");
}

TEST(MessageOf, OfADeadlockWithoutACycleNamesItsEnd) {
  EXPECT_EQ(MessageOf(Deadlock({{0, "a", 2, At(1)}})),
            "T0 waits for a, held by T2, which has ended");
  EXPECT_EQ(MessageOf(Deadlock({{0, "a", 2, At(1)}, {2, "event", std::nullopt, At(1)}})),
            "T0 waits for a, held by T2, which waits for event, and no thread is left to wake it");
  EXPECT_EQ(MessageOf(Deadlock({})), Explain(Verdict::kDeadlock));
}

TEST(MessageOf, IsTheViolationsOwnIfItHasOne) {
  EXPECT_EQ(MessageOf(Long(1)), "it failed");
  Violation silent = Long(1);
  silent.message = "";
  EXPECT_EQ(MessageOf(silent), Explain(Verdict::kAssertion));
}

}  // namespace
}  // namespace heddle::checker
