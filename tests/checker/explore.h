// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_CHECKER_EXPLORE_H_
#define HEDDLE_TESTS_CHECKER_EXPLORE_H_

#include <string_view>
#include <utility>

#include "checker/search/check.h"
#include "tests/checker/checking.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {

// Under every strategy that leaves nothing out; all must agree. The result is that of Relacy's own.
template <class State>
CheckResult Explore(int threads, typename ProgramOf<State>::Body body,
                    typename ProgramOf<State>::Last last = {}) {
  ProgramOf<State> program(threads, std::move(body), std::move(last));
  const CheckResult relacys = Check(program, With("relacy-full"));
  for (const std::string_view strategy : kExhaustive) {
    const CheckResult result = Check(program, With(strategy));
    EXPECT_EQ(result.verdict(), relacys.verdict()) << strategy << ": " << FirstMessage(result);
    EXPECT_EQ(result.exhausted, relacys.exhausted) << strategy;
  }
  return relacys;
}

}  // namespace heddle::checker

#endif  // HEDDLE_TESTS_CHECKER_EXPLORE_H_
