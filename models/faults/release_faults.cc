// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> ReleaseFaults() {
  return {
      {.name = "release-after-free",
       .change = "memory is released after its pages are free again",
       .goes_wrong = "somebody has allocated them by then, and what was written is lost",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kReleasesBeforeFreeingBack); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kContents}}},
       .reference = "similar to dotnet/runtime pull 59989"},
      {.name = "free-back-missing",
       .change = "pages that are released are never freed again",
       .goes_wrong = "nobody can allocate them any more, and they are used and scavenged at once",
       .model = "allocate-free-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFreesClaimsBack); },
       .expectations = {{.verdicts = {Verdict::kInvariant}},
                        {.verdicts = {Verdict::kAccounting}, .oracles = {.invariants = false}}}},
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
      {.name = "refused-counted",
       .change = "memory that the system refuses to take counts as released",
       .goes_wrong = "its pages are marked scavenged, and are not",
       .model = "scavenge-refused",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAsksWhetherReleased); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}},
       .reference = "similar to tcmalloc commit 021a5e4e"},
      {.name = "refused-not-skipped",
       .change = "a search goes on at the pages that the system has refused to take",
       .goes_wrong = "it finds them again and again, and what lies below is never searched",
       .model = "scavenge-refused",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kSkipsRefused); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
  };
}

}  // namespace heddle::models
