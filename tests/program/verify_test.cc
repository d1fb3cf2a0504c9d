// SPDX-License-Identifier: BSD-3-Clause
//
// What the verify command prints, its exit status, and what it writes.

#include <gtest/gtest.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "tests/program/findings_figures.h"
#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

TEST_F(Heddle, ListsAndVerifiesWhatIsOfOneRevision) {
  const Outcome list = Run("list models --revision R2");
  EXPECT_EQ(list.status, 0);
  EXPECT_TRUE(Contains(list.out, "  r2/scavenge-alone  (R2, heap AFFA,-,AASF, 1 thread)\n"));
  EXPECT_FALSE(Contains(list.out, "r3/")) << list.out;
  const Outcome verified = Run("verify --revision R2 --json result.json");
  EXPECT_EQ(verified.status, 0) << verified.out;
  EXPECT_EQ(verified.out.substr(0, 13), "scavenger R2,") << verified.out;
  EXPECT_TRUE(Contains(verified.out, "\n102 of 102 models passed, 102 of them exhausted.\n"))
      << verified.out;
  EXPECT_TRUE(Contains(verified.out, "\n1 finding reproduced, 1 repaired: ")) << verified.out;
  EXPECT_FALSE(Contains(verified.out, "\nShown: the oracles can tell")) << "of no fault";
  EXPECT_TRUE(verified.out.ends_with(
      "\nNot shown: that the oracles can tell, because no fault of the catalogue is of this "
      "revision.\nUnexpected: nothing.\n"))
      << verified.out;
  for (const auto& result : nlohmann::json::parse(Slurp(File("result.json"))).at("results")) {
    EXPECT_EQ(result.at("revision"), "R2") << result;
  }
}

TEST_F(Heddle, VerifyPrintsALineForEachAndSaysWhatWasNotShown) {
  const Outcome outcome = Run("verify");
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  for (const char* name : {"allocate-allocate", "grow-optimistic-search", "acct-missing",
                           "pair/allocate+free ", " pass R1 R2 R3 R4 "}) {
    EXPECT_TRUE(Contains(outcome.out, name)) << name;
  }
  EXPECT_TRUE(Contains(outcome.out, "\n471 of 471 models passed, 471 of them exhausted; faults "))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.out,
                       "\n9 findings reproduced, 9 repaired: properties that a design as "
                       "shipped does not have.\n"))
      << outcome.out;
  EXPECT_TRUE(
      Contains(outcome.out, "\n4 of 4 controls silent: changes that the design tolerates.\n"))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\nVerified, for these models: no interleaving breaks"))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "Not shown: larger heaps")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\nShown: the oracles can tell")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "Not shown: that the oracles")) << outcome.out;
  EXPECT_TRUE(outcome.out.ends_with("\nUnexpected: nothing.\n")) << outcome.out;
}

TEST_F(Heddle, VerifyNeverSaysVerifiedOfABoundedOrSampledSearch) {
  for (const char* strategy : {"bounded:2", "relacy-bound:2", "random", "pct:3"}) {
    const Outcome outcome = Run(std::string("verify --executions 20000 --strategy ") + strategy);
    EXPECT_EQ(outcome.status, 0) << outcome.out;
    EXPECT_TRUE(Contains(outcome.out, "Not shown: other interleavings")) << outcome.out;
    EXPECT_TRUE(Contains(outcome.out, "compositions are left out")) << outcome.out;
    EXPECT_FALSE(Contains(outcome.out, "erified")) << outcome.out;
  }
}

TEST_F(Heddle, VerifyWithAnUnfinishedSearchIsUndecidedAndNeverSaysVerified) {
  const Outcome outcome = Run("verify --strategy relacy-full --executions 1000");
  EXPECT_EQ(outcome.status, 3) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "erified")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "broken")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\n0 of 4 controls silent (4 undecided): ")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, " silent  ")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "Nothing is shown about 40 models whose search a limit ended"))
      << outcome.out;
}

TEST_F(Heddle, VerifyExploresDeepModelsOnlyWhenAskedAndNeverSaysVerifiedOfOneWithinABound) {
  const Outcome quick = Run("verify --quick --revision R3 --executions 1");
  EXPECT_FALSE(Contains(quick.out, "triple/allocate+free+background")) << quick.out;
  const Outcome deep = Run("verify --deep --revision R4 --executions 1");
  EXPECT_EQ(deep.status, 3);
  EXPECT_TRUE(Contains(deep.out, "triple/allocate+free+background")) << deep.out;
  EXPECT_TRUE(Contains(deep.out, "Nothing is shown about ")) << deep.out;
  EXPECT_FALSE(Contains(deep.out, "erified")) << deep.out;
  EXPECT_FALSE(Contains(deep.out, "Shown of ")) << "said of a search that a limit ended";
  EXPECT_EQ(Run("verify --deep --quick").status, 2);
}

TEST_F(Heddle, VerifyUnderTheFullSearchSaysVerifiedOnlyOfModelsThatEnded) {
  const Outcome outcome =
      Run("check allocate-allocate reserve-start-generation --strategy relacy-full");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(Contains(outcome.out, "pass, exhausted")) << outcome.out;
}

