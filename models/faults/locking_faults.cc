// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> LockingFaults() {
  return {
      {.name = "ranges-clone-before-scavlock",
       .change = "a new generation's address space is copied without the scavenger lock",
       .goes_wrong = "a scavenger reserves from it meanwhile",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kClonesHeapUnderGuard); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "startgen-no-scavlock",
       .change = "a new generation begins without the scavenger lock",
       .goes_wrong = "a scavenger reserves from its address space while it is made",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "startgen-no-heaplock",
       .change = "a generation starts without the heap lock",
       .goes_wrong = "a page is freed while the watermark for freed pages is read and reset",
       .model = "free-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kStartsGenerationUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}},
       .reference = "similar to dotnet/runtime pull 59413"},
      {.name = "lock-inversion-range",
       .change = "the scavenger lock is kept while the heap lock is taken again",
       .goes_wrong =
           "a new generation, which holds the heap lock and wants the scavenger lock, and "
           "the scavenger wait for each other",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kScavengerLockDroppedBeforeHeapLock); },
       .expectations = {{.verdicts = {Verdict::kLockRank}},
                        {.verdicts = {Verdict::kDeadlock}, .oracles = {.lock_ranks = false}}}},
      {.name = "lock-inversion-startgen",
       .change = "a new generation takes the scavenger lock before the heap lock",
       .goes_wrong =
           "nobody else holds both, so none waits for ever yet; the next one who does will",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kHeapLockBeforeScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kLockRank}}}},
      {.name = "growth-scavenge-locked",
       .change = "a growth is made up for before the heap lock is given back",
       .goes_wrong = "the scavenger takes the heap lock for itself, and waits for its own thread",
       .model = "heap-grow-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kGrowthScavengedWithoutHeapLock); },
       .expectations = {{.verdicts = {Verdict::kMisuse, Verdict::kDeadlock, Verdict::kLockRank}}},
       .reference = "similar to jemalloc issue 425 and tcmalloc commit 52e85485"},
      {.name = "alloc-no-lock",
       .change = "spans are allocated without the heap lock",
       .goes_wrong = "two threads take the same pages",
       .model = "heap-grow-grow",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kAllocatesUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "free-no-lock",
       .change = "spans are freed without the heap lock",
       .goes_wrong = "a scavenger looks at the pages while they are freed",
       .model = "heap-cache-scavenge",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kFreesUnderHeapLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
  };
}

}  // namespace heddle::models
