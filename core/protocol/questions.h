// SPDX-License-Identifier: BSD-3-Clause
//
// What a protocol may be asked, in words: every decision, step and access once.

#ifndef HEDDLE_CORE_PROTOCOL_QUESTIONS_H_
#define HEDDLE_CORE_PROTOCOL_QUESTIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/protocol/protocol.h"

namespace heddle::core {

inline constexpr std::size_t kDecisionCount = static_cast<std::size_t>(Decision::kLast) + 1;
inline constexpr std::size_t kStepCount = static_cast<std::size_t>(Step::kLast) + 1;
inline constexpr std::size_t kAccessCount = static_cast<std::size_t>(Access::kLast) + 1;
inline constexpr std::size_t kQuestionCount = kDecisionCount + kStepCount + kAccessCount;

// A decision, a step or an access.
class Question {
 public:
  constexpr Question(Decision decision)  // NOLINT(google-explicit-constructor)
      : index_(static_cast<std::uint8_t>(decision)) {}
  constexpr Question(Step step)  // NOLINT(google-explicit-constructor)
      : index_(static_cast<std::uint8_t>(kDecisionCount + static_cast<std::size_t>(step))) {}
  constexpr Question(Access access)  // NOLINT(google-explicit-constructor)
      : index_(static_cast<std::uint8_t>(kDecisionCount + kStepCount +
                                         static_cast<std::size_t>(access))) {}

  // Among all of them: decisions come first, then steps, then accesses.
  constexpr std::size_t index() const { return index_; }

  constexpr bool IsDecision() const { return index_ < kDecisionCount; }
  constexpr bool IsStep() const { return !IsDecision() && index_ < kDecisionCount + kStepCount; }
  constexpr bool IsAccess() const { return index_ >= kDecisionCount + kStepCount; }
  // Only if it is one.
  constexpr Decision decision() const { return static_cast<Decision>(index_); }
  constexpr Step step() const { return static_cast<Step>(index_ - kDecisionCount); }
  constexpr Access access() const {
    return static_cast<Access>(index_ - kDecisionCount - kStepCount);
  }

  friend constexpr bool operator==(const Question&, const Question&) = default;

