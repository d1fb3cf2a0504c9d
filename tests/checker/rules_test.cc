// SPDX-License-Identifier: BSD-3-Clause
//
// The tests of the tests: a reduced search that drops one of the rules its soundness rests on must
// be told from the searches that do not reduce.

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "tests/checker/checking.h"
#include "tests/checker/small_programs.h"

namespace heddle::checker {
namespace {

struct Dropped {
  std::string_view name;
  bool SearchRules::* rule;
  std::vector<std::string_view> shown_by;  // programs
};

const std::vector<Dropped>& Rules() {
  static const std::vector<Dropped> kRules = {
      {"fences_conflict", &SearchRules::fences_conflict, {"SB fences"}},
      {"reads_conflict", &SearchRules::reads_conflict, {"SB", "SB seq_cst", "IRIW seq_cst"}},
      {"pending_analysed", &SearchRules::pending_analysed, {"deadlock"}},
      {"locks_race_with_acquisition",
       &SearchRules::locks_race_with_acquisition,
       {"deadlock", "locks and add"}},
      {"branch_at_failure", &SearchRules::branch_at_failure, {"two failures"}},
      {"sleep_remembers_writes", &SearchRules::sleep_remembers_writes, {"cas"}},
  };
  return kRules;
}

// Whether the search with these rules differs from depth-first search in what it shows, or runs
// something twice.
bool Differs(const SmallProgram& program, std::string_view strategy, const SearchRules& rules) {
  CheckOptions options = With(strategy);
  options.prune = false;
  options.rules = rules;
  const Findings found = FindAll(program, options);
  const Findings expected = FindAll(program, With("dfs"));
  return found.outcomes != expected.outcomes || found.kinds != expected.kinds ||
         found.result.traces != expected.result.traces ||
         (found.kinds.empty() && found.result.executions != found.result.traces);
}

TEST(SearchRules, AllTogetherLeaveNothingToTell) {
  for (const SmallProgram& program : SmallPrograms()) {
    EXPECT_FALSE(Differs(program, "dpor", {})) << program.name;
    EXPECT_FALSE(Differs(program, "sleep", {})) << program.name;
  }
}

TEST(SearchRules, AreMissedWhenOneIsDropped) {
  for (const Dropped& dropped : Rules()) {
    SearchRules rules;
    rules.*dropped.rule = false;
    for (const std::string_view program : dropped.shown_by) {
      EXPECT_TRUE(Differs(FindSmallProgram(program), "dpor", rules))
          << "without " << dropped.name << ", " << program;
    }
  }
}

}  // namespace
}  // namespace heddle::checker
