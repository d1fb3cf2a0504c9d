// SPDX-License-Identifier: BSD-3-Clause
//
// Programs that cannot be explored: those that are not deterministic, and those that go behind the
// policy's back.

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "checker/search/errors.h"
#include "core/sync/failure.h"
#include "tests/checker/checking.h"
#include "tests/checker/program_of.h"

#include "checker/relacy/relacy.h"  // last: it defines macros

namespace heddle::checker::refusal_test {
namespace {

using core::MemoryOrder;

struct State {
  RelacySync::Atomic<std::uint64_t> x{0};
  RelacySync::Atomic<std::uint64_t> y{0};
};

// What the error says, empty if there is none.
template <class Error>
std::string ErrorOf(std::string_view strategy, int threads, ProgramOf<State>::Body body) {
  ProgramOf<State> program(threads, std::move(body));
  try {
    Check(program, With(strategy));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

constexpr std::string_view kOurs[] = {"dpor", "sleep", "dfs", "bounded:2", "random", "pct:2"};

TEST(NotDeterministicPrograms, AreToldWhichOperationChanged) {
  for (const std::string_view strategy : kOurs) {
    int executions = 0;  // outlives them
    const std::string error = ErrorOf<NotDeterministic>(strategy, 2, [&](State& state, int index) {
      state.x.fetch_add(1, MemoryOrder::kRelaxed);
      if (index == 0 && ++executions % 2 == 0) {
        state.y.store(1, MemoryOrder::kRelaxed);
      }
    });
    EXPECT_NE(error.find("the program is not deterministic"), std::string::npos) << strategy;
    EXPECT_NE(error.find("\"store 1\" by thread 0 at tests/checker/refusal_test.cc:"),
              std::string::npos)
        << error;
  }
}

// The first executions are repeated and compared; this one goes on being the same for longer.
TEST(NotDeterministicPrograms, AreNoticedByTheSearchItselfWhenTheyChangeLater) {
  for (const std::string_view strategy : {"dpor", "sleep", "dfs"}) {
    int executions = 0;
    const std::string error = ErrorOf<NotDeterministic>(strategy, 2, [&](State& state, int index) {
      executions += index;
      for (int i = 0; i < 3; ++i) {
        if (executions > 15) {
          state.x.store(1, MemoryOrder::kRelaxed);
        } else {
          state.x.fetch_add(1, MemoryOrder::kRelaxed);
        }
      }
    });
    EXPECT_NE(error.find("had come to a "), std::string::npos) << strategy << ": " << error;
    EXPECT_NE(error.find("and comes to a store now"), std::string::npos) << error;
  }
}

TEST(NotDeterministicPrograms, AreNoticedWhenAViolationDoesNotHappenAgain) {
  for (const std::string_view strategy : {"dpor", "random", "relacy-full"}) {
    int executions = 0;
    const std::string error = ErrorOf<NotDeterministic>(strategy, 2, [&](State& state, int index) {
      for (int i = 0; i < 3; ++i) {
        state.x.fetch_add(1, MemoryOrder::kRelaxed);
      }
      executions += index;
      if (executions == 12) {
        core::Fatal("this happens once");
      }
    });
    EXPECT_NE(error, "") << strategy;
  }
}

rl::debug_info Nowhere() { return {"", "", 0}; }

// Not the policy's atomic: no strategy has heard of the operation.
TEST(Relacy, AnOperationThatWasNotAnnouncedIsAnErrorOfTheSimulation) {
  for (const std::string_view strategy : kOurs) {
    const std::string error = ErrorOf<std::logic_error>(strategy, 1, [](State&, int) {
      rl::atomic<int> word;
      word(Nowhere()).store(1, rl::mo_relaxed);
    });
    EXPECT_EQ(error, "an operation came to a scheduling point without having been announced")
        << strategy;
  }
}

TEST(Relacy, WhatNoStrategyKnowsHowToExploreIsRefused) {
  struct Case {
    std::string_view error;
    void (*body)(State&, int);
  };
  const Case cases[] = {
      {"condition variables are not simulated",
       [](State&, int) { const rl::condition_variable_any waiting; }},
      {"a simulated thread cannot yield: retry a bounded number of times, or wait for an Event",
       [](State&, int) { rl::yield(1, Nowhere()); }},
  };
  for (const Case& test : cases) {
    for (const std::string_view strategy : {"dpor", "dfs", "random", "relacy-full"}) {
      EXPECT_EQ(ErrorOf<std::logic_error>(strategy, 2, test.body), test.error) << strategy;
    }
  }
}

// The process goes on as if nothing had been.
TEST(Relacy, CanBeUsedAfterARefusal) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_NE(ErrorOf<std::logic_error>("dpor", 2, [](State&, int) { rl::yield(1, Nowhere()); }),
              "");
    ProgramOf<State> fine(2,
                          [](State& state, int) { state.x.fetch_add(1, MemoryOrder::kRelaxed); });
    const CheckResult result = Check(fine, With("dpor"));
    EXPECT_TRUE(result.exhausted);
    EXPECT_EQ(result.executions, 2U);
  }
}

}  // namespace
}  // namespace heddle::checker::refusal_test
