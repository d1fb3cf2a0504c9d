// SPDX-License-Identifier: BSD-3-Clause
//
// The harness must be able to fail: each planted bug is found, by the check that is there for it,
// and shrunk to a program that a person can read.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/protocol/tunable_protocol.h"
#include "tests/properties/check_programs.h"
#include "tests/properties/places.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::tests {
namespace {

using core::Decision;
using core::Step;
using core::TunableProtocol;

class PlantedBugs : public FailureTest {
 protected:
  // Operations of a program that was shrunk; no bug here takes more than six.
  static constexpr int kMost = 10;

  template <class... Parts>
  static void ExpectFound(const TunableProtocol& protocol, const Parts&... parts) {
    const Verdict verdict = CheckPrograms(
        "", [&protocol](const Program& program) { tests::RunProgram<OneWord>(program, protocol); });
    EXPECT_FALSE(verdict.holds);
    for (const std::string& part : {std::string(parts)...}) {
      EXPECT_NE(verdict.text.find(part), std::string::npos) << "'" << part << "' is missing from:\n"
                                                            << verdict.text;
    }
    // One operation a line, indented.
    const std::string& text = verdict.text;
    int operations = 0;
    for (auto at = text.find("\n    "); at != std::string::npos; at = text.find("\n    ", at + 1)) {
      ++operations;
    }
    EXPECT_GE(operations, 1) << text;
    RecordProperty("found", text);
    EXPECT_LE(operations, kMost) << "not much of a shrinking:\n" << text;
  }
};

TEST_F(PlantedBugs, ScavengedBitsThatAreNotSet) {
  ExpectFound(TunableProtocol{}.Skip(Step::kSetScavengedBits), "the set of scavenged pages",
              "Scavenge");
}

TEST_F(PlantedBugs, ReleasedBytesThatAreNotCounted) {
  ExpectFound(TunableProtocol{}.Skip(Step::kCountReleasedBytes), "I14: heap_released", "Scavenge");
}

TEST_F(PlantedBugs, StaleReservationsThatComeBack) {
  ExpectFound(TunableProtocol{}.Drop(Decision::kUnreserveChecksGeneration), "I24: [0x",
              "reserved in generation 1, is returned in generation 2", "Grow{", "StartGeneration{}",
              "Reserve{}", "Unreserve{0}");
}

TEST_F(PlantedBugs, PagesThatAreNotInTransitWhileTheyAreReleased) {
  ExpectFound(TunableProtocol{}.Drop(Decision::kMarkAllocatedWhileReleasing),
              "I19: the number of pages in transit is 0", "Scavenge");
}

TEST_F(PlantedBugs, NothingIsFoundInTheDesignAsShipped) {
  const Verdict verdict = CheckPrograms(
      "", [](const Program& program) { tests::RunProgram<OneWord>(program, TunableProtocol{}); });
  EXPECT_TRUE(verdict.holds) << verdict.text;
}

}  // namespace
}  // namespace heddle::tests
