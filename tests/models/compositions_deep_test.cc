// SPDX-License-Identifier: BSD-3-Clause
//
// The compositions of the deep lane, some of them within a bound: minutes of work.

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

#include "checker/search/check.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

struct Executions {
  std::uint64_t complete;
  std::uint64_t blocked;
  bool operator==(const Executions&) const = default;
};

TEST(DeepCompositions, AreExploredInAsManyExecutionsAsEver) {
  const std::map<std::string, Executions> expected = {};
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
}  // namespace heddle::models
