// SPDX-License-Identifier: BSD-3-Clause
//
// How a counterexample reads.

#include "checker/report/interleaving.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
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
  if (index == 0) {
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

CheckResult Racy() {
  Named program;
  return Check(program, {.strategy = {Strategy::Kind::kRelacyBound, 0}});
}

TEST(Interleaving, ShowsStepsByThreadWithTheirPlacesAndTheRacingPair) {
  EXPECT_EQ(Normalized(FormatInterleaving(Racy())),
            "T0 T1\n"
            "lock object 1 tests/checker/FILE Run\n"
            "store object 2 := 5 (relaxed) tests/checker/FILE Run\n"
            "write object 3 tests/checker/FILE Run\n"
            " -- says something\n"
            "unlock object 1 tests/checker/FILE Run\n"
            "load object 4 = null (acquire) tests/checker/FILE Run\n"
            "------------------------------------------------------------------\n"
            " store object 2 := 0x20 (release) tests/checker/FILE Run\n"
            " write object 3 tests/checker/FILE Run\n"
            "race: object 3: thread 1 writes it, thread 0 writes it, and nothing orders the two\n"
            " write object 3 by T0 at tests/checker/FILE Run\n"
            " write object 3 by T1 at tests/checker/FILE Run\n");
}

TEST(Interleaving, IsTheSameEachTime) {
  EXPECT_EQ(FormatInterleaving(Racy()), FormatInterleaving(Racy()));
}

TEST(Interleaving, ColorsTheVerdictOnlyWhenAsked) {
  EXPECT_EQ(FormatInterleaving(Racy()).find('\x1b'), std::string::npos);
  EXPECT_NE(FormatInterleaving(Racy(), {.color = true}).find("\x1b[1;31mrace"), std::string::npos);
}

TEST(Interleaving, OfAPassingResultIsEmpty) { EXPECT_EQ(FormatInterleaving(CheckResult{}), ""); }

}  // namespace
}  // namespace heddle::checker
