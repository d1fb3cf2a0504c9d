// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_CHECKER_SMALL_PROGRAMS_H_
#define HEDDLE_TESTS_CHECKER_SMALL_PROGRAMS_H_

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"

namespace heddle::checker {

// What small programs share.
struct SmallState {
  using Word = RelacySync::Atomic<std::uint64_t>;

  Word x{0};
  Word y{0};
  Word z{0};
  RelacySync::Mutex a{core::LockRank::kUnranked};
  RelacySync::Mutex b{core::LockRank::kUnranked};
  RelacySync::Shared<std::uint64_t> data{0};
  RelacySync::Event event;
  // What threads have seen, each in a place of its own.
  std::array<std::uint64_t, 8> seen{};
};

struct SmallProgram {
  std::string_view name;
  int threads;
  void (*body)(SmallState& state, int thread);
};

const std::vector<SmallProgram>& SmallPrograms();
const SmallProgram& FindSmallProgram(std::string_view name);

// What a search of a program shows.
struct Findings {
  CheckResult result;
  std::set<std::vector<std::uint64_t>> outcomes;  // what was seen in whole executions
  // Of violations: the verdict, and the message of an assertion.
  std::set<std::pair<Verdict, std::string>> kinds;
};
// Goes on after violations, counts traces, checks no order of locks.
Findings FindAll(const SmallProgram& program, CheckOptions options);

}  // namespace heddle::checker

#endif  // HEDDLE_TESTS_CHECKER_SMALL_PROGRAMS_H_
