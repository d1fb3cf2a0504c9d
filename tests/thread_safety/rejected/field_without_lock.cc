// SPDX-License-Identifier: BSD-3-Clause

#include "core/sync/annotations.h"
#include "core/sync/lock_rank.h"
#include "core/sync/std_sync.h"

namespace heddle::core {

class Counter {
 public:
  int Read() { return count_; }

 private:
  StdSync::Mutex mutex_{LockRank::kHeap};
  int count_ HEDDLE_GUARDED_BY(mutex_) = 0;
};

}  // namespace heddle::core
