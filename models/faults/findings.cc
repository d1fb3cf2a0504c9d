// SPDX-License-Identifier: BSD-3-Clause
//
// Properties that one would expect, and that a design as it shipped does not have. Each is shown on
// a model that demands it, with nothing changed but what differs here from what was shipped; and
// with its repair the same model passes. docs/findings.md has the story of each.

#include "models/faults/catalogue.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
using core::Repair;
using core::TunableProtocol;

void ChangeNothing(TunableProtocol& /*protocol*/) {}

// Go's atomics are sequentially consistent. Otherwise an old value is enough: of the counter,
void CountInOneOrder(TunableProtocol& protocol) {
  protocol.Weaken(Access::kReleasedCounter, MemoryOrder::kSequentiallyConsistent);
}
// or of the bits.
void LeaveHighStartsAlone(TunableProtocol& protocol) {
  protocol.Drop(Decision::kEveryMarkCounts);
  protocol.Weaken(Access::kScavengeIndex, MemoryOrder::kSequentiallyConsistent);
}

template <Repair kRepair>
void Put(TunableProtocol& protocol) {
  protocol.Repair(kRepair);
}

// The same in R1 and R2.
Fault LostReset(std::string_view name, std::string_view change, std::string_view model) {
  return {.kind = Fault::Kind::kFinding,
          .name = name,
          .change = change,
          .goes_wrong =
              "the new cycle is over before it has begun, and nothing is released until the next",
          .model = model,
          .fewest_preemptions = 1,
          .apply = &ChangeNothing,
          .expectations = {{.verdicts = {Verdict::kLostWork}}},
          .repair = &Put<Repair::kCursorYieldsToReset>,
          .repaired_by = "cycles are counted, and a search of an older one leaves the cursor alone",
          .reference = "golang/go issue 35788"};
}

std::vector<Fault> OfTheCursor() {
  return {
      LostReset("v1-scavaddr-clobber",
                "R1's search that comes to the end of the heap says so without looking whether a "
                "new cycle has begun meanwhile",
                "r1/scavenge-free-start-cycle"),
      LostReset("v2-scavaddr-clobber", "R2's search without the lock does the same as R1's",
                "r2/scavenge-free-start-cycle"),
      {.kind = Fault::Kind::kFinding,
       .name = "v1-cursor-rises",
       .change =
           "R1's scavenger that was overtaken stores its own place in the heap, which is higher",
       .goes_wrong = "the cursor goes up again, and what has been searched is searched once more",
       .model = "r1/scavenge-falling-cursor",
       .fewest_preemptions = 1,
       .apply = &ChangeNothing,
       .expectations = {{.verdicts = {Verdict::kInvariant}}},
       .repair = &Put<Repair::kCursorOnlyFalls>,
       .repaired_by = "a search stores its place only if the cursor is still above it",
       .reference = "golang/go issue 35788"},
      {.kind = Fault::Kind::kFinding,
       .name = "v1-hole-released",
       .change = "R1's scavenger looks at the chunk of the cursor without asking whether it was "
                 "ever grown",
       .goes_wrong =
           "below the lowest page of a range the hole in the heap looks free, and is released",
       .model = "r1/scavenge-hole",
       .fewest_preemptions = 0,
       .apply = &ChangeNothing,
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .repair = &Put<Repair::kCursorKnowsHoles>,
       .repaired_by = "a cursor that is not in the heap is only where the search goes on below",
       .reference = "similar to what golang/go issue 35465 suspects"},
  };
}

