// SPDX-License-Identifier: BSD-3-Clause
//
// The protocol policy: decisions that the design rests on, each named once and asked where it is
// taken. A model turns one off to show what it is for.
//
//   protocol.Holds(Decision)     is this piece of synchronization in place?
//   protocol.Does(Step)          is this step of sequential logic in place?
//   protocol.Chooses(Choice)     is this done the way that ships, where another would do?
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
  kReadsAndResetsHighWatermarkInOneSection,
  kCountsGenerationInOneStep,
  kReservesUnderScavengerLock,
  kUnreservesUnderScavengerLock,
  kStartsGenerationUnderScavengerLock,
  kStartsGenerationUnderHeapLock,
  kHeapLockBeforeScavengerLock,
  kReadsGenerationUnderScavengerLock,
  kScavengesUnderHeapLock,
  kKeepsCallersHeapLock,
  kForcesPassInOneSection,
  kAllocatesWhereItSearched,
  kLooksAtCursorUnderHeapLock,
  kClaimsUnderHeapLock,
  kClaimsWhereItSearched,
  kEndsPassUnderHeapLock,
  kClaimsBeforeReleasing,
  kHeapLockDroppedBeforeRelease,
  kHeapLockKeptWhileReleasing,
  kReleasesBeforeFreeingBack,
  kFreesBackUnderHeapLock,
  kFreesAndMarksInOneSection,
  kMarksUnderHeapLock,
  kCountsBeforeFreeingBack,
  kCountsReleasedInOneStep,
  kMovesPairedCountersInOneStep,
  kGrowthScavengedWithoutHeapLock,
  kMarkAllocatedWhileReleasing,
  kLooksForBitmaps,
  kVerifyUnderHeapLock,
  kWatermarkUnderScavengerLock,
  kScavengerLockDroppedBeforeHeapLock,
  kHeapLockKeptAfterGrowth,
  kUpdatesSummariesUnderHeapLock,
  kAllocatesUnderHeapLock,
  kFreesUnderHeapLock,
  kFillsCachesUnderHeapLock,
  kFlushesCachesUnderHeapLock,
  kEntersSpansWhenReady,
  kRemovesSpansBeforeFreeing,
  kRaisesUsedMarkInOneStep,
  kParksInOneSection,
  kParksUnderLock,
  kWakesUnderLock,
  kWakesIfParked,
  kWakeTakesRequest,
  kMarksBitsBeforeStart,
  kEveryMarkCounts,
  kFindYieldsToMarks,
  kLast = kFindYieldsToMarks,
};

// Sequential logic. Without one of these, a single thread is enough to go wrong, if an oracle
// looks.
enum class Step : std::uint8_t {
  kNumberGenerations,
  kSetsShare,
  kStartsAtHigherWatermark,
  kResetsLowWatermark,
  kResetsHighWatermark,
  kResetsGenerationCount,
  kResetsCursor,
  kStopsBelowHeap,
  kCursorStopsAtPages,
  kRemoveLastKeepsTotal,
  kCloneCopiesTotal,
  kCutKeepsLowerPart,
  kReservesFromChunkBase,
  kReserveWholeChunks,
  kGiveBackRest,
  kGiveBackOnce,
  kLowersLowWatermark,
  kLowWatermarkOnlyFalls,
  kFreeRaisesHighWatermark,
  kReleasedLeaveHighWatermark,
  kFreeLowersSearch,
  kFlushLowersSearch,
  kGrowLowersSearch,
  kGrowMarksScavenged,
  kClaimsInBitmaps,
  kFreesClaimsBack,
  kMarksAfterFreeing,
  kCountBeforeClearingScavengedBits,
  kAllocClearsScavengedBits,
  kAllocUpdatesSummaries,
  kFreeUpdatesSummaries,
  kUpdatesInnerSummaries,
  kCacheAllocClearsScavengedBits,
  kFlushRestoresScavengedBits,
  kAllocatesAfterGrowth,
  kUseScavengedPages,
  kSetScavengedBits,
  kCountReleasedBytes,
  kMovesPairedCounters,
  kCountsGrowth,
  kCountsUse,
  kAsksWhetherReleased,
  kAsksWhetherUsable,
  kAsksWhetherMapped,
  kRefusedRaiseHighWatermark,
  kSkipsRefused,
  kLooksAtSummaryFirst,
  kScavengesGrowth,
  kExpectsGrowthToBeUsed,
  kStopsAtGoal,
  kGoesOnUntilGoal,
  kLast = kGoesOnUntilGoal,
};

