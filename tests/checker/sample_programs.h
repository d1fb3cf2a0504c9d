// SPDX-License-Identifier: BSD-3-Clause
//
// Small programs that between them use everything a search can branch on.

#ifndef HEDDLE_TESTS_CHECKER_SAMPLE_PROGRAMS_H_
#define HEDDLE_TESTS_CHECKER_SAMPLE_PROGRAMS_H_

#include <memory>
#include <vector>

#include "checker/program.h"

namespace heddle::checker {

struct SampleProgram {
  const char* name;
  std::unique_ptr<Program> (*make)();
  bool fails = false;  // some executions of it do
};

const std::vector<SampleProgram>& SamplePrograms();

// Three threads whose failed compare-and-exchanges commute.
std::unique_ptr<Program> MakeThreeIncrements();
// Some thousand executions under dpor.
std::unique_ptr<Program> MakeManyExecutions();
// No search of it comes to an end in a lifetime.
std::unique_ptr<Program> MakeEndless();

}  // namespace heddle::checker

#endif  // HEDDLE_TESTS_CHECKER_SAMPLE_PROGRAMS_H_
