// SPDX-License-Identifier: BSD-3-Clause
//
// Clang analyses the body of a template only where it is instantiated; here that is all of it.

#include "core/page_alloc/page_alloc.h"
#include "core/memory/null_memory.h"
#include "core/policies.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/scavenger/scavenge_index.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"

namespace heddle::core {

template class PageAlloc<Policies<StdSync>>;
template class PageAlloc<Policies<SingleThread>>;
template class LockedRangeScavenger<Policies<StdSync>>;
template class LockedRangeScavenger<Policies<SingleThread>>;
template class ScavengeIndex<Policies<StdSync>>;
template class ScavengeIndex<Policies<SingleThread>>;

}  // namespace heddle::core
