// SPDX-License-Identifier: BSD-3-Clause
//
// Two that have nothing in common agree: whatever the simulation shows of a random program, the
// axioms of RC11 allow, and they allow whatever it can do one operation after the other.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>

#include "litmus/notation.h"
#include "litmus/rc11/allowed_outcomes.h"
#include "tests/litmus/recorded.h"
#include "tests/litmus/seeds.h"

namespace heddle::litmus {
namespace {

using Kind = checker::StrategyName::Kind;

// Up to three threads of up to three operations on two atomics, in the notation. Left out is what
// the simulation is known to be weaker in: sequentially consistent fences beside accesses of that
// kind, and a second store of a thread to the same atomic, on which release sequences depend.
class RandomTest {
 public:
  explicit RandomTest(std::uint64_t seed) : random_(seed), fences_(Below(2) == 0) {}

  std::string Text() {
    std::string text;
    const std::size_t threads = 2 + Below(2);
    for (std::size_t t = 0; t < threads; ++t) {
      text += t == 0 ? "" : " || ";
      registers_ = 0;
      stored_.clear();
      const std::size_t operations = 1 + Below(3);
      for (std::size_t i = 0; i < operations; ++i) {
        text += (i == 0 ? "" : "; ") + Operation();
      }
    }
    return text;
  }

 private:
  std::size_t Below(std::size_t limit) { return random_() % limit; }
  template <std::size_t kCount>
  std::string AnyOf(const std::array<const char*, kCount>& names) {
    return names.at(Below(kCount - (fences_ ? 1 : 0)));  // the last is sc
  }
  std::string Register() { return "r" + std::to_string(registers_++); }

  std::string Operation() {
    constexpr std::array kLoad = {"rlx", "acq", "sc"};
    constexpr std::array kStore = {"rlx", "rel", "sc"};
    constexpr std::array kUpdate = {"rlx", "acq", "rel", "ar", "sc"};
    constexpr std::array kFence = {"F.acq", "F.rel", "F.ar", "F.sc"};
    const std::string atomic = Below(2) == 0 ? "x" : "y";
    const std::size_t kind = Below(fences_ ? 6 : 5);
    if (kind == 5) {
      return kFence.at(Below(kFence.size()));
    }
    if (kind < 2 || !stored_.insert(atomic).second) {
      return Register() + "=" + atomic + "." + AnyOf(kLoad);
    }
    if (kind < 4) {
      return atomic + "=" + std::to_string(1 + Below(2)) + "." + AnyOf(kStore);
    }
    return Below(2) == 0 ? Register() + "=fa(" + atomic + ",1)." + AnyOf(kUpdate)
                         : Register() + "=cas(" + atomic + ",0->3)." + AnyOf(kUpdate) + "/rlx";
  }

  std::mt19937_64 random_;
  bool fences_;
  int registers_ = 0;
  std::set<std::string> stored_;
};

class Rc11Fuzz : public testing::TestWithParam<Seeds> {};

TEST_P(Rc11Fuzz, AllowsWhatTheSimulationShows) {
  const auto [first, count] = GetParam();
  std::size_t weak = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const std::string text = RandomTest(seed).Text();
    SCOPED_TRACE(testing::Message() << "seed " << seed << ": " << text);
    const Program program = ParseLitmusTest("P", text, "data race exists").program;
    const auto allowed = AllowedOutcomes(program);
    ASSERT_TRUE(allowed);
    checker::CheckOptions options = OptionsFor(Kind::kDpor);
    options.simulation.history_depth = 2;
    const Observation shown = Explore(program, options);
    EXPECT_TRUE(std::ranges::includes(allowed->outcomes, shown.outcomes));
    weak += allowed->outcomes.size() > shown.outcomes.size() ? 1 : 0;
  }
  // And they do not allow just anything.
  EXPECT_LT(weak * 2, count);
}

INSTANTIATE_TEST_SUITE_P(Quick, Rc11Fuzz, testing::Values(Seeds{.first = 1, .count = 500}));
INSTANTIATE_TEST_SUITE_P(Deep, Rc11Fuzz, testing::Values(Seeds{.first = 1000, .count = 20'000}));

}  // namespace
}  // namespace heddle::litmus
