// SPDX-License-Identifier: BSD-3-Clause
//
// The compositions of the deep lane, some of them within a bound: minutes of work.

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <ostream>
#include <string>

#include "checker/search/check.h"
#include "models/registry.h"

namespace heddle::models::compositions_deep_test {
namespace {

struct Executions {
  std::uint64_t complete;
  std::uint64_t blocked;
  bool operator==(const Executions&) const = default;
  friend void PrintTo(const Executions& executions, std::ostream* out) {
    *out << executions.complete << " and " << executions.blocked << " blocked";
  }
};

TEST(DeepCompositions, AreExploredInAsManyExecutionsAsEver) {
  const std::map<std::string, Executions> expected = {
      {"triple/allocate+free+background", {101632, 1774}},
      {"r3/triple/allocate+free+background", {4732, 70}},
      {"r2/triple/allocate+free+background", {5284, 86}},
      {"r1/triple/allocate+free+background", {5284, 86}},
      {"triple/grow+start-generation+background", {800176, 14484}},
      {"r3/triple/grow+start-generation+background", {1968, 8}},
      {"r2/triple/grow+start-generation+background", {3900, 40}},
      {"r1/triple/grow+start-generation+background", {44632, 341}},
      {"quad/scavenge+scavenge+scavenge+start-generation", {789612, 2647}},
      {"r3/quad/scavenge+scavenge+scavenge+start-generation", {60, 6}},
      {"r2/quad/scavenge+scavenge+scavenge+start-generation", {192, 0}},
      {"r1/quad/scavenge+scavenge+scavenge+start-generation", {192, 0}},
      {"quint/allocate+scavenge+scavenge+scavenge+start-generation", {640986, 0}},
  };
  std::map<std::string, Executions> found;
  for (const Model& model : Compositions()) {
    if (model.lane != Lane::kDeep) {
      continue;
    }
    checker::CheckOptions options;
    if (model.bound > 0) {
      options.strategy = {checker::StrategyName::Kind::kBounded, model.bound};
    }
    const checker::CheckResult result = Check(*model.make({}), options);
    EXPECT_EQ(result.verdict(), checker::Verdict::kPass) << model.name;
    EXPECT_TRUE(result.exhausted) << model.name;
    found[model.name] = {result.executions, result.blocked};
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace heddle::models::compositions_deep_test
