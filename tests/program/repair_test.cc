// SPDX-License-Identifier: BSD-3-Clause
//
// Repairs of findings, from the command line.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

TEST_F(Heddle, RepairsFindingsAndSaysHow) {
  const Outcome lost = Run("check remainder-start-generation");
  EXPECT_EQ(lost.status, 1);
  const Outcome kept = Run(
      "check remainder-start-generation --repair resv-outstanding-above-lwm,gen-lwm-not-checked "
      "--json result.json");
  EXPECT_EQ(kept.status, 0) << kept.out;
  EXPECT_TRUE(Contains(kept.out,
                       "remainder-start-generation repaired of gen-lwm-not-checked and "
                       "resv-outstanding-above-lwm: pass, exhausted, "))
      << kept.out;
  const auto result = nlohmann::json::parse(Slurp(File("result.json"))).at("results").at(0);
  EXPECT_EQ(result.at("kind"), "model");
  EXPECT_EQ(result.at("repairs").size(), 2U);
  const Outcome repro = Run("repro resv-outstanding-above-lwm");
  EXPECT_TRUE(
      Contains(repro.out, "\nReference: perhaps a part of golang/go issues 49478 and 52158.\n"))
      << repro.out;
  EXPECT_TRUE(Contains(repro.out,
                       "; shown by: heddle check remainder-start-generation --fault "
                       "resv-outstanding-above-lwm --repair resv-outstanding-above-lwm\n"))
      << repro.out;
  const Outcome list = Run("list findings");
  EXPECT_TRUE(Contains(list.out, "\n      repaired: what was read is subtracted, in one step\n"));
  EXPECT_TRUE(Contains(list.out, "\n      reference: golang/go issue 52682\n"));
}

// A repair of something else leaves a trace, which is followed with that repair in.
TEST_F(Heddle, ReplaysWhatARepairHasNotKept) {
  const Outcome lost = Run("check remainder-start-generation --repair gen-lwm-not-checked");
  EXPECT_EQ(lost.status, 1) << lost.out;
  const std::string trace =
      "heddle-traces/remainder-start-generation.repaired-gen-lwm-not-checked.lost-work.json";
  EXPECT_TRUE(Contains(lost.out, "trace: " + trace + "\n")) << lost.out;
  EXPECT_EQ(nlohmann::json::parse(Slurp(File(trace))).at("program").at("repairs"),
            nlohmann::json::array({"gen-lwm-not-checked"}));
  const Outcome again = Run("replay " + trace);
  EXPECT_EQ(again.status, 0) << again.out;
  EXPECT_TRUE(
      Contains(again.out, "In remainder-start-generation, repaired of gen-lwm-not-checked:\n"))
      << again.out;
}

// Else the same search would have several names.
TEST_F(Heddle, OrderAndRepetitionOfRepairsMakeNoDifference) {
  const std::string command = "check remainder-start-generation --json result.json --repair ";
  const auto repairs = [&](const std::string& names) {
    Run(command + names);
    return nlohmann::json::parse(Slurp(File("result.json"))).at("results").at(0).at("repairs");
  };
  const auto both = nlohmann::json::array({"gen-lwm-not-checked", "resv-outstanding-above-lwm"});
  EXPECT_EQ(repairs("resv-outstanding-above-lwm,gen-lwm-not-checked"), both);
  EXPECT_EQ(repairs("gen-lwm-not-checked,resv-outstanding-above-lwm,gen-lwm-not-checked"), both);
}

// What changes nothing would be explored as if it had been put in.
TEST_F(Heddle, RefusesFindingsAndRepairsThatMakeNoDifference) {
  ExpectUsageError(
      "check scavenge-start-generation --fault v1-scavaddr-clobber",
      "'v1-scavaddr-clobber' changes nothing, and is of model r1/scavenge-free-start-cycle alone");
  ExpectUsageError("check scavenge-alone --repair v1-scavaddr-clobber",
                   "the repair of 'v1-scavaddr-clobber' is for models of R1, and 'scavenge-alone' "
                   "is of R4");
  ExpectUsageError("check index-mark-find --repair gen-lwm-not-checked",
                   "the repair of 'gen-lwm-not-checked' is for models of R4, and "
                   "'index-mark-find' is of none");
  ExpectUsageError(
      "check index-mark-find --fault drop:every-mark-counts --repair idx-mark-below-cursor",
      "the repair of 'idx-mark-below-cursor' undoes 'drop:every-mark-counts'");
  ExpectUsageError("check index-mark-find --repair idx-mark-below-cursor",
                   "the repair of 'idx-mark-below-cursor' is as shipped without --fault "
                   "idx-mark-below-cursor");
  EXPECT_EQ(Run("check r1/scavenge-free-start-cycle --fault v1-scavaddr-clobber").status, 1);
  for (const char* const command :
       {"check r1/scavenge-free-start-cycle --fault v1-scavaddr-clobber --repair "
        "v1-scavaddr-clobber",
        "check index-mark-find --fault idx-mark-below-cursor --repair idx-mark-below-cursor"}) {
    EXPECT_EQ(Run(command).status, 0) << command;
  }
}

TEST_F(Heddle, TracesOfOtherRepairsAndOraclesHaveNamesOfTheirOwn) {
  const std::string command = "check remainder-start-generation --quiet --trace-dir traces ";
  for (const char* const how : {"", "--repair gen-lwm-not-checked", "--without ledger,races",
                                "--repair gen-lwm-not-checked --without ledger"}) {
    EXPECT_EQ(Run(command + how).status, 1) << how;
  }
  for (const char* const between :
       {"", ".repaired-gen-lwm-not-checked", ".without-races.without-ledger",
        ".repaired-gen-lwm-not-checked.without-ledger"}) {
    const std::string file =
        std::string("traces/remainder-start-generation") + between + ".lost-work.json";
    EXPECT_TRUE(fs::exists(File(file))) << file;
  }
}

// Every oracle off and every repair in: longer than a file's name can be.
TEST_F(Heddle, TracesOfSubjectsWithLongNamesAreKept) {
  const Outcome outcome =
      Run("check remainder-start-generation --fault drop:unreserve-checks-generation --repair "
          "gen-lwm-not-checked,released-reset-store0,edge-free-loses-scav "
          "--without races,invariants,contents,accounting,lock-ranks,lock-discipline,"
          "linearizability,progress");
  EXPECT_EQ(outcome.status, 1) << outcome.out << outcome.err;
  EXPECT_TRUE(Contains(outcome.out, "again: heddle replay heddle-traces/")) << outcome.err;
}

}  // namespace
}  // namespace heddle
