// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"
#include "models/faults/older_faults.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
using core::Step;
using core::TunableProtocol;

// Of R1, what the latest revision does, too.
std::vector<Fault> SameInR1(const std::vector<Fault>& latest) {
  return OlderFaults(
      latest,
      {
          {"v1-claim-after-unlock",
           "r1/allocate-optimistic-search",
           1,
           {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
          {"v1-claim-no-lock",
           "r1/allocate-optimistic-search",
           0,
           {{.verdicts = {Verdict::kLockDiscipline}},
            {.verdicts = {Verdict::kRace}, .oracles = {.lock_discipline = false}}}},
          {"v1-verify-skipped-slow",
           "r1/allocate-optimistic-search",
           1,
           {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
          {"v1-refused-counted", "r1/scavenge-refused", 0, {{.verdicts = {Verdict::kInvariant}}}},
          {"v1-scavbit-after-unlock",
           "r1/allocate-free-scavenge",
           1,
           {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
          {"v1-scavbit-never", "r1/scavenge-scavenge", 0, {{.verdicts = {Verdict::kAccounting}}}},
          {"v1-acct-after-unlock",
           "r1/allocate-free-scavenge",
           1,
           {{.verdicts = {Verdict::kAccounting}}}},
          {"v1-acct-missing",
           "r1/allocate-free-scavenge",
           0,
           {{.verdicts = {Verdict::kAccounting}}}},
          {"v1-acct-pairs-missing", "r1/scavenge-alone", 0, {{.verdicts = {Verdict::kAccounting}}}},
          {"v1-opt-bitmap-plain",
           "r1/allocate-optimistic-search",
           1,
           {{.verdicts = {Verdict::kRace}}}},
          {"v1-opt-summary-plain",
           "r1/allocate-optimistic-search",
           1,
           {{.verdicts = {Verdict::kRace}}}},
          {"v1-opt-no-null-check", "r1/grow-below-search", 1, {{.verdicts = {Verdict::kMisuse}}}},
          {"v1-l2-publish-relaxed",
           "r1/grow-optimistic-search",
           1,
           {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
          {"v1-l2-find-relaxed",
           "r1/grow-optimistic-search",
           1,
           {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
      });
}

std::vector<Fault> OfR1() {
  return {
      {.name = "v1-look-no-lock",
       .change =
           "R1 looks at the chunk of its cursor, and releases what it finds, without the heap "
           "lock",
       .goes_wrong = "another scavenger moves the cursor while it is read",
       .model = "r1/scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kLooksAtCursorUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "v1-end-no-lock",
       .change = "R1's search that comes to the heap's end says so without the heap lock",
       .goes_wrong = "another scavenger reads the cursor while it is moved",
       .model = "r1/scavenge-scavenge-drain",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kEndsPassUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "v1-reset-no-lock",
       .change = "R1's cycle begins without the heap lock",
       .goes_wrong = "a scavenger reads the cursor while it is set back",
       .model = "r1/pair/search+start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "v1-release-no-lock",
       .change = "R1 gives the heap lock back while memory is released, and claims no pages",
       .goes_wrong = "an allocation gets a page that is being released, and its contents are lost",
       .model = "r1/allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockKeptWhileReleasing); },
       .expectations = {{.verdicts = {Verdict::kLockDiscipline}},
                        {.verdicts = {Verdict::kRace, Verdict::kContents},
                         .oracles = {.lock_discipline = false}}}},
      {.name = "v1-acct-load-store",
       .change = "R1 adds released bytes to heap_released by a load and a store",
       .goes_wrong = "what an allocation takes off meanwhile, for which it needs no lock, is lost",
       .model = "r1/use-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kCountsReleasedInOneStep); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "v1-reset-missing",
       .change = "R1's cycle begins where the last one has ended, below the heap",
       .goes_wrong = "nobody searches anything any more",
       .model = "r1/allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kResetsCursor); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "v1-search-below-heap",
       .change = "R1 does not ask whether its cursor is below the heap",
       .goes_wrong = "a chunk that was never grown looks free, and is released",
       .model = "r1/scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kStopsBelowHeap); },
       .expectations = {{.verdicts = {Verdict::kLinearizability}}},
       .reference = "similar to what golang/go issue 35465 suspects"},
      {.name = "v1-cursor-passes-chunk",
       .change = "R1's cursor goes below the chunk of pages that are released, not below the pages",
       .goes_wrong = "what else is free in the chunk is left to the next cycle",
       .model = "r1/scavenge-scavenge-drain",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCursorStopsAtPages); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "v1-start-plain",
       .change = "R1's search without the lock reads the heap's start as plain memory",
       .goes_wrong = "it reads it while the heap grows downwards",
       .model = "r1/grow-below-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kPeekStart, MemoryOrder::kPlain); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
  };
}

// Of the locked mode. R2's other one is R1.
std::vector<Fault> OfR2() {
  return {
      {.name = "v2-growth-unlocks",
       .change = "R2's locked mode gives the heap lock back for the search",
       .goes_wrong =
           "another thread takes what the heap has grown by, and there is not enough left",
       .model = "r2/heap-grow-cache",
       .fewest_preemptions = 2,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kKeepsCallersHeapLock); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "the message of golang/go commit 4f543b59 warns of it"},
      {.name = "v2-forced-two-sections",
       .change = "R2's forced pass begins its cycle in one section, and scavenges in another",
       .goes_wrong = "a scavenger says in between that the cycle is over, and nothing is searched",
       .model = "r2/scavenge-free-forced-scavenge",
       .fewest_preemptions = 2,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kForcesPassInOneSection); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .reference = "golang/go issue 35788"},
      {.name = "v2-forced-no-lock",
       .change = "R2's forced pass, which is one section, is made without the heap lock",
       .goes_wrong = "bitmaps and cursor change under somebody who holds it",
       .model = "r2/scavenge-forced-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kLockDiscipline}},
                        {.verdicts = {Verdict::kRace}, .oracles = {.lock_discipline = false}}}},
      {.name = "v2-release-no-lock",
       .change = "R2's locked mode gives the heap lock back while memory is released",
       .goes_wrong = "an allocation gets a page that is being released, and its contents are lost",
       .model = "r2/allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockKeptWhileReleasing); },
       .expectations = {{.verdicts = {Verdict::kLockDiscipline}},
                        {.verdicts = {Verdict::kRace, Verdict::kContents},
                         .oracles = {.lock_discipline = false}}}},
  };
}

}  // namespace

std::vector<Fault> CursorFaults(const std::vector<Fault>& latest) {
  std::vector<Fault> faults = SameInR1(latest);
  for (const std::vector<Fault>& own : {OfR1(), OfR2()}) {
    faults.insert(faults.end(), own.begin(), own.end());
  }
  return faults;
}

}  // namespace heddle::models
