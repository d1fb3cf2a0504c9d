// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> ClaimFaults() {
  return {
      {.name = "claim-none",
       .change = "pages stay free while their memory is released",
       .goes_wrong = "an allocation gets a page that is being released, and its contents are lost",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kMarkAllocatedWhileReleasing); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}},
       .reference = "similar to dotnet/runtime pull 59989"},
      {.name = "claim-after-unlock",
       .change = "the heap lock is given back between finding pages and claiming them",
       .goes_wrong = "the scavenger takes a page that was allocated in between",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 2,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClaimsWhereItSearched); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "similar to mimalloc commit 500d2ad1"},
      {.name = "claim-release-first",
       .change = "memory is released before its pages are claimed",
       .goes_wrong = "an allocation gets a page that is being released, and its contents are lost",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClaimsBeforeReleasing); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
      {.name = "claim-no-summary-update",
       .change = "claimed pages stay free in the summaries",
       .goes_wrong = "a search for room is led to a chunk that has none",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAllocUpdatesSummaries); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "claim-summary-only",
       .change = "pages are claimed in the summaries, and stay free in the bitmaps",
       .goes_wrong = "a search through the bitmaps finds pages whose memory is being released",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kClaimsInBitmaps); },
       .expectations = {{.verdicts = {Verdict::kInvariant}},
                        {.verdicts = {Verdict::kAssertion}, .oracles = {.invariants = false}}},
       .reference = "similar to tcmalloc commit 46d6f3d2"},
      {.name = "claim-no-lock",
       .change = "pages are searched for and claimed without the heap lock",
       .goes_wrong = "bitmaps and summaries change under somebody who holds it",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClaimsUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kLockDiscipline}}}},
      {.name = "verify-skipped-slow",
       .change = "what the search finds without the lock is taken without looking again",
       .goes_wrong = "the scavenger takes a page that was allocated after it looked",
       .model = "allocate-optimistic-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kVerifyUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "similar to golang/go issue 52158, of what a search without the lock misses"},
      {.name = "limit-no-summary",
       .change = "the chunk at the limit is searched whatever its summary says",
       .goes_wrong = "one that was never grown looks free, and its pages are claimed",
       .model = "grow-optimistic-search",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAsksSummaryAtLimit); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "similar to what golang/go issue 35465 suspects"},
  };
}

}  // namespace heddle::models
