// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_LITMUS_RECORDED_H_
#define HEDDLE_TESTS_LITMUS_RECORDED_H_

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "litmus/compare.h"
#include "litmus/expectation.h"
#include "litmus/explore.h"
#include "litmus/json_reader.h"

namespace heddle::litmus {

inline std::string Slurp(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) {
    throw std::runtime_error("cannot read " + path);
  }
  return text.str();
}

// The programs that were recorded under Relacy's full search and a prototype of the reduced ones.
inline const std::vector<TestCase>& Recorded() {
  static const std::vector<TestCase> kCases = ReadPrograms(Slurp(HEDDLE_PROGRAMS));
  return kCases;
}

// As Relacy explores: loads go back one store; without pruning, which shows the same outcomes by
// fewer traces.
inline checker::CheckOptions OptionsFor(checker::StrategyName::Kind kind) {
  checker::CheckOptions options;
  options.strategy = {kind, 0};
  options.simulation.history_depth = 1;
  options.prune = false;
  return options;
}

inline void ExpectAsRecorded(const TestCase& test, checker::StrategyName::Kind kind) {
  const Observation observation = Explore(test.program, OptionsFor(kind));
  EXPECT_TRUE(observation.check.exhausted);
  ASSERT_TRUE(test.expectation);
  for (const std::string& difference : Differences(*test.expectation, observation)) {
    ADD_FAILURE() << test.program.name << " under " << ToString(observation.check.strategy) << ": "
                  << difference;
  }
}

// A part of a test's name.
inline std::string Identifier(std::string name) {
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      c = '_';
    }
  }
  return name;
}

}  // namespace heddle::litmus

#endif  // HEDDLE_TESTS_LITMUS_RECORDED_H_
