// SPDX-License-Identifier: BSD-3-Clause

#include "models/oracles/reservation_ledger.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/protocol/tunable_protocol.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::models::reservation_ledger_test {
namespace {

using core::AddressRange;
using core::Decision;
using core::FailureKind;
using core::Offset;
using core::TunableProtocol;
using core::UnreserveOutcome;
using tests::ExpectFailure;
using tests::SmallGeometry;
using Ledger = ReservationLedger<SmallGeometry, 8, 8>;
constexpr auto kInvariant = FailureKind::kInvariant;
constexpr std::uint64_t kChunk = SmallGeometry::kChunkBytes;

constexpr AddressRange Chunks(core::ChunkIndex first, core::ChunkIndex limit) {
  return {SmallGeometry::ChunkBase(first), SmallGeometry::ChunkBase(limit)};
}

// What the scavenger would show the ledger.
struct Set {
  std::vector<AddressRange> ranges;

  std::size_t Count() const { return ranges.size(); }
  AddressRange At(std::size_t i) const { return ranges[i]; }
  std::uint64_t TotalBytes() const {
    std::uint64_t bytes = 0;
    for (const AddressRange& range : ranges) {
      bytes += range.Size();
    }
    return bytes;
  }
};

// A heap of chunks 1 to 3 and 6 to 9, all of it to be searched, in generation 1.
class LedgerTest : public testing::Test {
 protected:
  LedgerTest() { ledger_.GenerationStarted(1, SmallGeometry::kMaxOffset, heap_, heap_); }

  template <class Action, class... Parts>
  void ExpectBroken(Action action, const Parts&... parts) {
    ExpectFailure(kInvariant, action, parts...);
  }