TEST_F(Heddle, WritesResultsAsJson) {
  const fs::path file = File("result.json");
  ASSERT_EQ(Run("verify --json " + file.string()).status, 0);
  const auto json = nlohmann::json::parse(Slurp(file));
  EXPECT_EQ(json.at("format"), "heddle-result/1");
  EXPECT_EQ(json.at("options"), "verify --json " + file.string());
  constexpr std::size_t kModels = 53 + 418;
  constexpr std::size_t kFaultSearches = 114;
  ASSERT_EQ(json.at("results").size(), kModels + kFaultSearches + 9U + 9U + 4U + 97U)
      << "models with compositions, faults, findings, their repairs, controls and litmus tests";
  const auto& model = json.at("results").at(0);
  EXPECT_EQ(model.at("kind"), "model");
  EXPECT_EQ(model.at("verdict"), "pass");
  EXPECT_EQ(model.at("exhausted"), true);
  EXPECT_EQ(model.at("strategy"), "dpor");
  EXPECT_TRUE(model.at("bound").is_null());
  EXPECT_EQ(model.at("executions"), 2);
  EXPECT_EQ(model.at("blocked"), 0);
  EXPECT_TRUE(model.at("trace_file").is_null());
  EXPECT_EQ(model.at("violations").size(), 0U);
  EXPECT_TRUE(model.at("preemptions").is_null());
  EXPECT_EQ(model.at("revision"), "R4");
  const auto& fault = json.at("results").at(kModels);
  EXPECT_EQ(fault.at("kind"), "fault");
  EXPECT_EQ(fault.at("fault"), "gen-no-check-on-unreserve");
  EXPECT_EQ(fault.at("as_expected"), true);
  EXPECT_EQ(fault.at("preemptions"), 1);
  EXPECT_EQ(fault.at("bound"), 1) << "of the round that found it";
  EXPECT_EQ(fault.at("violations").at(0).at("verdict"), "invariant");
  const auto& finding = json.at("results").at(kModels + kFaultSearches);
  EXPECT_EQ(finding.at("kind"), "finding");
  EXPECT_EQ(finding.at("name"), "v1-scavaddr-clobber");
  EXPECT_EQ(finding.at("model"), "r1/scavenge-free-start-cycle");
  EXPECT_EQ(finding.at("revision"), "R1");
  EXPECT_EQ(finding.at("verdict"), "lost-work");
  EXPECT_EQ(finding.at("as_expected"), true);
  EXPECT_EQ(finding.at("repairs").size(), 0U);
  const auto& repair = json.at("results").at(kModels + kFaultSearches + 1);
  EXPECT_EQ(repair.at("kind"), "finding");
  EXPECT_EQ(repair.at("name"), "v1-scavaddr-clobber");
  EXPECT_EQ(repair.at("repairs"), nlohmann::json::array({"v1-scavaddr-clobber"}));
  EXPECT_EQ(repair.at("expected"), nlohmann::json::array({"pass"}));
  EXPECT_EQ(repair.at("verdict"), "pass");
  EXPECT_EQ(repair.at("exhausted"), true);
  const auto& control = json.at("results").at(kModels + kFaultSearches + 9 + 9);
  EXPECT_EQ(control.at("kind"), "control");
  EXPECT_EQ(control.at("name"), "unresv-full-range");
  EXPECT_EQ(control.at("verdict"), "pass");
  EXPECT_EQ(control.at("exhausted"), true);
  EXPECT_EQ(control.at("as_expected"), true);
  EXPECT_EQ(json.at("summary").at("control").at("as_expected"), 4);
  EXPECT_EQ(json.at("summary").at("fault").at("not_as_expected"), 0);
  EXPECT_EQ(json.at("summary").at("finding").at("as_expected"), 9 + 9);
  EXPECT_EQ(json.at("summary").at("litmus").at("as_expected"), 97);

  // Here, because it takes long to search everything once more.
  const std::string page = Slurp(HEDDLE_FINDINGS);
  for (const char* revision : {"R1", "R2", "R3", "R4"}) {
    const std::string figures = FiguresOf(revision, json.at("results"));
    EXPECT_TRUE(Contains(page, "\n" + figures + "\n")) << "not in docs/findings.md:\n" << figures;
  }
  EXPECT_EQ(FaultNotFoundSo(page, json.at("results")), "");
}

TEST_F(Heddle, VerifySaysOfNoRepairThatItHoldsWhereALimitEndedTheSearch) {
  const Outcome outcome = Run("verify --executions 3");
  EXPECT_EQ(outcome.status, 3) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\n0 of 4 controls silent (4 undecided): ")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out,
                       "\n2 of 9 findings reproduced (7 undecided), 2 of 9 repaired (7 "
                       "undecided): "))
      << outcome.out;
  const std::regex held(R"(\n  repair  +\S+ +holds )");
  const auto holds = std::distance(
      std::sregex_iterator(outcome.out.begin(), outcome.out.end(), held), std::sregex_iterator());
  EXPECT_EQ(holds, 2) << outcome.out;
}

}  // namespace
}  // namespace heddle
