// SPDX-License-Identifier: BSD-3-Clause
//
// The protocol policy: decisions that the design rests on, each named once and asked where it is
// taken. A model turns one off to show what it is for.
//
//   protocol.Holds(Decision)     is this piece of synchronization in place?
//   protocol.Does(Step)          is this step of sequential logic in place?
//   protocol.Chooses(Choice)     is this done the way that ships, where another would do?
//   protocol.Order(Access)       the memory order of this access

#ifndef HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
#define HEDDLE_CORE_PROTOCOL_PROTOCOL_H_

#include <concepts>
#include <cstdint>

#include "core/sync/memory_order.h"

namespace heddle::core {

// Synchronization. Without any one of these, some interleaving breaks the design.
enum class Decision : std::uint8_t {
  // Unreserve drops a reservation of an older generation (spec 5.5, 5.7, I24).
  kUnreserveChecksGeneration,
  // It compares and adds in one section, so that no generation begins in between.
  kComparesAndAddsInOneSection,
  // The number of a generation does not come again while a reservation of it may be out (I24).
  kManyGenerations,
  // A reservation's generation is read in the section that takes the range out.
  kReservesOfKnownGeneration,
  // What is reserved is taken out in one section, the rest of its lowest chunk included (I20).
  kReservesInOneSection,
  // A generation's address space and its number change in one section.
  kBeginsGenerationInOneSection,
  // The heap's ranges are copied under the lock that guards the copy.
  kClonesHeapUnderGuard,
  // The high watermark is read and reset in one section, so that no free is forgotten (5.5, I27).
  kReadsAndResetsHighWatermarkInOneSection,
  // What the background scavenger has released is added to its count in one step (5.4).
  kCountsGenerationInOneStep,
  // Reserve, Unreserve and StartGeneration take the scavenger lock (5.7).
  kReservesUnderScavengerLock,
  kUnreservesUnderScavengerLock,
  kStartsGenerationUnderScavengerLock,
  // Whoever starts a generation holds the heap lock (5.7).
  kStartsGenerationUnderHeapLock,
  // A generation takes the scavenger lock when it has the heap lock, not the other way round (I38).
  kHeapLockBeforeScavengerLock,
  // A forced pass reads its generation under the scavenger lock (6.5).
  kReadsGenerationUnderScavengerLock,
  // Pages are searched for at the limit, and claimed, under the heap lock (5.8, 2 to 7a).
  kClaimsUnderHeapLock,
  // Pages are claimed in the section that has searched for them (5.8, 6 and 7a).
  kClaimsWhereItSearched,
  // They are claimed before their memory is released (5.8, 7a before 7d).
  kClaimsBeforeReleasing,
  // The heap lock is not held while memory is released (5.8, 7b; I39).
  kHeapLockDroppedBeforeRelease,
  // Memory is released before its pages are free again (5.8, 7d before 7e).
  kReleasesBeforeFreeingBack,
  // Released pages are freed, and marked scavenged, under the heap lock, in one section (7e, 7f;
  // I42).
  kFreesBackUnderHeapLock,
  kFreesAndMarksInOneSection,
  // Released pages are not marked scavenged before the heap lock is taken again (7e, 7f).
  kMarksUnderHeapLock,
  // Released bytes are counted before anybody can allocate the pages (5.8, 7d).
  kCountsBeforeFreeingBack,
  // Released bytes are added to heap_released in one step (9.2).
  kCountsReleasedInOneStep,
  // In R4, what a growth is made up for with is released after the heap lock is given back (6.3).
  kGrowthScavengedWithoutHeapLock,
  // Pages are allocated while their memory is being released, and freed afterwards (5.8, 7a, 7e).
  kMarkAllocatedWhileReleasing,
  // The search without the lock asks whether a chunk's bitmaps are there (9.4).
  kLooksForBitmaps,
  // A candidate of the lock-free search is searched for again under the heap lock (5.8, 6).
  kVerifyUnderHeapLock,
  // The low watermark is lowered under the scavenger lock (5.8, 7c).
  kWatermarkUnderScavengerLock,
  // The scavenger lock is given back before the heap lock is taken again (5.8, 7c to 7e; I38).
  kScavengerLockDroppedBeforeHeapLock,
  // The heap lock is kept from the growth of the heap to the allocation that it was for (6.3, I43).
  kHeapLockKeptAfterGrowth,
  // An allocation brings the summaries up to date before it gives the heap lock back (3.5, I1).
  kUpdatesSummariesUnderHeapLock,
  // Spans are allocated under the heap lock (6.3).
  kAllocatesUnderHeapLock,
  // Spans are freed under the heap lock (6.4).
  kFreesUnderHeapLock,
  // Page caches are filled under the heap lock (7.2).
  kFillsCachesUnderHeapLock,
  // Page caches are flushed under the heap lock (7.3).
  kFlushesCachesUnderHeapLock,
  // A span is entered in the table when its memory is ready (6.3, step 6).
  kEntersSpansWhenReady,
  // A span is taken out of the table before its pages are free (6.4).
  kRemovesSpansBeforeFreeing,
  // The mark below which an arena may have been used rises in one step (6.3, 9.2).
  kRaisesUsedMarkInOneStep,
  // The background scavenger decides to park and says that it is parked in one section (6.7).
  kParksInOneSection,
  // The background scavenger decides to park under its lock (6.7).
  kParksUnderLock,
  // The background scavenger is woken under its lock (6.7).
  kWakesUnderLock,
  // Who wakes the background scavenger takes the request to do so, instead of just clearing it
  // (6.7).
  kWakeTakesRequest,
  // A mark sets its bits in the scavenge index before it raises the start (appendix B).
  kMarksBitsBeforeStart,
  // A mark changes the scavenge index's start even if that is high enough already (appendix B).
  kEveryMarkCounts,
  // A find lowers the scavenge index's start only if no mark has come since it looked.
  kFindYieldsToMarks,
  kLast = kFindYieldsToMarks,
};

// Sequential logic. Without one of these, a single thread is enough to go wrong, if an oracle
// looks.
enum class Step : std::uint8_t {
  // A new generation has another number (5.5).
  kNumberGenerations,
  // A new generation takes a reservation's share from the size that the heap has now (5.5, I29).
  kSetsShare,
  // A new generation starts from the higher one of the low and the high watermark (5.5, I28).
  kStartsAtHigherWatermark,
  // A new generation resets the low watermark, for what is released in it (5.5, I26).
  kResetsLowWatermark,
  // A new generation resets the high watermark, for what is freed from now on (5.5, I27).
  kResetsHighWatermark,
  // A new generation counts what the background scavenger releases from zero (5.5).
  kResetsGenerationCount,
  // What is taken from the end of a set of ranges is taken off its total (4.2, I23).
  kRemoveLastKeepsTotal,
  // A copy of a set of ranges has the total of the original (4.2, I23).
  kCloneCopiesTotal,
  // A range that is cut keeps the part below the cut (4.2).
  kCutKeepsLowerPart,
  // A reservation begins with the first byte of a chunk (I22).
  kReservesFromChunkBase,
  // A reservation is extended down to the first byte of a chunk, and that is taken out (5.5).
  kReserveWholeChunks,
  // What a scavenge has not searched is given back (5.5), and once.
  kGiveBackRest,
  kGiveBackOnce,
  // A release lowers the low watermark to its page (5.8, 7c; I26).
  kLowersLowWatermark,
  // A release leaves a low watermark alone that is lower than its page (5.8, 7c; I26).
  kLowWatermarkOnlyFalls,
  // A page that is freed with its memory raises the high watermark (3.6, I27).
  kFreeRaisesHighWatermark,
  // A page that is freed as a released one leaves the high watermark alone (3.6, I27).
  kReleasedLeaveHighWatermark,
  // Freeing a page lowers the search address (3.6, I6).
  kFreeLowersSearch,
  // Flushing a page cache lowers the search address (7.3, I6).
  kFlushLowersSearch,
  // Growing the heap lowers the search address (3.4, I6).
  kGrowLowersSearch,
  // What the heap grows by is marked scavenged (3.4).
  kGrowMarksScavenged,
  // Claimed pages are used in the bitmaps, not in the summaries alone (5.8, 7a).
  kClaimsInBitmaps,
  // Claimed pages are freed again (5.8, 7e).
  kFreesClaimsBack,
  // Claimed pages are marked scavenged when they are free again, not before (5.8, 7f; I9).
  kMarksAfterFreeing,
  // An allocation counts the scavenged pages of its run, and clears their bits (3.7).
  kCountBeforeClearingScavengedBits,
  kAllocClearsScavengedBits,
  // Allocating and freeing bring the summaries up to date (3.5, I1).
  kAllocUpdatesSummaries,
  kFreeUpdatesSummaries,
  // A leaf that changes changes the summaries above it (3.5, I2).
  kUpdatesInnerSummaries,
  // An allocation from a page cache clears the scavenged bits of its pages there (7.1).
  kCacheAllocClearsScavengedBits,
  // Flushing a cache gives its scavenged bits back to the heap (7.3).
  kFlushRestoresScavengedBits,
  // Scavenged pages are made usable before they are handed out (6.3, step 6).
  kUseScavengedPages,
  // Released pages get their scavenged bits (5.8, 7f).
  kSetScavengedBits,
  // Released bytes are added to heap_released (5.8, 7d).
  kCountReleasedBytes,
  // Released bytes move from committed to released in the paired counters, too (I15, I16).
  kMovesPairedCounters,
  // What the heap grows by is counted (6.2; I17).
  kCountsGrowth,
  // What is made ready for an allocation is taken off heap_released (6.3, step 6; I14).
  kCountsUse,
  // Memory that the system refuses to take is not counted and marked as released (5.8, 7d).
  kAsksWhetherReleased,
  // Pages that the system refuses to take raise the high watermark when they are freed (5.8, 7e).
  kRefusedRaiseHighWatermark,
  // A search goes on below the word of pages that the system refuses to take (2.7).
  kSkipsRefused,
  kLast = kSkipsRefused,
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
  // The bitmaps of a new block are published before they say that its pages are scavenged (9.4).
  kPublishesBlockUnmarked,
  kLast = kPublishesBlockUnmarked,
};

// Accesses whose memory order matters to someone. The partner of each is named beside its use.
enum class Access : std::uint8_t {
  kPublishChunkBlock,  // store of a chunk-table pointer (9.4)
  kFindChunkBlock,     // load of it without the heap lock
  kPeekPageBits,       // load of a bitmap word by the optimistic search
  kPeekLeafSummary,    // load of a leaf summary by the optimistic search
  kScavengeIndex,      // what the scavenge index does not order on its own
  kRaiseIndexStart,    // store of the scavenge index's start by a mark
  kLoadIndexStart,     // load of it by a search
  kReleasedCounter,    // of the scavenger's count of a generation's released bytes (R4)
  kRequestWake,        // store of a request to wake the background scavenger (6.7)
  kTakeWakeRequest,    // exchange that takes it, by who wakes the scavenger
  kPublishArena,       // store of the pointer to an arena's record
  kFindArena,          // load of it by who has or looks for a span
  kEnterSpan,          // store of a span's entry by its owner
  kFindSpan,           // load of it by anyone
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
    case Access::kScavengeIndex:
    case Access::kReleasedCounter:
      return MemoryOrder::kRelaxed;
  }
  return MemoryOrder::kSequentiallyConsistent;
}

template <class P>
concept ProtocolPolicy =
    requires(const P& protocol, Decision decision, Step step, Choice choice, Access access) {
      { protocol.Holds(decision) } -> std::same_as<bool>;
      { protocol.Does(step) } -> std::same_as<bool>;
      { protocol.Chooses(choice) } -> std::same_as<bool>;
      { protocol.Order(access) } -> std::same_as<MemoryOrder>;
    };

// The design as it ships: every answer is a constant, so shipped code holds no trace of the switch.
struct ShippedProtocol {
  static constexpr bool Holds(Decision /*decision*/) { return true; }
  static constexpr bool Does(Step /*step*/) { return true; }
  static constexpr bool Chooses(Choice /*choice*/) { return true; }
  static constexpr MemoryOrder Order(Access access) { return ShippedOrder(access); }
};

static_assert(ProtocolPolicy<ShippedProtocol>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
