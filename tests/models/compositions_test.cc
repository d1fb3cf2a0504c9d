// SPDX-License-Identifier: BSD-3-Clause
//
// The library of compositions: that no pair of operations is forgotten in any revision, and that
// each composition is exhausted in as many executions as ever.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "models/compositions/composition.h"
#include "models/registry.h"
#include "tests/models/composition_sizes.h"

namespace heddle::models {

void PrintTo(const Model& model, std::ostream* out) { *out << model.name; }

namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::Verdict;
using core::Revision;

constexpr Revision kRevisions[] = {Revision::kR1, Revision::kR2, Revision::kR3, Revision::kR4};

std::string Text(const CheckResult& result) {
  std::string text;
  for (const checker::Violation& violation : result.violations) {
    text += violation.message + "\n" + FormatInterleaving(violation);
  }
  return text;
}

std::vector<const Composition*> AllOfThem() {
  std::vector<const Composition*> all;
  for (const auto* const compositions : {&Pairs(), &LargerCompositions()}) {
    for (const Composition& composition : *compositions) {
      all.push_back(&composition);
    }
  }
  return all;
}

TEST(Pairs, HaveEachOperationBesideEachInEveryRevisionOrSayWhyNot) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < kOperations.size(); ++i) {
    for (std::size_t j = i; j < kOperations.size(); ++j) {
      ASSERT_LT(next, Pairs().size());
      const Composition& pair = Pairs()[next++];
      const std::vector<OperationId> expected = {kOperations[i], kOperations[j]};
      ASSERT_EQ(pair.operations, expected) << NameOf(pair, Revision::kR4);
      for (const Revision revision : kRevisions) {
        const std::string name = NameOf(pair, revision);
        const std::string written = WrittenModelOf(pair, revision);
        const int covered = (FindModel(name) != nullptr ? 1 : 0) + (written.empty() ? 0 : 1) +
                            (WhyNot(pair, revision).empty() ? 0 : 1);
        EXPECT_EQ(covered, 1) << name;
        EXPECT_EQ(WhyNot(pair, revision).find('\n'), std::string::npos) << name;
      }
    }
  }
  EXPECT_EQ(next, Pairs().size()) << "a pair twice, or none";
}

// Reasons are few; each is here, so that none is added in passing.
TEST(Pairs, LeaveOutOnlyWhatARevisionDoesNotHaveAndTwoBackgroundScavengers) {
  for (const Composition& pair : Pairs()) {
    for (const Revision revision : kRevisions) {
      const bool reserves =
          std::ranges::find(pair.operations, OperationId::kReserve) != pair.operations.end();
      const bool two_backgrounds =
          std::ranges::count(pair.operations, OperationId::kBackground) == 2;
      EXPECT_EQ(WhyNot(pair, revision).empty(),
                !two_backgrounds && !(reserves && revision < Revision::kR3))
          << NameOf(pair, revision);
    }
  }
}

TEST(Compositions, AreCoveredByModelsWrittenByHandThatAreThere) {
  for (const Composition* const composition : AllOfThem()) {
    for (const Revision revision : kRevisions) {
      const std::string written = WrittenModelOf(*composition, revision);
      if (!written.empty()) {
        const auto& models = Models();
        const auto model = std::ranges::find(models, written, &Model::name);
        ASSERT_NE(model, models.end()) << NameOf(*composition, revision) << ": " << written;
        EXPECT_EQ(model->revision, revision) << written;
        EXPECT_EQ(model->threads, static_cast<int>(composition->operations.size())) << written;
      }
    }
  }
}

TEST(Compositions, HaveWhatTheirOperationsNeedAndNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Composition* const composition : AllOfThem()) {
    const std::string name = NameOf(*composition, Revision::kR4);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_TRUE(std::ranges::is_sorted(composition->operations)) << name;
    for (const OperationId id : composition->operations) {
      EXPECT_TRUE(!OperationOf(id).needs_whole_heap || composition->heap == HeapKind::kWhole ||
                  !composition->makes_no_sense_because.empty())
          << name;
    }
    EXPECT_EQ(std::ranges::count(composition->operations, OperationId::kFree),
              std::ranges::count(composition->layout, 'T'))
        << name;
    EXPECT_TRUE(composition->bound == 0 || composition->lane == Lane::kDeep) << name;
  }
}