  Set heap_{{Chunks(1, 4), Chunks(6, 10)}};
  Ledger ledger_;
};

TEST_F(LedgerTest, BeginsInAnyGeneration) {
  Ledger ledger;
  ledger.Begin(7, Set{{Chunks(1, 4)}}, 3 * kChunk);
  ledger.CheckLeft(Set{{Chunks(1, 4)}});
  ledger.CheckShare(3 * kChunk);
  ExpectBroken([&] { ledger.CheckLeft(heap_); }, "I21:");
  ExpectBroken([&] { ledger.GenerationStarted(9, SmallGeometry::kMaxOffset, heap_, heap_); },
               "I24: generation 9 follows generation 7");
  ledger.GenerationStarted(8, SmallGeometry::kMaxOffset, heap_, heap_);
  ledger.Reserved(Chunks(6, 10), 8);
}

TEST_F(LedgerTest, FollowsAnOrderlyHistory) {
  ledger_.CheckShare(7 * kChunk);
  ledger_.CheckLeft(heap_);
  ledger_.Reserved(Chunks(6, 10), 1);
  ledger_.CheckLeft(Set{{Chunks(1, 4)}});
  ledger_.Reserved(Chunks(1, 4), 1);
  ledger_.CheckLeft(Set{});
  ledger_.Unreserved({Chunks(6, 10).base, {Chunks(6, 10).limit - 3 * 8192}}, 1,
                     UnreserveOutcome::kReturned);
  ledger_.GenerationStarted(2, SmallGeometry::ChunkBase(7), heap_,
                            Set{{Chunks(1, 4), Chunks(6, 7)}});
  ledger_.Unreserved(Chunks(1, 4), 1, UnreserveOutcome::kDropped);
  ledger_.CheckLeft(Set{{Chunks(1, 4), Chunks(6, 7)}});
  EXPECT_EQ(ledger_.generation(), 2U);
}

TEST_F(LedgerTest, WrapsWithTheGenerations) {
  Ledger ledger;
  std::uint32_t generation = 0;
  for (int i = 0; i < 3; ++i) {
    ledger.GenerationStarted(++generation, SmallGeometry::kMaxOffset, heap_, heap_);
  }
  EXPECT_EQ(ledger.generation(), 3U);
}

TEST_F(LedgerTest, I20AChunkIsReservedOnce) {
  ledger_.Reserved(Chunks(8, 10), 1);
  ExpectBroken([&] { ledger_.Reserved(Chunks(7, 9), 1); },
               "I20: [0x380000, 0x480000) shares a chunk with the reservation "
               "[0x400000, 0x500000) of the same generation 1");
}

TEST_F(LedgerTest, I20AChunkIsNotSharedWithWhatIsLeft) {
  ExpectBroken([&] { ledger_.Reserved({Chunks(8, 9).base, Chunks(8, 9).base + 8192}, 1); },
               "I20:", "[0x400000, 0x402000) shares a chunk with [0x402000, 0x500000)");
}

TEST_F(LedgerTest, I20WhatIsLeftIsNotReserved) {
  ledger_.Reserved(Chunks(8, 10), 1);
  ExpectBroken([&] { ledger_.CheckLeft(heap_); },
               "I20: [0x300000, 0x500000) shares a chunk with the reservation "
               "[0x400000, 0x500000)");
}

TEST_F(LedgerTest, I21ReservationsAreInTheStartSet) {
  ledger_.GenerationStarted(2, SmallGeometry::ChunkBase(8), heap_,
                            Set{{Chunks(1, 4), Chunks(6, 8)}});
  ExpectBroken([&] { ledger_.Reserved(Chunks(8, 10), 2); },
               "I21: [0x400000, 0x500000) is not in the start set of generation 2");
  ExpectBroken([&] { ledger_.CheckLeft(Set{{Chunks(1, 4), Chunks(6, 9)}}); },
               "I21: [0x300000, 0x480000) is not in the start set");
}

TEST_F(LedgerTest, I22ReservationsBeginWithAChunk) {
  const AddressRange odd{Chunks(8, 9).base + 8192, Chunks(8, 9).limit};
  const char* const text =
      "I22: [0x402000, 0x480000) does not begin with the first byte of a chunk";
  ExpectBroken([&] { ledger_.Reserved(odd, 1); }, text);
  ExpectBroken([&] { ledger_.Unreserved(odd, 1, UnreserveOutcome::kReturned); }, text);
  ExpectBroken([&] { ledger_.CheckLeft(Set{{odd}}); }, text);
}

TEST_F(LedgerTest, I23WhatIsLeftIsAProperSet) {
  ExpectBroken([&] { ledger_.CheckLeft(Set{{Chunks(6, 10), Chunks(1, 4)}}); },
               "I23:", "without a gap");
}

TEST_F(LedgerTest, I24GenerationsFollowEachOther) {
  for (const core::Generation next : {1U, 3U, 0U}) {
    ExpectBroken([&] { ledger_.GenerationStarted(next, SmallGeometry::kMaxOffset, heap_, heap_); },
                 "follows generation 1");
  }
}

TEST_F(LedgerTest, I24ReservationsAreOfTheCurrentGeneration) {
  ExpectBroken([&] { ledger_.Reserved(Chunks(8, 10), 0); },
               "I24: [0x400000, 0x500000) is reserved in generation 0, the current one is 1");
}

TEST_F(LedgerTest, I24WhatIsStaleIsDropped) {
  ledger_.Reserved(Chunks(8, 10), 1);
  ledger_.GenerationStarted(2, SmallGeometry::kMaxOffset, heap_, heap_);
  ExpectBroken([&] { ledger_.Unreserved(Chunks(8, 10), 1, UnreserveOutcome::kReturned); },
               "I24: [0x400000, 0x500000), reserved in generation 1, is returned in generation 2");
}

TEST_F(LedgerTest, I24WhatIsCurrentIsReturned) {
  ledger_.Reserved(Chunks(8, 10), 1);
  ExpectBroken([&] { ledger_.Unreserved(Chunks(8, 10), 1, UnreserveOutcome::kDropped); },
               "I24: [0x400000, 0x500000), reserved in generation 1, is dropped in generation 1");
}

TEST_F(LedgerTest, I24WhatComesBackWasReserved) {
  ExpectBroken([&] { ledger_.Unreserved(Chunks(8, 10), 1, UnreserveOutcome::kReturned); },
               "I24: [0x400000, 0x500000) comes back, but nothing is reserved there");
}

TEST_F(LedgerTest, I24WhatComesBackComesBackOnce) {
  ledger_.Reserved(Chunks(8, 10), 1);
  ledger_.Unreserved(Chunks(8, 10), 1, UnreserveOutcome::kReturned);
  ExpectBroken([&] { ledger_.Unreserved(Chunks(8, 10), 1, UnreserveOutcome::kReturned); },
               "I24: [0x400000, 0x500000) comes back, but nothing is reserved there");
}

TEST_F(LedgerTest, I25WhatComesBackIsNotMore) {
  ledger_.Reserved(Chunks(8, 9), 1);
  ExpectBroken([&] { ledger_.Unreserved(Chunks(8, 10), 1, UnreserveOutcome::kReturned); },
               "I25: [0x400000, 0x500000) comes back, but only [0x400000, 0x480000)");
}

TEST_F(LedgerTest, I25ALimitMayGrowWithinItsChunk) {
  const Offset cut = SmallGeometry::PageOffset(8, 5) - 1;
  ledger_.GenerationStarted(2, cut, heap_, Set{{Chunks(1, 4), {Chunks(6, 7).base, cut}}});
  ledger_.Reserved({Chunks(6, 7).base, cut}, 2);
  ledger_.Unreserved({Chunks(6, 7).base, SmallGeometry::PageOffset(8, 40)}, 2,
                     UnreserveOutcome::kReturned);
  ledger_.CheckLeft(Set{{Chunks(1, 4), {Chunks(6, 7).base, SmallGeometry::PageOffset(8, 40)}}});
}

TEST_F(LedgerTest, I25NothingElseIsLostOrGained) {
  ExpectBroken([&] { ledger_.CheckLeft(Set{{Chunks(1, 4)}}); }, "I25: what is left to reserve",
               "[0x80000, 0x200000) [0x300000, 0x500000)");
}

TEST_F(LedgerTest, I28NothingAboveTheStartAddressIsLeft) {
  ExpectBroken([&] { ledger_.GenerationStarted(2, SmallGeometry::ChunkBase(7), heap_, heap_); },
               "I28: what is left to reserve: [0x80000, 0x200000) [0x300000, 0x500000)",
               "the heap below the start address: [0x80000, 0x200000) [0x300000, 0x380000)");
}

TEST_F(LedgerTest, I29TheShareIsThatOfTheHeap) {
  ExpectBroken([&] { ledger_.CheckShare(kChunk); },
               "I29: a reservation's share is 524288 bytes, the heap's size gives 3670016");
}

TEST_F(LedgerTest, I30ReservationsAreLimitedInSize) {
  ReservationLedger<core::Geometry<[] {
    auto parameters = tests::kSmallParameters;
    parameters.reservation_shards = 7;
    return parameters;
  }()>>
      ledger;
  ledger.GenerationStarted(1, SmallGeometry::kMaxOffset, heap_, heap_);
  ledger.CheckShare(kChunk);
  ExpectBroken([&] { ledger.Reserved(Chunks(8, 10), 1); },
               "I30: the reservation [0x400000, 0x500000) has 1048576 bytes, a share is 524288");
  ExpectBroken([&] { ledger.Reserved(Chunks(8, 8), 1); }, "I30:", "has 0 bytes");
}

TEST_F(LedgerTest, I30ReservationsComeFromWhatIsLeft) {
  ledger_.Reserved(Chunks(8, 10), 1);
  ledger_.Unreserved(Chunks(8, 9), 1, UnreserveOutcome::kReturned);
  ExpectBroken([&] { ledger_.Reserved(Chunks(9, 10), 1); },
               "I30: the reservation [0x480000, 0x500000) is not part of one range");
}

TEST_F(LedgerTest, FailsWhenFull) {
  ReservationLedger<SmallGeometry, 1, 8> ledger;
  ledger.GenerationStarted(1, SmallGeometry::kMaxOffset, heap_, heap_);
  ledger.Reserved(Chunks(9, 10), 1);
  ExpectFailure(
      FailureKind::kAssertion, [&] { ledger.Reserved(Chunks(8, 9), 1); },
      "no room for another reservation");
  ReservationLedger<SmallGeometry, 8, 1> small;
  ExpectFailure(
      FailureKind::kAssertion,
      [&] { small.GenerationStarted(1, SmallGeometry::kMaxOffset, heap_, heap_); },
      "no room for another range");
}

TEST_F(LedgerTest, ForgetsStaleReservationsFirst) {
  ReservationLedger<SmallGeometry, 1, 8> ledger;
  ledger.GenerationStarted(1, SmallGeometry::kMaxOffset, heap_, heap_);
  ledger.Reserved(Chunks(9, 10), 1);
  ledger.GenerationStarted(2, SmallGeometry::kMaxOffset, heap_, heap_);
  ledger.Reserved(Chunks(8, 10), 2);
  ledger.Unreserved(Chunks(9, 10), 1, UnreserveOutcome::kDropped);
  ExpectBroken([&] { ledger.Unreserved(Chunks(7, 8), 2, UnreserveOutcome::kReturned); }, "I24:");
}

using Ranges =
    core::AddressRanges<tests::Unchecked, core::NullMemory<tests::Unchecked>, TunableProtocol>;
using Probe = LedgerProbe<SmallGeometry, Ranges>;
using World = tests::World<tests::Unchecked, SmallGeometry, core::NullMemory<tests::Unchecked>,
                           TunableProtocol, Probe>;

// Reserves, starts a generation, and gives back what is stale by then.
void UnreserveLate(const TunableProtocol& protocol) {
  World world(core::PhysicalSizes{}, protocol);
  world.probe.Watch(world.HeapRanges(), world.LeftToReserve());
  world.Grow(2, 3);
  world.StartGeneration();
  const auto reservation = world.scavenger.Reserve();
  world.StartGeneration();
  world.scavenger.Unreserve(reservation);
  world.Check();
}

TEST(LedgerProbe, AcceptsTheDesignAsShipped) { UnreserveLate(TunableProtocol{}); }

TEST(LedgerProbe, CatchesAStaleReservationThatIsReturned) {
  ExpectFailure(
      kInvariant,
      [] { UnreserveLate(TunableProtocol{}.Drop(Decision::kUnreserveChecksGeneration)); },
      "I24: [0x100000, 0x280000), reserved in generation 1, is returned in generation 2");
}

}  // namespace
}  // namespace heddle::models::reservation_ledger_test
