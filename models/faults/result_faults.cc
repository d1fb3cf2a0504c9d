// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

std::vector<Fault> ResultFaults() {
  return {
      {.name = "alloc-after-unlock",
       .change = "the heap lock is given back between finding a run and taking it, if it is still "
                 "free",
       .goes_wrong =
           "it was taken and freed again, and a lower page has become free meanwhile: the "
           "allocation is not first fit",
       .model = "allocate-free-lower",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kAllocatesWhereItSearched); },
       .expectations = {{.verdicts = {Verdict::kLinearizability}}}},
      {.name = "grow-no-retry",
       .change = "a heap that has grown for an allocation does not allocate",
       .goes_wrong = "the caller gets nothing, although there is room now",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAllocatesAfterGrowth); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}}},
  };
}

}  // namespace heddle::models
