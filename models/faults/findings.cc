// SPDX-License-Identifier: BSD-3-Clause
//
// Properties that one would expect, and that a design as it shipped does not have. Each is shown on
// a model that demands it, with nothing changed but what differs here from what was shipped.

#include "models/faults/catalogue.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
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

Fault Finding(std::string_view name, std::string_view change, std::string_view goes_wrong,
              std::string_view model, unsigned fewest_preemptions, Verdict verdict,
              void (*apply)(TunableProtocol&) = &ChangeNothing) {
  return {.kind = Fault::Kind::kFinding,
          .name = name,
          .change = change,
          .goes_wrong = goes_wrong,
          .model = model,
          .fewest_preemptions = fewest_preemptions,
          .apply = apply,
          .expectations = {{.verdicts = {verdict}}}};
}

std::vector<Fault> OfTheCursor() {
  return {
      Finding("v1-scavaddr-clobber",
              "R1's search that comes to the end of the heap says so without looking whether a new "
              "cycle has begun meanwhile",
              "the new cycle is over before it has begun, and nothing is released until the next",
              "r1/scavenge-free-start-cycle", 1, Verdict::kLostWork),
      Finding("v2-scavaddr-clobber", "R2's search without the lock does the same as R1's",
              "the new cycle is over before it has begun, and nothing is released until the next",
              "r2/scavenge-free-start-cycle", 1, Verdict::kLostWork),
      Finding("v1-cursor-rises",
              "R1's scavenger that was overtaken stores its own place in the heap, which is higher",
              "the cursor goes up again, and what has been searched is searched once more",
              "r1/scavenge-falling-cursor", 1, Verdict::kInvariant),
      Finding("v1-hole-released",
              "R1's scavenger looks at the chunk of the cursor without asking whether it was ever "
              "grown",
              "below the lowest page of a range the hole in the heap looks free, and is released",
              "r1/scavenge-hole", 0, Verdict::kAssertion),
  };
}

std::vector<Fault> OfGenerations() {
  return {
      Finding("gen-lwm-not-checked",
              "a scavenger lowers the low watermark of whichever generation it is, and its page "
              "may be of the one before",
              "the next generation starts below pages that nobody has searched",
              "free-start-start-generation", 1, Verdict::kLostWork),
      Finding(
          "resv-outstanding-above-lwm",
          "a generation starts from the lowest address released, whatever above that is still "
          "reserved and not searched to its end",
          "what comes back of it late is not part of the new generation, or is dropped as stale",
          "remainder-start-generation", 1, Verdict::kLostWork),
      Finding("released-reset-store0",
              "the start of a generation reads what the background scavenger has released, and "
              "then stores 0",
              "what is counted in between is in no generation's record", "count-start-generation",
              2, Verdict::kAccounting, &CountInOneOrder),
      Finding("edge-free-loses-scav",
              "an aligned allocation takes more pages than it needs and frees the rest as memory "
              "that is ready",
              "pages that were released no longer say so, and whoever gets them uses memory that "
              "is not there",
              "aligned-allocation", 0, Verdict::kInvariant),
  };
}

// Repaired here; the repair is taken out.
Fault OfTheIndex() {
  return Finding(
      "idx-mark-below-cursor",
      "a mark that finds the start of searches high enough leaves it alone, as in Go since "
      "1.19",
      "a search that has passed the chunk already lowers the start, and nobody finds the "
      "chunk until one above it is marked",
      "index-mark-find", 1, Verdict::kLostWork, &LeaveHighStartsAlone);
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