std::vector<Fault> OfGenerations() {
  return {
      {.kind = Fault::Kind::kFinding,
       .name = "gen-lwm-not-checked",
       .change = "a scavenger lowers the low watermark of whichever generation it is, and its page "
                 "may be of the one before",
       .goes_wrong = "the next generation starts below pages that nobody has searched",
       .model = "free-start-start-generation",
       .fewest_preemptions = 1,
       .apply = &ChangeNothing,
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .repair = &Put<Repair::kWatermarkOfOneGeneration>,
       .repaired_by = "only a reservation of the current generation lowers the low watermark",
       .reference = "perhaps a part of golang/go issues 49478 and 52158"},
      {.kind = Fault::Kind::kFinding,
       .name = "resv-outstanding-above-lwm",
       .change = "a generation starts from the lowest address released, whatever above that is "
                 "still reserved and not searched to its end",
       .goes_wrong = "what comes back of it late is not part of the new generation, or is dropped "
                     "as stale",
       .model = "remainder-start-generation",
       .fewest_preemptions = 1,
       .apply = &ChangeNothing,
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .repair = &Put<Repair::kStartsAboveUnsearched>,
       .repaired_by = "a generation starts no lower than the highest address that is left to "
                      "reserve, or in a reservation that is not over",
       .reference = "perhaps a part of golang/go issues 49478 and 52158"},
      {.kind = Fault::Kind::kFinding,
       .name = "released-reset-store0",
       .change = "the start of a generation reads what the background scavenger has released, and "
                 "then stores 0",
       .goes_wrong = "what is counted in between is in no generation's record",
       .model = "count-start-generation",
       .fewest_preemptions = 2,
       .apply = &CountInOneOrder,
       .expectations = {{.verdicts = {Verdict::kAccounting}}},
       .repair = &Put<Repair::kSubtractsWhatItRecords>,
       .repaired_by = "what was read is subtracted, in one step"},
      {.kind = Fault::Kind::kFinding,
       .name = "edge-free-loses-scav",
       .change = "an aligned allocation takes more pages than it needs and frees the rest as "
                 "memory that is ready",
       .goes_wrong = "pages that were released no longer say so, and whoever gets them uses memory "
                     "that is not there",
       .model = "aligned-allocation",
       .fewest_preemptions = 0,
       .apply = &ChangeNothing,
       .expectations = {{.verdicts = {Verdict::kInvariant}}},
       .repair = &Put<Repair::kTakesAlignedPartAlone>,
       .repaired_by = "as in Go 1.19, room for the longer run is found, and only the aligned part "
                      "of it is taken",
       .reference = "golang/go issue 52682"},
      {.kind = Fault::Kind::kFinding,
       .name = "cache-flush-no-hwm",
       .change = "flushing a page cache gives pages back without raising the free high watermark, "
                 "as a free would",
       .goes_wrong = "pages that the scavenger went past meanwhile are above the start of the next "
                     "generation, and nobody searches there",
       .model = "cache-scavenge-generation",
       .fewest_preemptions = 1,
       .apply = &ChangeNothing,
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .repair = &Put<Repair::kFlushRaisesWatermark>,
       .repaired_by = "a flush raises the watermark to the highest page that it gives back and "
                      "that is not released"},
  };
}

Fault OfTheIndex() {
  return {.kind = Fault::Kind::kFinding,
          .name = "idx-mark-below-cursor",
          .change =
              "a mark that finds the start of searches high enough leaves it alone, as in Go "
              "since 1.19",
          .goes_wrong =
              "a search that has passed the chunk already lowers the start, and nobody "
              "finds the chunk until one above it is marked",
          .model = "index-mark-find",
          .fewest_preemptions = 1,
          .apply = &LeaveHighStartsAlone,
          .expectations = {{.verdicts = {Verdict::kLostWork}}},
          .repair = [](TunableProtocol& p) { p.Keep(Decision::kEveryMarkCounts); },
          .repaired_by = "as here, every mark changes the start, so that the search notices"};
}

}  // namespace

const std::vector<Fault>& Findings() {
  static const std::vector<Fault> kFindings = [] {
    std::vector<Fault> findings = OfTheCursor();
    for (const Fault& finding : OfGenerations()) {
      findings.push_back(finding);
    }
    findings.push_back(OfTheIndex());
    return findings;
  }();
  return kFindings;
}

}  // namespace heddle::models
