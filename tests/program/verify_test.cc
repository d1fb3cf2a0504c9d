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
  EXPECT_TRUE(
      Contains(verified.out,
               "\n104 of 104 models passed, 104 of them exhausted; faults were found in 6 of 6 "
               "searches.\n"))
      << verified.out;
  EXPECT_TRUE(Contains(verified.out, "\n1 finding reproduced, 1 repaired: ")) << verified.out;
  EXPECT_TRUE(Contains(verified.out, "\nShown: the oracles can tell")) << verified.out;
  EXPECT_TRUE(verified.out.ends_with("\nUnexpected: nothing.\n")) << verified.out;
  for (const auto& result : nlohmann::json::parse(Slurp(File("result.json"))).at("results")) {
    EXPECT_EQ(result.at("revision"), "R2") << result;
  }
}

TEST_F(Heddle, VerifyNeverSaysVerifiedOfABoundedOrSampledSearch) {
  for (const char* search :
       {"bounded:2", "relacy-bound:2", "random --executions 2000", "pct:3 --executions 2000"}) {
    const Outcome outcome = Run(std::string("verify --revision R3 --strategy ") + search);
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
  EXPECT_TRUE(Contains(outcome.out, "\n0 of 8 controls silent (8 undecided): ")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, " silent  ")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "Nothing is shown about 55 models whose search a limit ended"))
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

TEST_F(Heddle, CheckStaysWithinTheBoundOfAModelThatHasOneUnlessToldOtherwise) {
  const std::string model =
      "quint/allocate+scavenge+scavenge+scavenge+start-generation --executions 100 --json r.json";
  const auto strategy = [&] {
    return nlohmann::json::parse(Slurp(File("r.json"))).at("results").at(0).at("strategy");
  };
  EXPECT_EQ(Run("check " + model).status, 3);
  EXPECT_EQ(strategy(), "bounded:0") << "the first round";
  EXPECT_EQ(Run("check " + model + " --strategy dpor").status, 3);
  EXPECT_EQ(strategy(), "dpor");
}

TEST_F(Heddle, VerifyUnderTheFullSearchSaysVerifiedOnlyOfModelsThatEnded) {
  const Outcome outcome =
      Run("check allocate-allocate reserve-start-generation --strategy relacy-full");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(Contains(outcome.out, "pass, exhausted")) << outcome.out;
}

// A line for each, and what was not shown.
void ExpectSaidOfEverything(const std::string& out) {
  for (const char* name : {"allocate-allocate", "grow-optimistic-search", "acct-missing",
                           "pair/allocate+free ", " pass R1 R2 R3 R4 "}) {
    EXPECT_TRUE(Contains(out, name)) << name;
  }
  EXPECT_TRUE(Contains(out, "\n489 of 489 models passed, 489 of them exhausted; faults ")) << out;
  EXPECT_TRUE(Contains(out,
                       "\n10 findings reproduced, 10 repaired: properties that a design as "
                       "shipped does not have.\n"))
      << out;
  EXPECT_TRUE(Contains(out, "\n8 of 8 controls silent: changes that the design tolerates.\n"))
      << out;
  EXPECT_TRUE(Contains(out, "\nVerified, for these models: no interleaving breaks")) << out;
  EXPECT_TRUE(Contains(out, "Not shown: larger heaps")) << out;
  EXPECT_TRUE(Contains(out, "\nShown: the oracles can tell")) << out;
  EXPECT_TRUE(out.ends_with("\nUnexpected: nothing.\n")) << out;
}

// What the README shows of a run of everything.
void ExpectShownByTheReadme(const std::string& out) {
  const std::string verified = Normalized(out);
  std::ifstream readme(HEDDLE_README);
  int compared = 0;
  for (std::string line; std::getline(readme, line) && !Contains(line, "$ heddle repro ");) {
    if (line.starts_with("  model ") || line.starts_with("  fault ") ||
        line.starts_with("  finding ") || line.starts_with("  repair ") ||
        line.starts_with("  control ") || Contains(line, " findings reproduced, ") ||
        Contains(line, " controls silent: ") || line.starts_with("Verified, ") ||
        Contains(line, " models passed, ")) {
      EXPECT_TRUE(Contains(verified, Normalized(line))) << line;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 12);
}

void ExpectEverythingInResults(const nlohmann::json& json) {
  constexpr std::size_t kModels = 71 + 418;
  constexpr std::size_t kFaultSearches = 196;
  ASSERT_EQ(json.at("results").size(), kModels + kFaultSearches + 10U + 10U + 8U + 97U)
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
  const auto& control = json.at("results").at(kModels + kFaultSearches + 10 + 10);
  EXPECT_EQ(control.at("kind"), "control");
  EXPECT_EQ(control.at("name"), "unresv-full-range");
  EXPECT_EQ(control.at("verdict"), "pass");
  EXPECT_EQ(control.at("exhausted"), true);
  EXPECT_EQ(control.at("as_expected"), true);
  EXPECT_EQ(json.at("summary").at("control").at("as_expected"), 8);
  EXPECT_EQ(json.at("summary").at("fault").at("not_as_expected"), 0);
  EXPECT_EQ(json.at("summary").at("finding").at("as_expected"), 10 + 10);
  EXPECT_EQ(json.at("summary").at("litmus").at("as_expected"), 97);
}

void ExpectFiguresOfThePage(const nlohmann::json& json) {
  const std::string page = Slurp(HEDDLE_FINDINGS);
  for (const char* revision : {"R1", "R2", "R3", "R4"}) {
    const std::string figures = FiguresOf(revision, json.at("results"));
    EXPECT_TRUE(Contains(page, "\n" + figures + "\n")) << "not in docs/findings.md:\n" << figures;
  }
  EXPECT_EQ(FaultNotFoundSo(page, json.at("results")), "");
}

// In one run, because it takes long.
TEST_F(Heddle, VerifySaysWritesAndDocumentsTheSameOfEverything) {
  const fs::path file = File("result.json");
  const Outcome outcome = Run("verify --json " + file.string());
  ASSERT_EQ(outcome.status, 0) << outcome.out;
  ExpectSaidOfEverything(outcome.out);
  ExpectShownByTheReadme(outcome.out);
  const auto json = nlohmann::json::parse(Slurp(file));
  EXPECT_EQ(json.at("format"), "heddle-result/1");
  EXPECT_EQ(json.at("options"), "verify --json " + file.string());
  ExpectEverythingInResults(json);
  ExpectFiguresOfThePage(json);
}

TEST_F(Heddle, VerifySaysOfNoRepairThatItHoldsWhereALimitEndedTheSearch) {
  const Outcome outcome = Run("verify --executions 3");
  EXPECT_EQ(outcome.status, 3) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\n0 of 8 controls silent (8 undecided): ")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out,
                       "\n2 of 10 findings reproduced (8 undecided), 2 of 10 repaired (8 "
                       "undecided): "))
      << outcome.out;
  const std::regex held(R"(\n  repair  +\S+ +holds )");
  const auto holds = std::distance(
      std::sregex_iterator(outcome.out.begin(), outcome.out.end(), held), std::sregex_iterator());
  EXPECT_EQ(holds, 2) << outcome.out;
}

}  // namespace
}  // namespace heddle
