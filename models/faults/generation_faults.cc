// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> GenerationFaults() {
  return {
      {.name = "gen-no-check-on-unreserve",
       .change = "a reservation is given back without comparing its generation",
       .goes_wrong =
           "address space that the new generation already holds is added to it again, and "
           "two scavengers can reserve the same chunk",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kUnreserveChecksGeneration); },
       .expectations = Overlap(),
       .reference = "what it drops is a part of the fix of golang/go issue 35788"},
      {.name = "gen-no-bump",
       .change = "a new generation has the number of the last one",
       .goes_wrong = "a reservation of the last one is taken back into the new one's address space",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kNumberGenerations); },
       .expectations = Overlap()},
      {.name = "gen-narrow-aba",
       .change = "generations are numbered 0, 1, 0, 1",
       .goes_wrong =
           "a reservation comes back two generations later and is taken for a current one",
       .model = "scavenge-start-start",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kManyGenerations); },
       .expectations = Overlap(),
       .reference = "similar to mimalloc commit 683d8998"},
      {.name = "gen-bump-before-clone-cs",
       .change = "a generation's address space and its number change in two sections",
       .goes_wrong = "a reservation of the last generation is given back in between, into the new "
                     "one's address space",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kBeginsGenerationInOneSection); },
       .expectations = Overlap()},
      {.name = "gen-read-after-unlock",
       .change = "a reservation's generation is read in another section than its range",
       .goes_wrong = "a range of the last generation is taken for one of the new one",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReservesOfKnownGeneration); },
       .expectations = Overlap()},
      {.name = "gen-check-outside-lock",
       .change = "a reservation's generation is compared in one section, and the range added in "
                 "another",
       .goes_wrong = "a new generation begins in between, and has that address space already",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kComparesAndAddsInOneSection); },
       .expectations = Overlap()},
      {.name = "gen-scavall-unlocked",
       .change = "a forced pass reads its generation without the scavenger lock",
       .goes_wrong = "another generation starts while it reads",
       .model = "forced-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReadsGenerationUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}},
       .reference = "similar to tcmalloc commit 650bcaed"},
      {.name = "gen-share-not-set",
       .change = "a new generation does not take its reservations' share from the size of the heap",
       .goes_wrong = "reservations are of the size that an older heap had, or of none at all, and "
                     "nobody searches",
       .model = "free-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kSetsShare); },
       .expectations = {{.verdicts = {Verdict::kInvariant}},
                        {.verdicts = {Verdict::kLostWork}, .oracles = {.ledger = false}}}},
  };
}

}  // namespace heddle::models
