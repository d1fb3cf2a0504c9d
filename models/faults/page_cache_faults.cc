// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> PageCacheFaults() {
  return {
      {.name = "cache-alloc-keeps-scav",
       .change = "an allocation from a page cache leaves the scavenged bits of its pages there",
       .goes_wrong = "flushing the cache marks pages scavenged that are in use",
       .model = "heap-cache-allocate",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kCacheAllocClearsScavengedBits); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "cache-flush-drops-scav",
       .change = "flushing a page cache does not give its scavenged bits back",
       .goes_wrong = "released memory counts as ready, and is released again or used as it is",
       .model = "heap-cache-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFlushRestoresScavengedBits); },
       .expectations = {{.verdicts = {Verdict::kAccounting}}}},
      {.name = "cache-flush-no-searchaddr",
       .change = "flushing a page cache does not lower the search address",
       .goes_wrong = "the pages lie below it, and no allocation finds them",
       .model = "heap-cache-allocate",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFlushLowersSearch); },
       .expectations = {{.verdicts = {Verdict::kInvariant}}}},
      {.name = "cache-fill-no-lock",
       .change = "a page cache is filled without the heap lock",
       .goes_wrong = "another thread takes the same pages",
       .model = "heap-cache-allocate",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kFillsCachesUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "cache-flush-no-lock",
       .change = "a page cache is flushed without the heap lock",
       .goes_wrong = "bitmaps and summaries change under somebody who holds it",
       .model = "heap-cache-allocate",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kFlushesCachesUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
  };
}

}  // namespace heddle::models
