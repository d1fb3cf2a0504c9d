// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/catalogue.h"

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
using core::Step;
using core::TunableProtocol;

std::vector<Fault> OtherFaults() {
  return {
      {.name = "claim-none",
       .change = "pages stay free while their memory is released",
       .goes_wrong = "an allocation gets a page that is being released, and its contents are lost",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kMarkAllocatedWhileReleasing); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}},
       .reference = "similar to dotnet/runtime pull 59989"},
      {.name = "verify-skipped-slow",
       .change = "what the search finds without the lock is taken without looking again",
       .goes_wrong = "the scavenger takes a page that was allocated after it looked",
       .model = "allocate-optimistic-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kVerifyUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "similar to golang/go issue 52158, of what a search without the lock misses"},
      {.name = "lwm-no-lock",
       .change = "the low watermark is lowered without the scavenger lock",
       .goes_wrong = "a new generation resets the watermark while it is being lowered",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kWatermarkUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}},
       .reference = "similar to tcmalloc commit 2f7ec9da"},
      {.name = "lock-inversion-range",
       .change = "the scavenger lock is kept while the heap lock is taken again",
       .goes_wrong =
           "a new generation, which holds the heap lock and wants the scavenger lock, and "
           "the scavenger wait for each other",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kScavengerLockDroppedBeforeHeapLock); },
       .expectations = {{.verdicts = {Verdict::kLockRank}},
                        {.verdicts = {Verdict::kDeadlock}, .oracles = {.lock_ranks = false}}}},
      {.name = "l2-publish-relaxed",
       .change = "the pointer to a new block of chunks is published without release",
       .goes_wrong = "a search without the lock follows it to a block that is not there yet for it",
       .model = "grow-optimistic-search",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) { p.Weaken(Access::kPublishChunkBlock, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}},
       .reference = "similar to golang/go issue 11324 and tcmalloc commit 98b28bc6"},
      {.name = "scavbit-never",
       .change = "released pages do not get their scavenged bits",
       .goes_wrong = "the same memory is counted and released again and again",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kSetScavengedBits); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "acct-missing",
       .change = "released bytes are not added to heap_released",
       .goes_wrong =
           "the counter says less than the bitmaps, and underflows at the next allocation",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCountReleasedBytes); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}},
       .reference = "similar to jemalloc commit d9ef75fe and tcmalloc commit fed6ac43"},
      {.name = "grow-unlocks-before-alloc",
       .change = "the heap lock is given back between a growth and the allocation it was for",
       .goes_wrong = "another thread takes what was grown, and there is not enough left",
       .model = "heap-grow-grow",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockKeptAfterGrowth); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "the message of golang/go commit 4f543b59 warns of it"},
      {.name = "park-lost-wakeup",
       .change = "the background scavenger gives its lock back before it says that it is parked",
       .goes_wrong = "who wakes it in between thinks that it is busy, and it sleeps for good",
       .model = "background-wake",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kParksInOneSection); },
       .expectations = {{.verdicts = {Verdict::kDeadlock, Verdict::kLostWork}}}},
      {.name = "wake-wipes-out-request",
       .change = "who wakes the background scavenger clears the request without having read it",
       .goes_wrong = "a request that came since is gone, and the scavenger that is woken need not "
                     "see what it was made for",
       .model = "background-wake",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kWakeTakesRequest); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .reference = "similar to dotnet/runtime pull 84975"},
      {.name = "idx-lower-regardless",
       .change = "a search lowers the start of searches although a mark has come since it looked",
       .goes_wrong = "the chunk that was marked lies above the start, and nobody finds it",
       .model = "index-mark-find",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) {
             // Go's atomics are sequentially consistent; otherwise an old value of the bits is
             // enough.
             p.Drop(Decision::kFindYieldsToMarks);
             p.Weaken(Access::kScavengeIndex, MemoryOrder::kSequentiallyConsistent);
           },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
  };
}

}  // namespace

const std::vector<Fault>& Faults() {
  static const std::vector<Fault> kFaults = [] {
    std::vector<Fault> faults = ReservationFaults();
    for (const std::vector<Fault>& part : {ReleaseFaults(), ResultFaults(), OtherFaults()}) {
      faults.insert(faults.end(), part.begin(), part.end());
    }
    return faults;
  }();
  return kFaults;
}

}  // namespace heddle::models
