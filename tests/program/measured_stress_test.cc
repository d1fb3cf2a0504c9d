// SPDX-License-Identifier: BSD-3-Clause
//
// The figures of what real threads have found that the program carries.

#include "heddle/measured/measured_stress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/faults/catalogue.h"

namespace heddle::program {
namespace {

const models::Fault& FaultNamed(std::string_view name) {
  return *std::ranges::find(models::Faults(), name, &models::Fault::name);
}

std::string RefusalOf(const std::string& json) {
  try {
    ParseMeasuredStress(json);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(MeasuredStress, IsOfFaultsThatThereAre) {
  EXPECT_FALSE(Measured().faults.empty());
  for (const auto& [name, ways] : Measured().faults) {
    EXPECT_NE(std::ranges::find(models::Faults(), name, &models::Fault::name),
              models::Faults().end())
        << name << " was measured, and is not in the catalogue";
  }
}

// Faults of one change are one row of the matrix: what any of them has found counts.
TEST(MeasuredStress, IsOfAllFaultsOfOneChangeTogether) {
  const MeasuredStress measured = ParseMeasuredStress(R"({
    "format": "heddle-stress/1", "date": "2000-01-01", "machine": "m", "seconds": 1, "jobs": 1,
    "faults": [
      {"name": "gen-no-bump", "revision": "R4",
       "tsan": null, "tsan-delays": {"as": "race", "seconds": 0.5}, "oracles": null},
      {"name": "v3-gen-no-bump", "revision": "R3",
       "tsan": {"as": "assertion", "seconds": 0.1}, "tsan-delays": {"as": "hang", "seconds": 9},
       "oracles": null}]})");
  const auto found = measured.Of(FaultNamed("v3-gen-no-bump"));
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)[0]->as, "assertion");
  EXPECT_TRUE((*found)[1]->IsRace());
  EXPECT_FALSE((*found)[2]);
  EXPECT_FALSE(measured.Of(FaultNamed("lwm-no-lock")));
}

TEST(MeasuredStress, IsRefusedIfItIsSomethingElse) {
  EXPECT_EQ(RefusalOf(R"({"format": "heddle-trace/1"})"),
            "expected the format heddle-stress/1, found \"heddle-trace/1\"");
  EXPECT_EQ(RefusalOf("[").substr(0, 25), "expected heddle-stress/1:");
}

}  // namespace
}  // namespace heddle::program
