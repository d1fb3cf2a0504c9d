// SPDX-License-Identifier: BSD-3-Clause

#include "core/policies.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/sync/section.h"
#include "core/sync/std_sync.h"

namespace heddle::core {

using P = Policies<StdSync>;

void ScavengeUnderTheLock(LockedRangeScavenger<P>& scavenger, NoProbe& probe) {
  const Section<P, LockRank::kHeap> section(scavenger.heap_lock(), probe);
  scavenger.Scavenge(1);
}

}  // namespace heddle::core
