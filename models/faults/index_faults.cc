// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> IndexFaults() {
  return {
      {.name = "idx-start-before-bits",
       .change = "a mark raises the start of searches before it sets its bits",
       .goes_wrong =
           "a search that looks in between lowers the start again, and nobody finds the chunk",
       .model = "index-mark-find",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kMarksBitsBeforeStart); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "idx-lower-regardless",
       .change = "a search lowers the start of searches although a mark has come since it looked",
       .goes_wrong = "the chunk that was marked lies above the start, and nobody finds it",
       .model = "index-mark-find",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) {
             // Go's atomics are sequentially consistent; otherwise an old value of the bits is
             // enough.
             p.Drop(Decision::kFindYieldsToMarks);
             p.Weaken(Access::kScavengeIndex, MemoryOrder::kSequentiallyConsistent);
           },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "idx-mark-relaxed",
       .change = "a mark raises the start of searches without release",
       .goes_wrong = "a search that sees it need not see the bits, and lowers the start",
       .model = "index-mark-find",
       .fewest_preemptions = 0,
       .apply =
           [](TunableProtocol& p) { p.Weaken(Access::kRaiseIndexStart, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "idx-find-relaxed",
       .change = "a search loads its start without acquire",
       .goes_wrong =
           "it need not see the bits of the mark that has raised it, and lowers the start",
       .model = "index-mark-find",
       .fewest_preemptions = 0,
       .apply =
           [](TunableProtocol& p) { p.Weaken(Access::kLoadIndexStart, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
  };
}

}  // namespace heddle::models
