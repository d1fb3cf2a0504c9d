// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Expectation> Overlap() {
  return {{.verdicts = {Verdict::kInvariant}},
          {.verdicts = {Verdict::kAssertion}, .oracles = {.ledger = false}}};
}

std::vector<Fault> ReservationFaults() {
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
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .reference = "similar to dotnet/runtime pull 84975"},
      {.name = "unresv-twice",
       .change = "what a scavenge has not searched is given back twice",
       .goes_wrong = "the set holds address space twice, and two scavengers reserve it",
       .model = "scavenge-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kGiveBackOnce); },
       .expectations = Overlap()},
      {.name = "resv-unaligned",
       .change = "a reservation begins where the share ends, in the middle of a chunk",
       .goes_wrong =
           "two scavengers have parts of one chunk, and what is given back is no whole chunk",
       .model = "scavenge-scavenge-chunk",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kReservesFromChunkBase); },
       .expectations = {{.verdicts = {Verdict::kInvariant}},
                        {.verdicts = {Verdict::kAssertion}, .oracles = {.ledger = false}}}},
      {.name = "ranges-removelast-no-total",
       .change = "what is taken from the end of a set of ranges still counts in its total",
       .goes_wrong = "the total is larger than the ranges",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kRemoveLastKeepsTotal); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "ranges-clone-no-total",
       .change = "the copy of a set of ranges keeps the total that it had",
       .goes_wrong = "the total is not that of the ranges",
       .model = "scavenge-alone",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCloneCopiesTotal); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "ranges-removege-no-split",
       .change = "a range that is cut is dropped with all of it that lies below the cut",
       .goes_wrong = "the rest of the heap is in no generation, and nobody searches it",
       .model = "scavenge-free-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCutKeepsLowerPart); },
       .expectations = {{.verdicts = {Verdict::kInvariant}},
                        {.verdicts = {Verdict::kLostWork}, .oracles = {.ledger = false}}}},
  };
}

}  // namespace heddle::models
