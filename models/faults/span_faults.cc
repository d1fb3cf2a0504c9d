// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> SpanFaults() {
  return {
      {.name = "span-entered-early",
       .change = "a span is entered before its memory is ready",
       .goes_wrong = "who finds it uses memory that is not there",
       .model = "heap-allocate-find",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kEntersSpansWhenReady); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kAssertion}}},
       .reference = "similar to golang/go issue 11324"},
      {.name = "span-removed-late",
       .change = "a span is taken out of the table when its pages are free already",
       .goes_wrong = "who has allocated them by then loses a span of its own",
       .model = "heap-free-allocate",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kRemovesSpansBeforeFreeing); },
       .expectations = {{.verdicts = {Verdict::kAssertion}}},
       .reference = "similar to jemalloc commit 9a645c61"},
      {.name = "arena-mark-load-store",
       .change = "the mark of what an arena has handed out is raised by a load and a store",
       .goes_wrong = "it falls again, and pages that have been used are said to be zero",
       .model = "heap-allocate-allocate",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kRaisesUsedMarkInOneStep); },
       .expectations = {{.verdicts = {Verdict::kContents}}}},
  };
}

}  // namespace heddle::models
