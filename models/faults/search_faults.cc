// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> SearchFaults() {
  return {
      {.name = "search-not-lowered-on-free",
       .change = "freeing a page does not lower the search address",
       .goes_wrong = "the page lies below it, and no allocation finds it",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFreeLowersSearch); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "grow-no-searchaddr",
       .change = "growing the heap does not lower the search address",
       .goes_wrong =
           "what was grown lies below it, and the allocation that it was for does not find it",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kGrowLowersSearch); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}}},
      {.name = "summary-not-updated-on-free",
       .change = "freed pages stay used in the summaries",
       .goes_wrong = "neither a search for room nor a scavenger finds them",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFreeUpdatesSummaries); },
       .expectations = {{.verdicts = {Verdict::kInvariant, Verdict::kLostWork}}}},
      {.name = "summary-not-merged",
       .change = "a summary that changes leaves those above it as they were",
       .goes_wrong = "a search for room is led to a chunk that has none, or past one that has",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kUpdatesInnerSummaries); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "summary-update-after-unlock",
       .change =
           "an allocation brings the summaries up to date when it has given the heap lock back",
       .goes_wrong = "they change under somebody who holds it, and are out of date until then",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kUpdatesSummariesUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "grow-unlocks-before-alloc",
       .change = "the heap lock is given back between a growth and the allocation it was for",
       .goes_wrong = "another thread takes what was grown, and there is not enough left",
       .model = "heap-grow-grow",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockKeptAfterGrowth); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "the message of golang/go commit 4f543b59 warns of it"},
  };
}

}  // namespace heddle::models
