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

std::vector<Fault> OfClaims() {
  return {
      {.name = "claim-after-unlock",
       .change = "the heap lock is given back between finding pages and claiming them",
       .goes_wrong = "the scavenger takes a page that was allocated in between",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 2,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClaimsWhereItSearched); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}}},
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
      {.name = "summary-not-updated-on-free",
       .change = "freed pages stay used in the summaries",
       .goes_wrong = "neither a search for room nor a scavenger finds them",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFreeUpdatesSummaries); },
       .expectations = {{.verdicts = {Verdict::kInvariant, Verdict::kLostWork}}}},
      {.name = "opt-bitmap-plain",
       .change = "the search without the lock reads the bitmaps as plain memory",
       .goes_wrong = "it reads a word while that is written",
       .model = "allocate-optimistic-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kPeekPageBits, MemoryOrder::kPlain); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
  };
}

std::vector<Fault> OfReleases() {
  return {
      {.name = "release-after-free",
       .change = "memory is released after its pages are free again",
       .goes_wrong = "somebody has allocated them by then, and what was written is lost",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReleasesBeforeFreeingBack); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}},
       .reference = "similar to dotnet/runtime pull 59989"},
      {.name = "relock-missing",
       .change = "released pages are freed without the heap lock",
       .goes_wrong = "bitmaps and summaries change under somebody who holds it",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kFreesBackUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kLockDiscipline}}}},
      {.name = "heaplock-held-across-release",
       .change = "the heap lock is held while memory is released, as before R4",
       .goes_wrong = "nobody can allocate while the system is at work",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockDroppedBeforeRelease); },
       .expectations = {{.verdicts = {Verdict::kLockDiscipline}}},
       .reference = "similar to golang/go issue 63334 and JDK-8245203"},
      {.name = "scavbit-after-unlock",
       .change = "released pages are freed in one section and marked scavenged in another",
       .goes_wrong = "who allocates them in between takes them for ready, and uses released memory",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kFreesAndMarksInOneSection); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
      {.name = "acct-after-unlock",
       .change = "released bytes are counted after the pages are free again",
       .goes_wrong = "who allocates them first takes off what is not there yet",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kCountsBeforeFreeingBack); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
  };
}

std::vector<Fault> OfAllocations() {
  return {
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
  };
}

std::vector<Fault> OfLocks() {
  return {
      {.name = "gen-scavall-unlocked",
       .change = "a forced pass reads its generation without the scavenger lock",
       .goes_wrong = "another generation starts while it reads",
       .model = "forced-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReadsGenerationUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}},
       .reference = "similar to tcmalloc commit 650bcaed"},
      {.name = "startgen-no-heaplock",
       .change = "a generation starts without the heap lock",
       .goes_wrong = "a page is freed while the watermark for freed pages is read and reset",
       .model = "free-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}},
       .reference = "similar to dotnet/runtime pull 59413"},
      {.name = "growth-scavenge-locked",
       .change = "a growth is made up for before the heap lock is given back",
       .goes_wrong = "the scavenger takes the heap lock for itself, and waits for its own thread",
       .model = "heap-grow-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kGrowthScavengedWithoutHeapLock); },
       .expectations = {{.verdicts = {Verdict::kMisuse, Verdict::kDeadlock, Verdict::kLockRank}}},
       .reference = "similar to jemalloc issue 425 and tcmalloc commit 52e85485"},
  };
}

}  // namespace

std::vector<Fault> ReleaseFaults() {
  std::vector<Fault> faults;
  for (const std::vector<Fault>& part : {OfClaims(), OfReleases(), OfAllocations(), OfLocks()}) {
    faults.insert(faults.end(), part.begin(), part.end());
  }
  return faults;
}

}  // namespace heddle::models
