// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"
#include "models/faults/older_faults.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::TunableProtocol;

// Of generations and reservations, which R3 guards by the heap lock.
std::vector<OlderFault> Reserving() {
  return {
      {"v3-gen-no-check-on-unreserve", "r3/scavenge-start-generation", 1, Overlap()},
      {"v3-gen-no-bump", "r3/scavenge-start-generation", 0, Overlap()},
      {"v3-gen-narrow-aba", "r3/scavenge-start-start", 0, Overlap()},
      {"v3-gen-bump-before-clone-cs", "r3/scavenge-start-generation", 0, Overlap()},
      {"v3-gen-read-after-unlock",
       "r3/pair/start-generation+scavenge-all",
       0,
       {{.verdicts = {Verdict::kInvariant}}}},
      {"v3-gen-check-outside-lock", "r3/scavenge-start-generation", 1, Overlap()},
      {"v3-gen-share-not-set",
       "r3/scavenge-free-start-cycle",
       0,
       {{.verdicts = {Verdict::kInvariant}},
        {.verdicts = {Verdict::kLostWork}, .oracles = {.ledger = false}}}},
      {"v3-resv-no-remove-ge", "r3/scavenge-scavenge", 0, {{.verdicts = {Verdict::kInvariant}}}},
      {"v3-resv-two-critical-sections",
       "r3/pair/start-generation+scavenge-all",
       0,
       {{.verdicts = {Verdict::kInvariant}}}},
      {"v3-resv-unaligned", "r3/scavenge-scavenge", 0, {{.verdicts = {Verdict::kInvariant}}}},
      {"v3-unresv-dropped", "r3/scavenge-scavenge-drain", 0, {{.verdicts = {Verdict::kLostWork}}}},
      {"v3-unresv-twice", "r3/scavenge-scavenge", 0, Overlap()},
  };
}

// Of finding pages, releasing them, and counting that.
std::vector<OlderFault> Releasing() {
  return {
      {"v3-claim-after-unlock",
       "r3/allocate-optimistic-search",
       1,
       {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
      {"v3-verify-skipped-slow",
       "r3/allocate-optimistic-search",
       1,
       {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
      {"v3-limit-no-summary",
       "r3/grow-optimistic-search",
       0,
       {{.verdicts = {Verdict::kAssertion}}}},
      {"v3-refused-counted", "r3/scavenge-refused", 0, {{.verdicts = {Verdict::kInvariant}}}},
      {"v3-refused-not-skipped", "r3/scavenge-refused", 0, {{.verdicts = {Verdict::kLostWork}}}},
      {"v3-scavbit-after-unlock",
       "r3/allocate-free-scavenge",
       1,
       {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
      {"v3-acct-after-unlock",
       "r3/allocate-free-scavenge",
       1,
       {{.verdicts = {Verdict::kAccounting}}}},
      {"v3-released-plain", "r3/count-count", 0, {{.verdicts = {Verdict::kRace}}}},
      {"v3-released-load-store", "r3/count-count", 1, {{.verdicts = {Verdict::kAccounting}}}},
      {"v3-released-not-reset", "r3/count-count", 0, {{.verdicts = {Verdict::kAccounting}}}},
      {"v3-opt-bitmap-plain", "r3/allocate-optimistic-search", 1, {{.verdicts = {Verdict::kRace}}}},
      {"v3-opt-summary-plain",
       "r3/allocate-optimistic-search",
       1,
       {{.verdicts = {Verdict::kRace}}}},
      {"v3-opt-no-null-check", "r3/grow-optimistic-search", 1, {{.verdicts = {Verdict::kMisuse}}}},
      {"v3-l2-publish-relaxed",
       "r3/grow-optimistic-search",
       1,
       {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
      {"v3-l2-find-relaxed",
       "r3/grow-optimistic-search",
       1,
       {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
  };
}

std::vector<Fault> OfR3() {
  return {
      {.name = "v3-scavenge-no-lock",
       .change = "R3's scavenger is called without the heap lock, which guards its reservations",
       .goes_wrong = "a generation begins while it reserves",
       .model = "r3/reserve-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kScavengesUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "v3-startgen-no-lock",
       .change = "R3's generation begins without the heap lock",
       .goes_wrong = "a scavenger reserves from its address space while it is made",
       .model = "r3/reserve-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "v3-clone-no-lock",
       .change = "R3 gives the heap lock back while a new generation's address space is copied",
       .goes_wrong = "a scavenger reserves from it meanwhile",
       .model = "r3/reserve-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClonesHeapUnderGuard); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "v3-release-no-lock",
       .change = "R3 gives the heap lock back while memory is released, and claims no pages",
       .goes_wrong = "an allocation gets a page that is being released, and its contents are lost",
       .model = "r3/allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockKeptWhileReleasing); },
       .expectations = {{.verdicts = {Verdict::kLockDiscipline}},
                        {.verdicts = {Verdict::kRace, Verdict::kContents},
                         .oracles = {.lock_discipline = false}}}},
      {.name = "v3-acct-load-store",
       .change = "R3 adds released bytes to heap_released by a load and a store",
       .goes_wrong = "what an allocation takes off meanwhile, for which it needs no lock, is lost",
       .model = "r3/use-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kCountsReleasedInOneStep); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "v3-growth-unlocks",
       .change = "R3 gives the heap lock back for a search that a growth must not be disturbed in",
       .goes_wrong =
           "another thread takes what the heap has grown by, and there is not enough left",
       .model = "r3/heap-grow-cache",
       .fewest_preemptions = 2,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kKeepsCallersHeapLock); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "the message of golang/go commit 4f543b59 warns of it"},
      {.name = "v3-forced-two-sections",
       .change = "R3's forced pass begins its generation in one section, and scavenges in another",
       .goes_wrong = "another scavenger reserves the heap in between, and the pass finds nothing",
       .model = "r3/scavenge-forced-scavenge",
       .fewest_preemptions = 2,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kForcesPassInOneSection); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .reference = "similar to golang/go issue 49478"},
  };
}

}  // namespace

std::vector<Fault> RangeFaults(const std::vector<Fault>& latest) {
  std::vector<Fault> faults = OlderFaults(latest, Reserving());
  for (const std::vector<Fault>& more : {OlderFaults(latest, Releasing()), OfR3()}) {
    faults.insert(faults.end(), more.begin(), more.end());
  }
  return faults;
}

}  // namespace heddle::models
