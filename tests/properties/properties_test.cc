// SPDX-License-Identifier: BSD-3-Clause
//
// Random programs on every geometry: the allocator and the scavenger do what the naive heap does,
// and the invariants hold after every operation.

#include <gtest/gtest.h>

#include "core/protocol/protocol.h"
#include "tests/properties/check_programs.h"
#include "tests/properties/places.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::tests {
namespace {

class Properties : public FailureTest {
 protected:
  template <class PlaceT>
  void ExpectToHold(const std::string& name);
};

template <class PlaceT>
void Properties::ExpectToHold(const std::string& name) {
  Reached reached;
  const Verdict verdict = CheckPrograms("properties/" + name, [&](const Program& program) {
    RunProgram<PlaceT>(program, core::ShippedProtocol{}, &reached);
  });
  EXPECT_TRUE(verdict.holds) << verdict.text;

  // A property of programs that do nothing would hold as well.
  const auto expect_reached = [&](const char* what, std::uint64_t times) {
    if (verdict.programs >= 400) {
      EXPECT_GE(times, 10U) << "few programs have " << what;
    }
    RecordProperty(what, std::to_string(times));
  };
  expect_reached("allocations", reached.allocations);
  expect_reached("allocations_across_chunks", reached.allocations_across_chunks);
  expect_reached("allocations_without_room", reached.allocations_without_room);
  expect_reached("aligned_allocations_trimmed", reached.aligned_allocations_trimmed);
  expect_reached("caches_filled", reached.caches_filled);
  expect_reached("caches_flushed", reached.caches_flushed);
  expect_reached("generations_from_a_watermark", reached.generations_from_a_watermark);
  expect_reached("reservations", reached.reservations);
  expect_reached("reservations_of_two_generations", reached.reservations_of_two_generations);
  expect_reached("reservations_returned", reached.reservations_returned);
  expect_reached("reservations_dropped", reached.reservations_dropped);
  expect_reached("releases", reached.releases);
  expect_reached("releases_refused", reached.releases_refused);
  expect_reached("releases_of_more_than_asked", reached.releases_of_more_than_asked);
  expect_reached("releases_of_a_stale_reservation", reached.releases_of_a_stale_reservation);
  expect_reached("scavenges_that_fell_short", reached.scavenges_that_fell_short);
}

TEST_F(Properties, HoldWithChunksOfOneWord) { ExpectToHold<OneWord>("OneWord"); }
TEST_F(Properties, HoldWithReservationsOfHalfTheHeap) { ExpectToHold<TwoShards>("TwoShards"); }
TEST_F(Properties, HoldWithThreeLevels) { ExpectToHold<ThreeLevels>("ThreeLevels"); }
TEST_F(Properties, HoldWithSmallPages) { ExpectToHold<SmallPages>("SmallPages"); }
TEST_F(Properties, HoldInTheProductionGeometry) { ExpectToHold<Production>("Production"); }

}  // namespace
}  // namespace heddle::tests
