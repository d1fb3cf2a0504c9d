// SPDX-License-Identifier: BSD-3-Clause
//
// The protocol policy: decisions that the design rests on, each named once and asked where it is
// taken. A model turns one off to show what it is for.
//
//   protocol.Holds(Decision)     is this piece of synchronization in place?
//   protocol.Does(Step)          is this step of sequential logic in place?
//   protocol.Order(Access)       the memory order of this access
//   protocol.Repairs(Repair)     is this done otherwise than as it shipped?
//
// Each is told where it is asked, for models that measure that; asking costs shipped code nothing.

#ifndef HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
#define HEDDLE_CORE_PROTOCOL_PROTOCOL_H_

#include <concepts>
#include <cstdint>
#include <source_location>

#include "core/protocol/repair.h"
#include "core/sync/memory_order.h"

namespace heddle::core {

// Synchronization. Without any one of these, some interleaving breaks the design. What each of
// these is, and each of those below, is said in questions.h.
enum class Decision : std::uint8_t {
  kUnreserveChecksGeneration,
  kComparesAndAddsInOneSection,
  kManyGenerations,
  kReservesOfKnownGeneration,
  kReservesInOneSection,
  kBeginsGenerationInOneSection,
  kClonesHeapUnderGuard,
  kReservesUnderScavengerLock,
  kUnreservesUnderScavengerLock,
  kStartsGenerationUnderScavengerLock,
  kStartsGenerationUnderHeapLock,
  kReadsGenerationUnderScavengerLock,
  kAllocatesWhereItSearched,
  kClaimsWhereItSearched,
  kClaimsBeforeReleasing,
  kHeapLockDroppedBeforeRelease,
  kReleasesBeforeFreeingBack,
  kFreesBackUnderHeapLock,
  kFreesAndMarksInOneSection,
  kCountsBeforeFreeingBack,
  kGrowthScavengedWithoutHeapLock,
  kMarkAllocatedWhileReleasing,
  kVerifyUnderHeapLock,
  kWatermarkUnderScavengerLock,
  kScavengerLockDroppedBeforeHeapLock,
  kHeapLockKeptAfterGrowth,
  kParksInOneSection,
  kWakeTakesRequest,
  kEveryMarkCounts,
  kFindYieldsToMarks,
  kLast = kFindYieldsToMarks,
};

// Sequential logic. Without one of these, a single thread is enough to go wrong, if an oracle
// looks.
enum class Step : std::uint8_t {
  kNumberGenerations,
  kReserveWholeChunks,
  kGiveBackRest,
  kGiveBackOnce,
  kCountBeforeClearingScavengedBits,
  kAllocClearsScavengedBits,
  kAllocUpdatesSummaries,
  kFreeUpdatesSummaries,
  kAllocatesAfterGrowth,
  kUseScavengedPages,
  kSetScavengedBits,
  kCountReleasedBytes,
  kLast = kCountReleasedBytes,
};

// Accesses whose memory order matters to someone. The partner of each is named beside its use.
enum class Access : std::uint8_t {
  kPublishChunkBlock,
  kFindChunkBlock,
  kPeekPageBits,
  kPeekLeafSummary,
  kScavengeIndex,
  kReleasedCounter,
  kLast = kReleasedCounter,
};

// The orders of the design as shipped. Page bits and leaf summaries are hints that are verified
// under the lock, so relaxed is enough (9.3); a chunk block must be seen whole (9.4). What orders
// the bits of the index is its start, which is stored after them. The count is for a trace line.
constexpr MemoryOrder ShippedOrder(Access access) {
  switch (access) {
    case Access::kPublishChunkBlock:
      return MemoryOrder::kRelease;
    case Access::kFindChunkBlock:
      return MemoryOrder::kAcquire;
    case Access::kPeekPageBits:
    case Access::kPeekLeafSummary:
    case Access::kScavengeIndex:
    case Access::kReleasedCounter:
      return MemoryOrder::kRelaxed;
  }
  return MemoryOrder::kSequentiallyConsistent;
}

template <class P>
concept ProtocolPolicy = requires(const P& protocol, Decision decision, Step step, Access access,
                                  Repair repair, const std::source_location& where) {
  { protocol.Holds(decision) } -> std::same_as<bool>;
  { protocol.Holds(decision, where) } -> std::same_as<bool>;  // from a function that is told
  { protocol.Does(step) } -> std::same_as<bool>;
  { protocol.Order(access) } -> std::same_as<MemoryOrder>;
  { protocol.Repairs(repair) } -> std::same_as<bool>;
};

// The design as it ships: every answer is a constant, so shipped code holds no trace of the switch.
struct ShippedProtocol {
  static constexpr bool Holds(Decision /*decision*/) { return true; }
  static constexpr bool Holds(Decision /*decision*/, const std::source_location& /*where*/) {
    return true;
  }
  static constexpr bool Does(Step /*step*/) { return true; }
  static constexpr MemoryOrder Order(Access access) { return ShippedOrder(access); }
  static constexpr bool Repairs(Repair /*repair*/) { return false; }
};

static_assert(ProtocolPolicy<ShippedProtocol>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
