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

std::vector<Fault> PublicationFaults() {
  return {
      {.name = "opt-bitmap-plain",
       .change = "the search without the lock reads the bitmaps as plain memory",
       .goes_wrong = "it reads a word while that is written",
       .model = "allocate-optimistic-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kPeekPageBits, MemoryOrder::kPlain); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "opt-summary-plain",
       .change = "the search without the lock reads the summaries as plain memory",
       .goes_wrong = "it reads one while that is written",
       .model = "allocate-optimistic-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kPeekLeafSummary, MemoryOrder::kPlain); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "opt-no-null-check",
       .change = "the search without the lock follows the pointer to a chunk's bitmaps without "
                 "asking whether it is null",
       .goes_wrong = "nothing orders the pointer and the summary, so it may see the summary of a "
                     "new chunk and no bitmaps",
       .model = "grow-optimistic-search",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kLooksForBitmaps); },
       .expectations = {{.verdicts = {Verdict::kMisuse}}},
       .reference = "similar to snmalloc commit 27c4a6a5"},
      {.name = "l2-publish-relaxed",
       .change = "the pointer to a new block of chunks is published without release",
       .goes_wrong = "a search without the lock follows it to a block that is not there yet for it",
       .model = "grow-optimistic-search",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) { p.Weaken(Access::kPublishChunkBlock, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}},
       .reference = "similar to golang/go issue 11324 and tcmalloc commit 98b28bc6"},
      {.name = "l2-find-relaxed",
       .change = "the pointer to a block of chunks is loaded without acquire",
       .goes_wrong = "a search without the lock follows it to a block that is not there yet for it",
       .model = "grow-optimistic-search",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) { p.Weaken(Access::kFindChunkBlock, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
      {.name = "arena-publish-relaxed",
       .change = "the pointer to the record of an arena is published without release",
       .goes_wrong = "who looks for a span follows it to a record that is not there yet for it",
       .model = "heap-allocate-find",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kPublishArena, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
      {.name = "arena-find-relaxed",
       .change = "the pointer to the record of an arena is loaded without acquire",
       .goes_wrong = "who looks for a span follows it to a record that is not there yet for it",
       .model = "heap-allocate-find",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kFindArena, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace, Verdict::kUninitialized}}}},
      {.name = "span-enter-relaxed",
       .change = "a span is entered without release",
       .goes_wrong = "who finds it does not see that its memory is ready",
       .model = "heap-allocate-find",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kEnterSpan, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "span-find-relaxed",
       .change = "a span is looked up without acquire",
       .goes_wrong = "who finds it does not see that its memory is ready",
       .model = "heap-allocate-find",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kFindSpan, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
  };
}

}  // namespace heddle::models
