// SPDX-License-Identifier: BSD-3-Clause
//
// Each oracle is needed: with it there is a fault that is found, and without it alone nothing is.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/check.h"
#include "models/faults/catalogue.h"
#include "models/oracle_list.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

using checker::CheckResult;
using checker::Verdict;

CheckResult CheckWith(const Oracles& oracles, std::string_view fault, std::string_view model) {
  ModelOptions options;
  FindFault(fault)->apply(options.protocol);
  options.oracles = oracles;
  const std::unique_ptr<checker::Program> program = FindModel(model)->make(options);
  checker::CheckOptions check;
  SwitchChecks(oracles, check.simulation);
  return Check(*program, check);
}

bool CanWatch(const OracleEntry& entry, const Model& model) { return model.oracles.*entry.is_on; }

Oracles AllBut(const OracleEntry& entry) {
  Oracles oracles;
  oracles.*entry.is_on = false;
  return oracles;
}

struct Necessity {
  std::string_view oracle;
  std::string_view fault;
  std::string_view model;
  Verdict with;  // with every oracle on
};

void PrintTo(const Necessity& necessity, std::ostream* out) {
  *out << necessity.oracle << ", " << necessity.fault;
}

const std::vector<Necessity>& Necessities() {
  static const std::vector<Necessity> kNecessities = {
      {"races", "startgen-no-scavlock", "scavenge-start-generation", Verdict::kRace},
      {"invariants", "claim-no-summary-update", "scavenge-alone", Verdict::kInvariant},
      {"contents", "release-after-free", "allocate-free-scavenge", Verdict::kRace},
      {"ledger", "resv-two-critical-sections", "scavenge-start-generation", Verdict::kInvariant},
      // Of a whole heap.
      {"ledger", "resv-two-critical-sections", "background-wake", Verdict::kInvariant},
      {"accounting", "acct-missing", "allocate-free-scavenge", Verdict::kAccounting},
      // With nobody to take the locks in the right order, there is no deadlock behind it.
      {"lock-ranks", "lock-inversion-range", "allocate-free-scavenge", Verdict::kLockRank},
      {"lock-discipline", "heaplock-held-across-release", "scavenge-alone",
       Verdict::kLockDiscipline},
      {"linearizability", "alloc-after-unlock", "allocate-free-lower", Verdict::kLinearizability},
      {"lost-work", "unresv-dropped", "scavenge-scavenge-drain", Verdict::kLostWork},
      // Of the goal, above it and below.
      {"lost-work", "grow-not-made-up-for", "heap-grow-goal", Verdict::kLostWork},
      {"lost-work", "grow-not-expected", "heap-grow-goal", Verdict::kLostWork},
      {"lost-work", "goal-overshot", "heap-grow-goal", Verdict::kLostWork},
      {"lost-work", "goal-overshot", "background-goal", Verdict::kLostWork},
      {"lost-work", "goal-parked-above", "background-goal", Verdict::kLostWork},
      {"progress", "grow-no-retry", "heap-grow-grow", Verdict::kAssertion},
  };
  return kNecessities;
}

class EveryOracle : public testing::TestWithParam<Necessity> {};

TEST_P(EveryOracle, FindsWhatNoOtherDoes) {
  const Necessity& needed = GetParam();
  const auto* const entry = std::ranges::find(kOracleList, needed.oracle, &OracleEntry::name);
  ASSERT_NE(entry, kOracleList.end());
  EXPECT_TRUE(CanWatch(*entry, *FindModel(needed.model)));
  const CheckResult with = CheckWith({}, needed.fault, needed.model);
  EXPECT_EQ(Name(with.verdict()), Name(needed.with));
  const CheckResult without = CheckWith(AllBut(*entry), needed.fault, needed.model);
  EXPECT_EQ(Name(without.verdict()), Name(Verdict::kPass))
      << needed.fault << " has another symptom";
  EXPECT_TRUE(without.exhausted);
}

INSTANTIATE_TEST_SUITE_P(
    Oracles, EveryOracle, testing::ValuesIn(Necessities()), [](const auto& test) {
      std::string name(test.param.oracle);
      name += "_" + std::string(test.param.fault) + "_in_" + std::string(test.param.model);
      std::ranges::replace_if(name, [](char c) { return c == '-' || c == '/'; }, '_');
      return name;
    });

TEST(Oracles, AreEachNeededForSomeFault) {
  for (const OracleEntry& entry : kOracleList) {
    EXPECT_NE(std::ranges::find(Necessities(), entry.name, &Necessity::oracle), Necessities().end())
        << entry.name;
  }
}

// An oracle that cannot watch a model is not what finds a fault in it, and each can watch some.
TEST(Oracles, WatchTheModelsThatSaySo) {
  for (const OracleEntry& entry : kOracleList) {
    EXPECT_TRUE(std::ranges::any_of(Models(), [&entry](const Model& model) {
      return CanWatch(entry, model);
    })) << entry.name;
  }
  EXPECT_FALSE(FindModel("r1/scavenge-alone")->oracles.ledger);
  EXPECT_FALSE(FindModel("heap-cache-scavenge")->oracles.linearizability);
  EXPECT_FALSE(FindModel("index-mark-find")->oracles.contents);
}

}  // namespace
}  // namespace heddle::models
