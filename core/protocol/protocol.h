// SPDX-License-Identifier: BSD-3-Clause
//
// The protocol policy: decisions that the design rests on, each named once and asked where it is
// taken. A model turns one off to show what it is for.
//
//   protocol.Holds(Decision)     is this piece of synchronization in place?
//   protocol.Does(Step)          is this step of sequential logic in place?
//   protocol.Order(Access)       the memory order of this access
//   protocol.Repairs(Repair)     is this done otherwise than as it shipped?

#ifndef HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
#define HEDDLE_CORE_PROTOCOL_PROTOCOL_H_

#include <concepts>
#include <cstdint>

#include "core/protocol/repair.h"
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
  // Reserve, Unreserve and StartGeneration take the scavenger lock (5.7).
  kReservesUnderScavengerLock,
  kUnreservesUnderScavengerLock,
  kStartsGenerationUnderScavengerLock,
  // Whoever starts a generation holds the heap lock (5.7).
  kStartsGenerationUnderHeapLock,
  // A forced pass reads its generation under the scavenger lock (6.5).
  kReadsGenerationUnderScavengerLock,
  // An allocation takes its pages in the section that has searched for them (3.6, 9.1). That they
  // are still free in a later one does not make them the lowest.
  kAllocatesWhereItSearched,
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
  // Released bytes are counted before anybody can allocate the pages (5.8, 7d).
  kCountsBeforeFreeingBack,
  // In R4, what a growth is made up for with is released after the heap lock is given back (6.3).
  kGrowthScavengedWithoutHeapLock,
  // Pages are allocated while their memory is being released, and freed afterwards (5.8, 7a, 7e).
  kMarkAllocatedWhileReleasing,
  // A candidate of the lock-free search is searched for again under the heap lock (5.8, 6).
  kVerifyUnderHeapLock,
  // The low watermark is lowered under the scavenger lock (5.8, 7c).
  kWatermarkUnderScavengerLock,
  // The scavenger lock is given back before the heap lock is taken again (5.8, 7c to 7e; I38).
  kScavengerLockDroppedBeforeHeapLock,
  // The heap lock is kept from the growth of the heap to the allocation that it was for (6.3, I43).
  kHeapLockKeptAfterGrowth,
  // The background scavenger decides to park and says that it is parked in one section (6.7).
  kParksInOneSection,
  // Who wakes the background scavenger takes the request to do so, instead of just clearing it
  // (6.7).
  kWakeTakesRequest,
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
  // A reservation is extended down to the first byte of a chunk, and that is taken out (5.5).
  kReserveWholeChunks,
  // What a scavenge has not searched is given back (5.5), and once.
  kGiveBackRest,
  kGiveBackOnce,
  // An allocation counts the scavenged pages of its run, and clears their bits (3.7).
  kCountBeforeClearingScavengedBits,
  kAllocClearsScavengedBits,
  // Allocating and freeing bring the summaries up to date (3.5, I1).
  kAllocUpdatesSummaries,
  kFreeUpdatesSummaries,
  // A heap that has grown for an allocation allocates (6.3, step 3).
  kAllocatesAfterGrowth,
  // Scavenged pages are made usable before they are handed out (6.3, step 6).
  kUseScavengedPages,
  // Released pages get their scavenged bits (5.8, 7f).
  kSetScavengedBits,
  // Released bytes are added to heap_released (5.8, 7d).
  kCountReleasedBytes,
  kLast = kCountReleasedBytes,
};

// Accesses whose memory order matters to someone. The partner of each is named beside its use.
enum class Access : std::uint8_t {
  kPublishChunkBlock,  // store of a chunk-table pointer (9.4)
  kFindChunkBlock,     // load of it without the heap lock
  kPeekPageBits,       // load of a bitmap word by the optimistic search
  kPeekLeafSummary,    // load of a leaf summary by the optimistic search
  kScavengeIndex,      // what the scavenge index does not order on its own
  kReleasedCounter,    // of the scavenger's count of a generation's released bytes (R4)
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
concept ProtocolPolicy =
    requires(const P& protocol, Decision decision, Step step, Access access, Repair repair) {
      { protocol.Holds(decision) } -> std::same_as<bool>;
      { protocol.Does(step) } -> std::same_as<bool>;
      { protocol.Order(access) } -> std::same_as<MemoryOrder>;
      { protocol.Repairs(repair) } -> std::same_as<bool>;
    };

// The design as it ships: every answer is a constant, so shipped code holds no trace of the switch.
struct ShippedProtocol {
  static constexpr bool Holds(Decision /*decision*/) { return true; }
  static constexpr bool Does(Step /*step*/) { return true; }
  static constexpr MemoryOrder Order(Access access) { return ShippedOrder(access); }
  static constexpr bool Repairs(Repair /*repair*/) { return false; }
};

static_assert(ProtocolPolicy<ShippedProtocol>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_PROTOCOL_H_