 private:
  std::uint8_t index_;
};

struct QuestionText {
  Question question;
  std::string_view name;      // as the command line has it: the enumerator's, in small letters
  std::string_view sentence;  // what is so; of an access, what it is
  std::string_view spec;      // sections and invariants of docs/allocator-spec.md, or another page
};

// In the order of their index.
inline constexpr std::array kQuestions = {
    QuestionText{Decision::kUnreserveChecksGeneration, "unreserve-checks-generation",
                 "a reservation of an older generation is dropped when it is given back",
                 "5.5, 5.7, I24"},
    QuestionText{Decision::kComparesAndAddsInOneSection, "compares-and-adds-in-one-section",
                 "a reservation that is given back is compared and added in one section, so that "
                 "no generation begins in between",
                 "5.5, 5.7, I24"},
    QuestionText{Decision::kManyGenerations, "many-generations",
                 "the number of a generation does not come again while a reservation of it may be "
                 "out",
                 "I24"},
    QuestionText{Decision::kReservesOfKnownGeneration, "reserves-of-known-generation",
                 "a reservation's generation is read in the section that takes the range out",
                 "5.5"},
    QuestionText{Decision::kReservesInOneSection, "reserves-in-one-section",
                 "what is reserved is taken out in one section, the rest of its lowest chunk "
                 "included",
                 "5.5, I20"},
    QuestionText{Decision::kBeginsGenerationInOneSection, "begins-generation-in-one-section",
                 "a generation's address space and its number change in one section", "5.5"},
    QuestionText{Decision::kClonesHeapUnderGuard, "clones-heap-under-guard",
                 "the heap's ranges are copied under the lock that guards the copy", "5.5"},
    QuestionText{
        Decision::kReadsAndResetsHighWatermarkInOneSection,
        "reads-and-resets-high-watermark-in-one-section",
        "the high watermark is read and reset in one section, so that no free is forgotten",
        "5.5, I27"},
    QuestionText{Decision::kCountsGenerationInOneStep, "counts-generation-in-one-step",
                 "what the background scavenger has released is added to its count in one step",
                 "5.4"},
    QuestionText{Decision::kReservesUnderScavengerLock, "reserves-under-scavenger-lock",
                 "a reservation is made under the scavenger lock", "5.7"},
    QuestionText{Decision::kUnreservesUnderScavengerLock, "unreserves-under-scavenger-lock",
                 "a reservation is given back under the scavenger lock", "5.7"},
    QuestionText{Decision::kStartsGenerationUnderScavengerLock,
                 "starts-generation-under-scavenger-lock",
                 "a generation begins under the scavenger lock", "5.7"},
    QuestionText{Decision::kStartsGenerationUnderHeapLock, "starts-generation-under-heap-lock",
                 "whoever starts a generation holds the heap lock", "5.7"},
    QuestionText{
        Decision::kHeapLockBeforeScavengerLock, "heap-lock-before-scavenger-lock",
        "a generation takes the scavenger lock when it has the heap lock, not the other way round",
        "I38"},
    QuestionText{Decision::kReadsGenerationUnderScavengerLock,
                 "reads-generation-under-scavenger-lock",
                 "a forced pass reads its generation under the scavenger lock", "6.5"},
    QuestionText{Decision::kScavengesUnderHeapLock, "scavenges-under-heap-lock",
                 "in R3, whoever reserves, scavenges or gives back holds the heap lock", "5.6"},
    QuestionText{Decision::kKeepsCallersHeapLock, "keeps-callers-heap-lock",
                 "in R2 and R3, a growth and a forced pass keep the heap lock while they search",
                 "5.3, 5.6"},
    QuestionText{Decision::kForcesPassInOneSection, "forces-pass-in-one-section",
                 "in R2 and R3, a forced pass begins its cycle and scavenges in one section",
                 "6.5"},
    QuestionText{Decision::kAllocatesWhereItSearched, "allocates-where-it-searched",
                 "an allocation takes its pages in the section that has searched for them, since "
                 "that they are still free in a later one does not make them the lowest",
                 "3.6, 9.1"},
    QuestionText{Decision::kLooksAtCursorUnderHeapLock, "looks-at-cursor-under-heap-lock",
                 "the cursor is read, and what is found at it released, under the heap lock",
                 "5.2, 2 to 4"},
    QuestionText{Decision::kClaimsUnderHeapLock, "claims-under-heap-lock",
                 "pages are searched for at the limit, and claimed, under the heap lock",
                 "5.8, 2 to 7a"},
    QuestionText{Decision::kClaimsWhereItSearched, "claims-where-it-searched",
                 "pages are claimed in the section that has searched for them", "5.8, 6 and 7a"},
    QuestionText{Decision::kEndsPassUnderHeapLock, "ends-pass-under-heap-lock",
                 "a search that has come to the heap's end says so under the heap lock", "5.2, 9"},
    QuestionText{Decision::kClaimsBeforeReleasing, "claims-before-releasing",
                 "pages are claimed before their memory is released", "5.8, 7a before 7d"},
    QuestionText{Decision::kHeapLockDroppedBeforeRelease, "heap-lock-dropped-before-release",
                 "the heap lock is not held while memory is released", "5.8, 7b, I39"},
    QuestionText{Decision::kHeapLockKeptWhileReleasing, "heap-lock-kept-while-releasing",
                 "before R4, the heap lock is kept while memory is released", "5.2, 8, I39"},
    QuestionText{Decision::kReleasesBeforeFreeingBack, "releases-before-freeing-back",
                 "memory is released before its pages are free again", "5.8, 7d before 7e"},
    QuestionText{Decision::kFreesBackUnderHeapLock, "frees-back-under-heap-lock",
                 "released pages are freed and marked scavenged under the heap lock",
                 "5.8, 7e and 7f"},
    QuestionText{Decision::kFreesAndMarksInOneSection, "frees-and-marks-in-one-section",
                 "released pages are freed and marked scavenged in one section",
                 "5.8, 7e and 7f, I42"},
    QuestionText{Decision::kMarksUnderHeapLock, "marks-under-heap-lock",
                 "released pages are not marked scavenged before the heap lock is taken again",
                 "5.8, 7e and 7f"},
    QuestionText{Decision::kCountsBeforeFreeingBack, "counts-before-freeing-back",
                 "released bytes are counted before anybody can allocate the pages",
                 "5.8, 7d before 7e"},
    QuestionText{Decision::kCountsReleasedInOneStep, "counts-released-in-one-step",
                 "released bytes are added to heap_released in one step", "9.2"},
    QuestionText{Decision::kMovesPairedCountersInOneStep, "moves-paired-counters-in-one-step",
                 "what goes from one counter of the statistics to another is taken off the one and "
                 "added to the other in one step each",
                 "9.2, I15 to I17"},
    QuestionText{Decision::kGrowthScavengedWithoutHeapLock, "growth-scavenged-without-heap-lock",
                 "in R4, what a growth is made up for with is released after the heap lock is "
                 "given back",
                 "6.3"},
    QuestionText{Decision::kMarkAllocatedWhileReleasing, "mark-allocated-while-releasing",
                 "pages are allocated while their memory is being released, and freed afterwards",
                 "5.8, 7a and 7e"},
    QuestionText{Decision::kLooksForBitmaps, "looks-for-bitmaps",
                 "the search without the lock asks whether a chunk's bitmaps are there", "9.4"},
    QuestionText{Decision::kVerifyUnderHeapLock, "verify-under-heap-lock",
                 "a candidate of the search without a lock is searched for again under the heap "
                 "lock",
                 "5.8, 6"},
    QuestionText{Decision::kWatermarkUnderScavengerLock, "watermark-under-scavenger-lock",
                 "the low watermark is lowered under the scavenger lock", "5.8, 7c"},
    QuestionText{Decision::kScavengerLockDroppedBeforeHeapLock,
                 "scavenger-lock-dropped-before-heap-lock",
                 "the scavenger lock is given back before the heap lock is taken again",
                 "5.8, 7c to 7e, I38"},
    QuestionText{Decision::kHeapLockKeptAfterGrowth, "heap-lock-kept-after-growth",
                 "the heap lock is kept from the growth of the heap to the allocation that it was "
                 "for",
                 "6.3, I43"},
    QuestionText{Decision::kUpdatesSummariesUnderHeapLock, "updates-summaries-under-heap-lock",
                 "an allocation brings the summaries up to date before it gives the heap lock back",
                 "3.5, I1"},
    QuestionText{Decision::kAllocatesUnderHeapLock, "allocates-under-heap-lock",
                 "spans are allocated under the heap lock", "6.3"},
    QuestionText{Decision::kFreesUnderHeapLock, "frees-under-heap-lock",
                 "spans are freed under the heap lock", "6.4"},
    QuestionText{Decision::kFillsCachesUnderHeapLock, "fills-caches-under-heap-lock",
                 "page caches are filled under the heap lock", "7.2"},
    QuestionText{Decision::kFlushesCachesUnderHeapLock, "flushes-caches-under-heap-lock",
                 "page caches are flushed under the heap lock", "7.3"},
    QuestionText{Decision::kEntersSpansWhenReady, "enters-spans-when-ready",
                 "a span is entered in the table when its memory is ready", "6.3, step 6"},
    QuestionText{Decision::kRemovesSpansBeforeFreeing, "removes-spans-before-freeing",
                 "a span is taken out of the table before its pages are free", "6.4"},
    QuestionText{Decision::kRaisesUsedMarkInOneStep, "raises-used-mark-in-one-step",
                 "the mark below which an arena may have been used rises in one step", "6.3, 9.2"},
    QuestionText{Decision::kParksInOneSection, "parks-in-one-section",
                 "the background scavenger decides to park and says that it is parked in one "
                 "section",
                 "6.7"},
    QuestionText{Decision::kParksUnderLock, "parks-under-lock",
                 "the background scavenger decides to park under its lock", "6.7"},
    QuestionText{Decision::kWakesUnderLock, "wakes-under-lock",
                 "the background scavenger is woken under its lock", "6.7"},
    QuestionText{Decision::kWakesIfParked, "wakes-if-parked",
                 "who is to wake the background scavenger leaves it and the request alone if it is "
                 "busy",
                 "6.7"},
    QuestionText{Decision::kWakeTakesRequest, "wake-takes-request",
                 "who wakes the background scavenger takes the request to do so, instead of just "
                 "clearing it",
                 "6.7"},
    QuestionText{Decision::kMarksBitsBeforeStart, "marks-bits-before-start",
                 "a mark sets its bits in the scavenge index before it raises the start",
                 "docs/decisions/0009"},
    QuestionText{Decision::kEveryMarkCounts, "every-mark-counts",
                 "a mark changes the scavenge index's start even if that is high enough already",
                 "docs/decisions/0009"},
    QuestionText{Decision::kFindYieldsToMarks, "find-yields-to-marks",
                 "a find lowers the scavenge index's start only if no mark has come since it "
                 "looked",
                 "docs/decisions/0009"},

    QuestionText{Step::kNumberGenerations, "number-generations",
                 "a new generation has another number", "5.5"},
    QuestionText{Step::kSetsShare, "sets-share",
                 "a new generation takes a reservation's share from the size that the heap has now",
                 "5.5, I29"},
    QuestionText{Step::kStartsAtHigherWatermark, "starts-at-higher-watermark",
                 "a new generation starts from the higher one of the low and the high watermark",
                 "5.5, I28"},
    QuestionText{Step::kResetsLowWatermark, "resets-low-watermark",
                 "a new generation resets the low watermark, for what is released in it",
                 "5.5, I26"},
    QuestionText{Step::kResetsHighWatermark, "resets-high-watermark",
                 "a new generation resets the high watermark, for what is freed from now on",
                 "5.5, I27"},
    QuestionText{Step::kResetsGenerationCount, "resets-generation-count",
                 "a new generation counts what the background scavenger releases from zero", "5.5"},
    QuestionText{Step::kResetsCursor, "resets-cursor",
                 "a new cycle sets the cursor to the heap's last byte", "5.1"},
    QuestionText{Step::kStopsBelowHeap, "stops-below-heap",
                 "a search whose cursor is below the heap releases nothing", "5.2, 2"},
    QuestionText{Step::kCursorStopsAtPages, "cursor-stops-at-pages",
                 "a release leaves the cursor just below its pages, for the rest of their chunk",
                 "5.2, 8"},
    QuestionText{Step::kRemoveLastKeepsTotal, "remove-last-keeps-total",
                 "what is taken from the end of a set of ranges is taken off its total",
                 "4.2, I23"},
    QuestionText{Step::kCloneCopiesTotal, "clone-copies-total",
                 "a copy of a set of ranges has the total of the original", "4.2, I23"},
    QuestionText{Step::kCutKeepsLowerPart, "cut-keeps-lower-part",
                 "a range that is cut keeps the part below the cut", "4.2"},
    QuestionText{Step::kReservesFromChunkBase, "reserves-from-chunk-base",
                 "a reservation begins with the first byte of a chunk", "I22"},
    QuestionText{Step::kReserveWholeChunks, "reserve-whole-chunks",
                 "a reservation is extended down to the first byte of a chunk, and that is taken "
                 "out",
                 "5.5"},
    QuestionText{Step::kGiveBackRest, "give-back-rest",
                 "what a scavenge has not searched is given back", "5.5"},
    QuestionText{Step::kGiveBackOnce, "give-back-once",
                 "what a scavenge has not searched is given back no more than once", "5.5"},
    QuestionText{Step::kLowersLowWatermark, "lowers-low-watermark",
                 "a release lowers the low watermark to its page", "5.8, 7c, I26"},
    QuestionText{Step::kLowWatermarkOnlyFalls, "low-watermark-only-falls",
                 "a release leaves a low watermark alone that is lower than its page",
                 "5.8, 7c, I26"},
    QuestionText{Step::kFreeRaisesHighWatermark, "free-raises-high-watermark",
                 "a page that is freed with its memory raises the high watermark", "3.6, I27"},
    QuestionText{Step::kReleasedLeaveHighWatermark, "released-leave-high-watermark",
                 "a page that is freed as a released one leaves the high watermark alone",
                 "3.6, I27"},
    QuestionText{Step::kFreeLowersSearch, "free-lowers-search",
                 "freeing a page lowers the search address", "3.6, I6"},
    QuestionText{Step::kFlushLowersSearch, "flush-lowers-search",
                 "flushing a page cache lowers the search address", "7.3, I6"},
    QuestionText{Step::kGrowLowersSearch, "grow-lowers-search",
                 "growing the heap lowers the search address", "3.4, I6"},
    QuestionText{Step::kGrowMarksScavenged, "grow-marks-scavenged",
                 "what the heap grows by is marked scavenged", "3.4"},
    QuestionText{Step::kClaimsInBitmaps, "claims-in-bitmaps",
                 "claimed pages are used in the bitmaps, not in the summaries alone", "5.8, 7a"},
    QuestionText{Step::kFreesClaimsBack, "frees-claims-back", "claimed pages are freed again",
                 "5.8, 7e"},
    QuestionText{Step::kMarksAfterFreeing, "marks-after-freeing",
                 "claimed pages are marked scavenged when they are free again, not before",
                 "5.8, 7f, I9"},
    QuestionText{Step::kCountBeforeClearingScavengedBits, "count-before-clearing-scavenged-bits",
                 "an allocation counts the scavenged pages of its run before it clears their bits",
                 "3.7"},
    QuestionText{Step::kAllocClearsScavengedBits, "alloc-clears-scavenged-bits",
                 "an allocation clears the scavenged bits of its run", "3.7"},
    QuestionText{Step::kAllocUpdatesSummaries, "alloc-updates-summaries",
                 "an allocation brings the summaries up to date", "3.5, I1"},
    QuestionText{Step::kFreeUpdatesSummaries, "free-updates-summaries",
                 "freeing brings the summaries up to date", "3.5, I1"},
    QuestionText{Step::kUpdatesInnerSummaries, "updates-inner-summaries",
                 "a leaf that changes changes the summaries above it", "3.5, I2"},
    QuestionText{Step::kCacheAllocClearsScavengedBits, "cache-alloc-clears-scavenged-bits",
                 "an allocation from a page cache clears the scavenged bits of its pages there",
                 "7.1"},
    QuestionText{Step::kFlushRestoresScavengedBits, "flush-restores-scavenged-bits",
                 "flushing a cache gives its scavenged bits back to the heap", "7.3"},
    QuestionText{Step::kAllocatesAfterGrowth, "allocates-after-growth",
                 "a heap that has grown for an allocation allocates", "6.3, step 3"},
    QuestionText{Step::kUseScavengedPages, "use-scavenged-pages",
                 "scavenged pages are made usable before they are handed out", "6.3, step 6"},
    QuestionText{Step::kSetScavengedBits, "set-scavenged-bits",
                 "released pages get their scavenged bits", "5.8, 7f"},
    QuestionText{Step::kCountReleasedBytes, "count-released-bytes",
                 "released bytes are added to heap_released", "5.8, 7d"},
    QuestionText{Step::kMovesPairedCounters, "moves-paired-counters",
                 "released bytes move from committed to released in the paired counters, too",
                 "I15, I16"},
    QuestionText{Step::kCountsGrowth, "counts-growth", "what the heap grows by is counted",
                 "6.2, I17"},
    QuestionText{Step::kCountsUse, "counts-use",
                 "what is made ready for an allocation is taken off heap_released",
                 "6.3, step 6, I14"},
    QuestionText{Step::kAsksWhetherReleased, "asks-whether-released",
                 "memory that the system refuses to take is not counted and marked as released",
                 "5.8, 7d"},
    QuestionText{Step::kAsksWhetherUsable, "asks-whether-usable",
                 "pages that the system refuses to make usable are not handed out", "6.3, step 6"},
    QuestionText{Step::kAsksWhetherMapped, "asks-whether-mapped",
                 "the heap does not grow by what the system refuses to map", "6.2"},
    QuestionText{
        Step::kRefusedRaiseHighWatermark, "refused-raise-high-watermark",
        "pages that the system refuses to take raise the high watermark when they are freed",
        "5.8, 7e"},
    QuestionText{Step::kSkipsRefused, "skips-refused",
                 "a search goes on below the word of pages that the system refuses to take", "2.7"},
    QuestionText{Step::kLooksAtSummaryFirst, "looks-at-summary-first",
                 "the chunk at the limit of a search is looked at only if its summary says that "
                 "pages are free there, which it does not of one that was never grown",
                 "5.6, 1; 5.8, 2"},
    QuestionText{Step::kScavengesGrowth, "scavenges-growth",
                 "what a growth takes the heap beyond its goal by is released elsewhere",
                 "6.3, step 5"},
    QuestionText{
        Step::kExpectsGrowthToBeUsed, "expects-growth-to-be-used",
        "what the heap has grown by counts as retained when that is compared with the goal",
        "6.3, step 5"},
    QuestionText{Step::kStopsAtGoal, "stops-at-goal",
                 "no more is released than takes the heap down to its goal", "6.3, 6.7"},
    QuestionText{Step::kGoesOnUntilGoal, "goes-on-until-goal",
                 "the background scavenger that has released something goes on after its sleep, "
                 "instead of parking",
                 "6.7, I44"},

    QuestionText{Access::kPublishChunkBlock, "publish-chunk-block",
                 "the store of a chunk-table pointer", "9.4"},
    QuestionText{Access::kFindChunkBlock, "find-chunk-block",
                 "the load of a chunk-table pointer without the heap lock", "9.4"},
    QuestionText{Access::kPeekPageBits, "peek-page-bits",
                 "the load of a bitmap word by the search without a lock", "9.3"},
    QuestionText{Access::kPeekLeafSummary, "peek-leaf-summary",
                 "the load of a leaf summary by the search without a lock", "9.3"},
    QuestionText{Access::kPeekStart, "peek-start",
                 "the load of the heap's start by the search without a lock", "5.2, 6"},
    QuestionText{Access::kScavengeIndex, "scavenge-index",
                 "what the scavenge index does not order on its own", "docs/decisions/0009"},
    QuestionText{Access::kRaiseIndexStart, "raise-index-start",
                 "store of the scavenge index's start by a mark", "docs/decisions/0009"},
    QuestionText{Access::kLoadIndexStart, "load-index-start",
                 "load of the scavenge index's start by a search", "docs/decisions/0009"},
    QuestionText{Access::kReleasedCounter, "released-counter",
                 "the count of the bytes that a generation has released", "5.6, 5.7"},
    QuestionText{Access::kRequestWake, "request-wake",
                 "store of a request to wake the background scavenger", "6.7"},
    QuestionText{Access::kTakeWakeRequest, "take-wake-request",
                 "exchange that takes the request to wake the background scavenger", "6.7"},
    QuestionText{Access::kPublishArena, "publish-arena",
                 "store of the pointer to an arena's record", "6.3"},
    QuestionText{Access::kFindArena, "find-arena",
                 "load of the pointer to an arena's record by who has or looks for a span", "6.3"},
    QuestionText{Access::kEnterSpan, "enter-span", "store of a span's entry by its owner", "6.3"},
    QuestionText{Access::kFindSpan, "find-span", "load of a span's entry by anyone", "6.3"},
};

static_assert(
    [] {
      for (std::size_t i = 0; i < kQuestions.size(); ++i) {
        if (kQuestions[i].question.index() != i) {
          return false;
        }
      }
      return kQuestions.size() == kQuestionCount;
    }(),
    "one text for each decision, step and access, in their order");

constexpr const QuestionText& TextOf(Question question) { return kQuestions[question.index()]; }

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_QUESTIONS_H_
