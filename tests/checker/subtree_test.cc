// SPDX-License-Identifier: BSD-3-Clause
//
// A search in parts: stopped and gone on with, or divided into subtrees, it sees exactly what it
// would have seen in one piece.

#include "checker/strategy/subtree.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "tests/checker/sample_programs.h"
#include "tests/checker/tree_exploration.h"

namespace heddle::checker {
namespace {

constexpr std::uint64_t kSlices[] = {1, 2, 7, 50};

// Stops after every slice, and goes on in a search that knows nothing but what was saved.
Seen SeenWithStops(Program& program, const MakeTree& make, std::uint64_t slice) {
  Seen seen;
  std::optional<TreeSearch::State> state;
  for (bool left = true; left;) {
    TreeExploration exploration(program, make);
    if (state) {
      exploration.tree().Load(*state);
    }
    left = exploration.Run(slice, seen);
    state = exploration.tree().Save();
  }
  return seen;
}

using Edit = void (*)(Subtree& subtree);

// Explores a slice, then what it leaves over, each subtree by itself and divided in the same way.
Seen SeenInParts(Program& program, const MakeTree& make, std::uint64_t slice, Edit edit = {}) {
  Seen seen;
  std::vector<Subtree> rest(1);
  while (!rest.empty()) {
    if (edit != nullptr) {
      edit(rest.back());
    }
    TreeExploration exploration(program, make);
    exploration.tree().Restrict(rest.back());
    rest.pop_back();
    if (exploration.Run(slice, seen)) {
      for (const Subtree& subtree : exploration.tree().Remainder()) {
        rest.push_back(subtree);
      }
    }
  }
  return seen;
}

void ExpectTheSame(const Seen& seen, const Seen& plain) {
  EXPECT_EQ(seen.executions, plain.executions);
  EXPECT_EQ(seen.traces, plain.traces);
  EXPECT_EQ(seen.failed, plain.failed);
  EXPECT_EQ(seen.violations, plain.violations);
}

TEST(SavedSearch, GoesOnAsIfItHadNotBeenStopped) {
  for (const SampleProgram& sample : SamplePrograms()) {
    for (const NamedStrategy& strategy : TreeStrategies()) {
      SCOPED_TRACE(sample.name);
      SCOPED_TRACE(strategy.name);
      const std::unique_ptr<Program> program = sample.make();
      const Seen plain = SeenByPlainSearch(*program, strategy.make);
      EXPECT_EQ(sample.fails, !plain.violations.empty());
      for (const std::uint64_t slice : kSlices) {
        const Seen seen = SeenWithStops(*program, strategy.make, slice);
        ExpectTheSame(seen, plain);
        EXPECT_EQ(seen.blocked, plain.blocked) << "stopped after every " << slice;
      }
    }
  }
}

TEST(Subtrees, LeaveNothingOutAndShareNothing) {
  for (const SampleProgram& sample : SamplePrograms()) {
    for (const NamedStrategy& strategy : TreeStrategies()) {
      SCOPED_TRACE(sample.name);
      SCOPED_TRACE(strategy.name);
      const std::unique_ptr<Program> program = sample.make();
      const Seen plain = SeenByPlainSearch(*program, strategy.make);
      for (const std::uint64_t slice : kSlices) {
        SCOPED_TRACE(slice);
        const Seen seen = SeenInParts(*program, strategy.make, slice);
        ExpectTheSame(seen, plain);
        EXPECT_GE(seen.blocked, plain.blocked);
      }
    }
  }
}

// Without the note which of those asleep write, parts of the search overlap.
TEST(Subtrees, OverlapWithoutTheirWriteMask) {
  const std::unique_ptr<Program> program = MakeThreeIncrements();
  const MakeTree dpor = TreeStrategies().front().make;
  const Seen plain = SeenByPlainSearch(*program, dpor);
  EXPECT_EQ(plain.MostOften(), 1U);
  const Seen seen =
      SeenInParts(*program, dpor, 1, [](Subtree& subtree) { subtree.writes = subtree.sleep; });
  EXPECT_GT(seen.MostOften(), 1U);
  EXPECT_GT(seen.executions, plain.executions);
}

// And if they are taken for reads, what only they lead to is missed.
TEST(Subtrees, MissTracesIfWritesAreTakenForReads) {
  const std::unique_ptr<Program> program = MakeThreeIncrements();
  const MakeTree dpor = TreeStrategies().front().make;
  const Seen plain = SeenByPlainSearch(*program, dpor);
  const Seen seen = SeenInParts(*program, dpor, 1, [](Subtree& subtree) { subtree.writes = {}; });
  EXPECT_LT(seen.traces.size(), plain.traces.size());
}

}  // namespace
}  // namespace heddle::checker
