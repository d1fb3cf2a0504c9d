// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> ScavengedBitFaults() {
  return {
      {.name = "scavbit-after-unlock",
       .change = "released pages are freed in one section and marked scavenged in another",
       .goes_wrong = "who allocates them in between takes them for ready, and uses released memory",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kFreesAndMarksInOneSection); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}}},
      {.name = "scavbit-before-relock",
       .change = "released pages are marked scavenged before the heap lock is taken again",
       .goes_wrong = "the bits change under somebody who holds it, of pages that are in use",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kMarksUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kInvariant}}}},
      {.name = "scavbit-in-claim",
       .change = "pages are marked scavenged when they are claimed",
       .goes_wrong =
           "they are used and scavenged at once, and say that they are released before they are",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kMarksAfterFreeing); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "scavbit-never",
       .change = "released pages do not get their scavenged bits",
       .goes_wrong = "the same memory is counted and released again and again",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kSetScavengedBits); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "grow-not-scavenged",
       .change = "what the heap grows by is not marked scavenged",
       .goes_wrong = "who allocates it takes it for ready, and uses memory that is not there",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kGrowMarksScavenged); },
       .expectations = {{.verdicts = {Verdict::kContents, Verdict::kAccounting}}}},
  };
}

}  // namespace heddle::models
