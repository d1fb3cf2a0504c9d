// SPDX-License-Identifier: BSD-3-Clause
//
// Clang analyses the body of a template only where it is instantiated; here that is all of it.

#include "core/page_alloc/page_alloc.h"
#include "core/heap/background_scavenger.h"
#include "core/heap/heap.h"
#include "core/invariants/allocation_invariants.h"
#include "core/invariants/heap_invariants.h"
#include "core/invariants/release_invariants.h"
#include "core/memory/null_memory.h"
#include "core/policies.h"
#include "core/scavenger/scavenge_index.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "core/sync/steady_clock.h"

namespace heddle::core {

template class PageAlloc<Policies<StdSync>>;
template class PageAlloc<Policies<SingleThread>>;
template class LockedRangeScavenger<Policies<StdSync>>;
template class LockedRangeScavenger<Policies<SingleThread>>;
template class ScavengeIndex<Policies<StdSync>>;
template class ScavengeIndex<Policies<SingleThread>>;

using RealThreads = Policies<StdSync>;
template class CursorScavenger<RealThreads>;
template class RangeScavenger<RealThreads>;
template class Heap<RealThreads, Revision::kR1>;
template class Heap<RealThreads, Revision::kR2>;
template class Heap<RealThreads, Revision::kR3>;
template class Heap<RealThreads, Revision::kR4>;
template class BackgroundScavenger<Heap<RealThreads>, SteadyClock>;
template class AllocationInvariants<RealThreads>;
template class HeapInvariants<Heap<RealThreads>>;
template class ScavengeInvariants<RealThreads>;

}  // namespace heddle::core
