// SPDX-License-Identifier: BSD-3-Clause
//
// Random programs under Relacy's own full search and under ours: they must agree on the outcomes,
// the verdicts and the number of traces. The reductions rest on an argument about what commutes;
// this is where a hole in it would show.

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "litmus/explore.h"
#include "litmus/json_writer.h"
#include "litmus/random_program.h"
#include "tests/litmus/seeds.h"

namespace heddle::litmus {
namespace {

using Kind = checker::StrategyName::Kind;

// Relacy runs some 300,000 a second.
constexpr std::uint64_t kMaxExecutions = 300'000;

Observation ExploreUnder(const Program& program, Kind kind, bool prune) {
  checker::CheckOptions options;
  options.strategy = {kind, 0};
  options.simulation.history_depth = 1;  // Relacy does not know more
  options.prune = prune;
  options.max_executions = kMaxExecutions;
  return Explore(program, options);
}

// What every search must find.
Expectation ExpectationFrom(const Observation& full) {
  Expectation expectation;
  expectation.relacy_full_executions = full.check.executions;
  expectation.traces = full.check.traces;
  expectation.outcomes = full.outcomes;
  expectation.verdicts = full.verdicts;
  return expectation;
}

std::string Save(const TestCase& test, std::uint64_t seed) {
  std::string path = testing::TempDir() + "heddle-fuzz-" + std::to_string(seed) + ".json";
  std::ofstream(path) << WritePrograms({&test, 1});
  return path;
}

// The searches whose result differs from that of Relacy's full search; empty if they all agree,
// nothing if the program is too large for that.
std::optional<std::vector<std::string>> Disagreeing(const Program& program, TestCase& recorded) {
  const Observation full = ExploreUnder(program, Kind::kRelacyFull, false);
  if (!full.check.exhausted) {
    return std::nullopt;
  }
  recorded = {program, ExpectationFrom(full)};
  std::vector<std::string> disagreeing;
  for (const Kind kind : {Kind::kDepthFirst, Kind::kSleep, Kind::kDpor}) {
    const Observation observation = ExploreUnder(program, kind, false);
    if (!observation.check.exhausted || observation.outcomes != full.outcomes ||
        observation.verdicts != full.verdicts || observation.check.traces != full.check.traces) {
      disagreeing.push_back(ToString(observation.check.strategy));
    }
  }
  const Observation pruned = ExploreUnder(program, Kind::kDpor, true);
  if (!pruned.check.exhausted || pruned.outcomes != full.outcomes ||
      pruned.verdicts != full.verdicts) {
    disagreeing.emplace_back("dpor with pruning");
  }
  return disagreeing;
}

class Fuzz : public testing::TestWithParam<Seeds> {};

TEST_P(Fuzz, SearchesAgreeOnRandomPrograms) {
  const auto [first, count] = GetParam();
  std::uint64_t compared = 0;
  std::uint64_t with_verdict = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    TestCase recorded;
    const auto disagreeing = Disagreeing(RandomProgram(seed), recorded);
    if (!disagreeing) {
      continue;
    }
    ++compared;
    with_verdict += recorded.expectation->verdicts->empty() ? 0 : 1;
    if (!disagreeing->empty()) {
      const std::string path = Save(recorded, seed);
      for (const std::string& strategy : *disagreeing) {
        ADD_FAILURE() << strategy << " differs from relacy-full on the program in " << path;
      }
    }
  }
  RecordProperty("compared", std::to_string(compared));
  RecordProperty("with_verdict", std::to_string(with_verdict));
  // Programs that are too large, or that all pass, or all fail, would test little.
  EXPECT_GE(compared * 10, count * 9);
  EXPECT_GE(with_verdict * 5, compared);
  EXPECT_LE(with_verdict * 5, compared * 4);
}

INSTANTIATE_TEST_SUITE_P(Quick, Fuzz, testing::Values(Seeds{.first = 1, .count = 200}));
INSTANTIATE_TEST_SUITE_P(Deep, Fuzz, testing::Values(Seeds{.first = 1000, .count = 5000}));

}  // namespace
}  // namespace heddle::litmus
