// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> AccountingFaults() {
  return {
      {.name = "acct-after-unlock",
       .change = "released bytes are counted after the pages are free again",
       .goes_wrong = "who allocates them first takes off what is not there yet",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kCountsBeforeFreeingBack); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}},
       .reference = "similar to mimalloc commit b1188ea3"},
      {.name = "acct-missing",
       .change = "released bytes are not added to heap_released",
       .goes_wrong =
           "the counter says less than the bitmaps, and underflows at the next allocation",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCountReleasedBytes); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}},
       .reference = "similar to jemalloc commit d9ef75fe and tcmalloc commit fed6ac43"},
      {.name = "acct-load-store",
       .change = "released bytes are added to heap_released by a load and a store",
       .goes_wrong = "what another scavenger adds in between is lost",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kCountsReleasedInOneStep); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "acct-pairs-load-store",
       .change = "the paired counters, and those that steer the scavenger, change by a load and a "
                 "store each, but for heap_released when pages are released",
       .goes_wrong = "what another thread adds or takes off in between is lost",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kMovesPairedCountersInOneStep); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "acct-pairs-missing",
       .change = "released bytes are not moved from committed to released in the paired counters",
       .goes_wrong = "these no longer add up to what the heap has",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kMovesPairedCounters); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "acct-growth-missing",
       .change = "what the heap grows by is not counted",
       .goes_wrong = "the counters say less than the heap has",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCountsGrowth); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "acct-use-missing",
       .change = "what is made ready for an allocation is not taken off heap_released",
       .goes_wrong = "the counter says more than the bitmaps",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCountsUse); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "alloc-count-after-clear",
       .change = "an allocation counts the scavenged pages of its run when their bits are clear",
       .goes_wrong = "it takes released memory for ready",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCountBeforeClearingScavengedBits); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents, Verdict::kAccounting}}}},
      {.name = "alloc-keep-scavbit",
       .change = "an allocation leaves the scavenged bits of its pages set",
       .goes_wrong = "pages are used and scavenged at once, and counted as released for ever",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAllocClearsScavengedBits); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "alloc-no-sysused",
       .change = "scavenged pages are handed out without being made usable",
       .goes_wrong = "their owner writes to memory that is not there",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kUseScavengedPages); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}},
       .reference = "similar to mimalloc issues 336 and 1098"},
      {.name = "released-plain",
       .change = "what the background scavenger has released is counted in plain memory",
       .goes_wrong = "two of them add to it at once",
       .model = "count-count",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kReleasedCounter, MemoryOrder::kPlain); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "released-load-store",
       .change =
           "what the background scavenger has released is added to its count by a load and a store",
       .goes_wrong = "what another one adds in between is in no record",
       .model = "count-count",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) {
             // Go's atomics are sequentially consistent; otherwise an old value is enough.
             p.Drop(Decision::kCountsGenerationInOneStep);
             p.Weaken(Access::kReleasedCounter, MemoryOrder::kSequentiallyConsistent);
           },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "released-not-reset",
       .change = "a new generation goes on with the count of the last one",
       .goes_wrong = "what was released in that is in the record of this one, too",
       .model = "count-count",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kResetsGenerationCount); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}},
       .reference = "similar to jemalloc issue 813"},
  };
}

}  // namespace heddle::models
