// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_LITMUS_TABLE_H_
#define HEDDLE_HEDDLE_LITMUS_TABLE_H_

#include <string>
#include <vector>

#include "heddle/litmus_tests.h"
#include "litmus/judge.h"

namespace heddle::program {

struct JudgedTest {
  const litmus::LitmusTest* test;
  litmus::Judgement judgement;
};

// Tests and what was found out of them as a table in Markdown, a row each: what is asked, whether
// C++ allows it, whether each search has shown it, how many of the allowed outcomes it has shown.
std::string LitmusTable(const std::vector<JudgedTest>& tests);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_LITMUS_TABLE_H_
