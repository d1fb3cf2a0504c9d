// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

// What the ledger of reservations sees at once, and the set of ranges itself when something is
// added that is there already.
std::vector<Expectation> Overlap() {
  return {{.verdicts = {Verdict::kInvariant}},
          {.verdicts = {Verdict::kAssertion}, .oracles = {.ledger = false}}};
}

std::vector<Fault> OfGenerations() {
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
      {.name = "ranges-clone-before-scavlock",
       .change = "a new generation's address space is copied without the scavenger lock",
       .goes_wrong = "a scavenger reserves from it meanwhile",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClonesHeapUnderGuard); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "startgen-no-scavlock",
       .change = "a new generation begins without the scavenger lock",
       .goes_wrong = "a scavenger reserves from its address space while it is made",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
  };
}

std::vector<Fault> OfReservations() {
  return {
      {.name = "resv-no-remove-ge",
       .change = "a reservation is extended down to the first byte of a chunk, but what that adds "
                 "is not taken out",
       .goes_wrong = "another scavenger reserves the rest of the chunk",
       .model = "scavenge-scavenge-chunk",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kReserveWholeChunks); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "resv-two-critical-sections",
       .change = "a reservation and the rest of its lowest chunk are taken out in two sections",
       .goes_wrong = "another scavenger reserves the rest in between",
       .model = "scavenge-scavenge-chunk",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReservesInOneSection); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "resv-no-lock",
       .change = "reservations are made without the scavenger lock",
       .goes_wrong = "two scavengers take the same range",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReservesUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "unresv-no-lock",
       .change = "reservations are given back without the scavenger lock",
       .goes_wrong = "two scavengers add to the set at once",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kUnreservesUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "unresv-dropped",
       .change = "what a scavenge has not searched is not given back",
       .goes_wrong = "nobody searches it until the next generation",
       .model = "scavenge-scavenge-drain",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kGiveBackRest); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "unresv-twice",
       .change = "what a scavenge has not searched is given back twice",
       .goes_wrong = "the set holds address space twice, and two scavengers reserve it",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kGiveBackOnce); },
       .expectations = Overlap()},
  };
}

}  // namespace

std::vector<Fault> ReservationFaults() {
  std::vector<Fault> faults = OfGenerations();
  const std::vector<Fault> others = OfReservations();
  faults.insert(faults.end(), others.begin(), others.end());
  return faults;
}

}  // namespace heddle::models