// What the design does in one of several ways, any of which would do: no model may tell.
enum class Choice : std::uint8_t {
  // Of a reservation, only what has not been searched is given back (5.8).
  kGivesBackRestAlone,
  // A search goes on below the pages that it has released, not at their end (5.8, 7).
  kGoesOnBelowReleased,
  // A search that was fooled by a stale word leaves the chunk out instead of looking again (5.8,
  // 6).
  kPassesWhereFooled,
  // A search of R1 or R2 leaves the cursor where it has come to, so that the next one does not
  // begin at the top again (5.2, 7 to 9).
  kCursorFollowsSearch,
  // The bitmaps of a new block are published before they say that its pages are scavenged (9.4).
  kPublishesBlockUnmarked,
  // The search without a lock looks at a chunk's bits before it takes the lock for it (5.8, 5).
  kPeeksAtBits,
  // A new generation reads the low watermark and resets it in one section (5.7).
  kTakesLowWatermarkInOneSection,
  // An allocation that has found the lowest free page raises the search address to it (3.6, 3.8).
  kRaisesSearch,
  kLast = kRaisesSearch,
};

// Accesses whose memory order matters to someone. The partner of each is named beside its use.
enum class Access : std::uint8_t {
  kPublishChunkBlock,
  kFindChunkBlock,
  kPeekPageBits,
  kPeekLeafSummary,
  kPeekStart,
  kScavengeIndex,
  kRaiseIndexStart,
  kLoadIndexStart,
  kReleasedCounter,
  kRequestWake,
  kTakeWakeRequest,
  kPublishArena,
  kFindArena,
  kEnterSpan,
  kFindSpan,
  kLast = kFindSpan,
};

// The orders of the design as shipped. Page bits and leaf summaries are hints that are verified
// under the lock, so relaxed is enough (9.3); a chunk block must be seen whole (9.4). What orders
// the bits of the index is its start, which is stored after them. The count is for a trace line.
constexpr MemoryOrder ShippedOrder(Access access) {
  switch (access) {
    case Access::kPublishChunkBlock:
    case Access::kRaiseIndexStart:
    case Access::kRequestWake:
    case Access::kPublishArena:
    case Access::kEnterSpan:
      return MemoryOrder::kRelease;
    case Access::kFindChunkBlock:
    case Access::kLoadIndexStart:
    case Access::kTakeWakeRequest:
    case Access::kFindArena:
    case Access::kFindSpan:
      return MemoryOrder::kAcquire;
    case Access::kPeekPageBits:
    case Access::kPeekLeafSummary:
    case Access::kPeekStart:
    case Access::kScavengeIndex:
    case Access::kReleasedCounter:
      return MemoryOrder::kRelaxed;
  }
  return MemoryOrder::kSequentiallyConsistent;
}

template <class P>
concept ProtocolPolicy = requires(const P& protocol, Decision decision, Step step, Choice choice,
                                  Access access, Repair repair, const std::source_location& where) {
  { protocol.Holds(decision) } -> std::same_as<bool>;
  { protocol.Holds(decision, where) } -> std::same_as<bool>;  // from a function that is told
  { protocol.Does(step) } -> std::same_as<bool>;
  { protocol.Chooses(choice) } -> std::same_as<bool>;
  { protocol.Order(access) } -> std::same_as<MemoryOrder>;
  { protocol.Order(access, where) } -> std::same_as<MemoryOrder>;
  { protocol.Repairs(repair) } -> std::same_as<bool>;
};

// The design as it ships: every answer is a constant, so shipped code holds no trace of the switch.
struct ShippedProtocol {
  static constexpr bool Holds(Decision /*decision*/) { return true; }
  static constexpr bool Holds(Decision /*decision*/, const std::source_location& /*where*/) {
    return true;
  }
  static constexpr bool Does(Step /*step*/) { return true; }
  static constexpr bool Chooses(Choice /*choice*/) { return true; }
  static constexpr MemoryOrder Order(Access access) { return ShippedOrder(access); }
  static constexpr MemoryOrder Order(Access access, const std::source_location& /*where*/) {
    return ShippedOrder(access);
  }
  static constexpr bool Repairs(Repair /*repair*/) { return false; }
};

static_assert(ProtocolPolicy<ShippedProtocol>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
