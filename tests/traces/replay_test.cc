// SPDX-License-Identifier: BSD-3-Clause
//
// Every golden trace, with every synchronization policy.

#include "tests/traces/replay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace heddle::tests {
namespace {

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(HEDDLE_TRACES)) {
    if (entry.path().extension() == ".jsonl") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// GoogleTest takes no dashes.
std::string CaseName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class Trace : public testing::TestWithParam<std::string> {
 protected:
  static void Agrees(Replay with) {
    const std::filesystem::path path =
        std::filesystem::path(HEDDLE_TRACES) / (GetParam() + ".jsonl");
    const Outcome outcome = ReplayFile(path.string(), with);
    EXPECT_EQ(outcome.kind, Outcome::Kind::kAgrees) << outcome.text;
    EXPECT_EQ(outcome.text, GetParam());
  }
};

TEST_P(Trace, AgreesOnOneThread) { Agrees(Replay::kSingleThread); }
TEST_P(Trace, AgreesWithRealLocks) { Agrees(Replay::kRealThreads); }

INSTANTIATE_TEST_SUITE_P(Golden, Trace, testing::ValuesIn(Names()), CaseName);

TEST(Traces, AreAllThere) { EXPECT_EQ(Names().size(), std::size_t{40}); }

}  // namespace
}  // namespace heddle::tests
