// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_LITMUS_TESTS_H_
#define HEDDLE_HEDDLE_LITMUS_TESTS_H_

#include <string>
#include <vector>

#include "checker/report/result.h"
#include "checker/search/check.h"
#include "litmus/judge.h"
#include "litmus/litmus_test.h"

namespace heddle::program {

// Tests that belong together.
struct LitmusGroup {
  std::string name;
  std::vector<litmus::LitmusTest> tests;
};

// Those of a file, or those that the program carries if the path is empty. Of them, those with
// these names; all if there are none. Throws UsageError.
std::vector<LitmusGroup> FindLitmusTests(const std::string& file,
                                         const std::vector<std::string>& names);

// "0.r0=1 x=2"
std::string OutcomeText(const litmus::Outcome& outcome, const litmus::Program& program);

// How far back loads may go in the searches of a test: as far as it was asked for, or else once
// with each depth; Relacy's own searches know one only.
std::vector<unsigned> LitmusDepths(const checker::StrategyName& strategy, unsigned asked);

// The same as litmus::Judge, but for NotDeterministic, which gets the test's name.
litmus::Judgement JudgeNamed(const litmus::LitmusTest& test, const checker::CheckOptions& options,
                             const std::vector<unsigned>& depths,
                             checker::Progress* progress = nullptr);

// The judgement as a result. What it says of executions is of the last search.
checker::ResultEntry EntryFor(const litmus::LitmusTest& test, const litmus::Judgement& judgement);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_LITMUS_TESTS_H_
