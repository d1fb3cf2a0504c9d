// SPDX-License-Identifier: BSD-3-Clause
//
// The fuzzers must be able to fail: each planted bug is found by a file of the corpus.

#include <gtest/gtest.h>

#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "core/protocol/tunable_protocol.h"
#include "tests/data/thrown_failure.h"
#include "tests/fuzz/address_ranges_fuzz.h"
#include "tests/fuzz/corpora.h"
#include "tests/fuzz/page_alloc_fuzz.h"

namespace heddle::tests {
namespace {

using core::Decision;
using core::Step;
using core::TunableProtocol;

// What each file of the corpus comes to, a line for each that fails.
template <class Run>
std::string FailuresOf(const std::string& fuzzer, Run run) {
  const ThrowingFailures failures;
  std::string text;
  for (const std::filesystem::path& path : CorpusOf(fuzzer)) {
    try {
      run(BytesIn(path));
    } catch (const std::exception& error) {
      text += path.stem().string() + ": " + error.what() + "\n";
    }
  }
  return text;
}

std::string FailuresOfPageAlloc(const TunableProtocol& protocol) {
  return FailuresOf("page_alloc_fuzz", [&](const std::vector<std::uint8_t>& bytes) {
    RunPlaced(PlacedProgramIn(bytes), protocol);
  });
}
std::string FailuresOfRanges(const TunableProtocol& protocol) {
  return FailuresOf("address_ranges_fuzz", [&](const std::vector<std::uint8_t>& bytes) {
    RunRanges(RangesProgramIn(bytes), protocol);
  });
}

void ExpectFound(const std::string& failures, const std::string& part) {
  EXPECT_NE(failures.find(part), std::string::npos) << "'" << part << "' is missing from:\n"
                                                    << failures;
}

TEST(PlantedBugs, NoneIsFoundInTheDesignAsShipped) {
  EXPECT_EQ(FailuresOfPageAlloc(TunableProtocol{}), "");
  EXPECT_EQ(FailuresOfRanges(TunableProtocol{}), "");
}

TEST(PlantedBugs, FreesThatLeaveTheSummaries) {
  ExpectFound(FailuresOfPageAlloc(TunableProtocol{}.Skip(Step::kFreeUpdatesSummaries)),
              "alloc_free_alloc: I1: the summary of chunk 1 is 0x0");
}
TEST(PlantedBugs, AllocationsThatLeaveTheSummaries) {
  ExpectFound(FailuresOfPageAlloc(TunableProtocol{}.Skip(Step::kAllocUpdatesSummaries)),
              "alloc_without_room: I1: the summary of chunk 1 is");
}
TEST(PlantedBugs, FlushesThatForgetWhatIsScavenged) {
  ExpectFound(FailuresOfPageAlloc(TunableProtocol{}.Skip(Step::kFlushRestoresScavengedBits)),
              "fill_and_flush_cache: the set of scavenged pages is 0");
}
TEST(PlantedBugs, ReleasesThatAreNotMarked) {
  ExpectFound(FailuresOfPageAlloc(TunableProtocol{}.Skip(Step::kSetScavengedBits)),
              "scavenge_all: the set of scavenged pages is 0");
}
TEST(PlantedBugs, ReservationsThatComeBackTooLate) {
  ExpectFound(FailuresOfPageAlloc(TunableProtocol{}.Drop(Decision::kUnreserveChecksGeneration)),
              "reserved in generation 1, is returned in generation 2");
}

TEST(PlantedBugs, CutsThatDropTheLowerPart) {
  ExpectFound(FailuresOfRanges(TunableProtocol{}.Skip(Step::kCutKeepsLowerPart)),
              "remove_from: the size of the set is 0, expected 20");
}
TEST(PlantedBugs, CopiesWithTheirOldTotal) {
  ExpectFound(FailuresOfRanges(TunableProtocol{}.Skip(Step::kCloneCopiesTotal)),
              "clone: I8, I23: the ranges hold 15 bytes, their total says 0");
}
TEST(PlantedBugs, RemovalsThatAreNotCounted) {
  ExpectFound(FailuresOfRanges(TunableProtocol{}.Skip(Step::kRemoveLastKeepsTotal)),
              "remove_last: I8, I23: the ranges hold 64 bytes, their total says 65");
}

}  // namespace
}  // namespace heddle::tests