// With one idle generation less work is lost, and a finding that is in the catalogue says why.
TEST(Compositions, StateTheFewestIdleGenerations) {
  int more_than_one = 0;
  for (const Composition* const composition : AllOfThem()) {
    const unsigned generations = IdleGenerationsOf(*composition, Revision::kR4);
    ASSERT_GE(generations, 1U);
    EXPECT_EQ(generations > 1, !composition->idle_in_r4.finding.empty())
        << NameOf(*composition, Revision::kR4);
    if (generations > 1) {
      ++more_than_one;
      EXPECT_NE(FindFault(composition->idle_in_r4.finding), nullptr);
      const auto program = MakeProgram(*composition, Revision::kR4, generations - 1, {});
      CheckOptions options;
      options.max_executions = 100000;
      const CheckResult result = Check(*program, options);
      EXPECT_EQ(result.verdict(), Verdict::kLostWork) << NameOf(*composition, Revision::kR4) << "\n"
                                                      << Text(result);
    }
  }
  EXPECT_EQ(more_than_one, 7);
}

std::vector<Model> QuickCompositions() {
  std::vector<Model> quick;
  std::ranges::copy_if(Compositions(), std::back_inserter(quick),
                       [](const Model& model) { return model.lane == Lane::kQuick; });
  return quick;
}

std::string TitleOf(const Model& model) {
  return model.name.substr(PrefixOf(model.revision).size());
}

// All that a composition needs in one revision; of one that it is not made for, none.
CompositionSize::Executions SizeOf(std::string_view title, Revision revision) {
  const auto size = std::ranges::find(kCompositionSizes, title, &CompositionSize::title);
  return size == std::end(kCompositionSizes) ? CompositionSize::Executions{}
                                             : size->in[static_cast<std::size_t>(revision)];
}

TEST(Compositions, HaveSizesAndNoneIsLeftOver) {
  std::set<std::string> with_size;
  for (const CompositionSize& size : kCompositionSizes) {
    for (const Revision revision : kRevisions) {
      if (size.in[static_cast<std::size_t>(revision)].complete > 0) {
        const std::string name = std::string(PrefixOf(revision)) + std::string(size.title);
        EXPECT_TRUE(with_size.insert(name).second) << name << " has two sizes";
      }
    }
  }
  std::set<std::string> quick;
  for (const Model& model : QuickCompositions()) {
    quick.insert(model.name);
  }
  EXPECT_EQ(with_size, quick);
}

class EveryComposition : public testing::TestWithParam<Model> {};

// More executions would mean that a scheduling point or a dependency was added, fewer that one was
// lost.
TEST_P(EveryComposition, IsExhaustedInAsManyExecutionsAsEver) {
  const auto program = GetParam().make({});
  EXPECT_EQ(program->ThreadCount(), GetParam().threads);
  const CheckResult result = Check(*program, {});
  EXPECT_EQ(result.verdict(), Verdict::kPass) << Text(result);
  EXPECT_TRUE(result.exhausted);
  const auto expected = SizeOf(TitleOf(GetParam()), *GetParam().revision);
  EXPECT_EQ(result.executions, expected.complete);
  EXPECT_EQ(result.blocked, expected.blocked);
}

// What a composition does not notice it does not show.
TEST(Compositions, FindFaults) {
  struct Found {
    std::string_view fault;
    std::string_view by;
    Verdict as;
  };
  const std::vector<Found> all = {
      {"gen-no-check-on-unreserve", "pair/search+start-generation", Verdict::kInvariant},
      {"claim-none", "pair/cache+scavenge-all", Verdict::kRace},
      {"verify-skipped-slow", "pair/cache+search", Verdict::kAssertion},
      {"lwm-no-lock", "pair/grow+start-generation", Verdict::kRace},
      {"growth-scavenge-locked", "pair/allocate-aligned+grow", Verdict::kMisuse},
      {"park-lost-wakeup", "pair/cache+background", Verdict::kDeadlock},
      {"acct-missing", "pair/allocate+reserve", Verdict::kAccounting},
      {"scavbit-never", "pair/allocate+free", Verdict::kLostWork},
  };
  for (const Found& found : all) {
    ModelOptions options;
    FindFault(found.fault)->apply(options.protocol);
    CheckOptions check;
    check.simulation.max_steps = 2000;
    const CheckResult result = Check(*FindModel(found.by)->make(options), check);
    EXPECT_EQ(result.verdict(), found.as) << found.fault << Text(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Quick, EveryComposition, testing::ValuesIn(QuickCompositions()),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           std::ranges::replace_if(
                               name, [](char c) { return c == '-' || c == '/' || c == '+'; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace heddle::models
