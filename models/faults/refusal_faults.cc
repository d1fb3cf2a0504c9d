// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> RefusalFaults() {
  return {
      {.name = "refused-map-grown",
       .change = "the heap grows by memory that the system refuses to map",
       .goes_wrong = "pages are handed out that are not the heap's",
       .model = "heap-map-refused",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAsksWhetherMapped); },
       .expectations = {{.verdicts = {Verdict::kContents}}}},
      {.name = "refused-use-handed-out",
       .change = "released pages that the system refuses to make usable are handed out",
       .goes_wrong = "their owner writes to memory that is not there",
       .model = "heap-use-refused",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kAsksWhetherUsable); },
       .expectations = {{.verdicts = {Verdict::kContents}}}},
  };
}

}  // namespace heddle::models
