// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORKLOAD_LOCKED_INCREMENTS_H_
#define HEDDLE_MODELS_WORKLOAD_LOCKED_INCREMENTS_H_

#include <cstdint>
#include <string>

#include "core/sync/annotations.h"
#include "core/sync/concept.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::models {

// Workload 2: every thread adds one to a plain variable under a lock, so many times.
template <core::SyncPolicy Sync, int kThreadCount, int kTimes>
class LockedIncrements {
 public:
  static constexpr int kThreads = kThreadCount;

  void Thread(int /*index*/) {
    for (int i = 0; i < kTimes; ++i) {
      lock_.lock();
      sum_.Set(sum_.Get() + 1);
      lock_.unlock();
    }
  }

  // All threads have ended.
  void Finish() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (sum_.Get() != std::uint64_t{kThreads} * kTimes) {
      core::Fatal("an addition under the lock was lost");
    }
  }

  std::string Describe(const void* object) const HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // reads none
    return core::ContainsAddress(lock_, object)  ? "lock"
           : core::ContainsAddress(sum_, object) ? "sum"
                                                 : "";
  }

 private:
  typename Sync::Mutex lock_{core::LockRank::kUnranked};
  typename Sync::template Shared<std::uint64_t> sum_ HEDDLE_GUARDED_BY(lock_){0};
};

// Workload 1: three threads, twice each, and then an atomic addition that nothing orders.
template <core::SyncPolicy Sync>
class IncrementsThenAddition : private LockedIncrements<Sync, 3, 2> {
 public:
  using Increments = LockedIncrements<Sync, 3, 2>;
  using Increments::kThreads;

  void Thread(int index) {
    Increments::Thread(index);
    ended_.fetch_add(1, core::MemoryOrder::kRelaxed);
  }

  void Finish() {
    Increments::Finish();
    if (ended_.load(core::MemoryOrder::kRelaxed) != kThreads) {
      core::Fatal("an atomic addition was lost");
    }
  }

  std::string Describe(const void* object) const {
    return core::ContainsAddress(ended_, object) ? "threads that have ended"
                                                 : Increments::Describe(object);
  }

 private:
  typename Sync::template Atomic<std::uint64_t> ended_{0};
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORKLOAD_LOCKED_INCREMENTS_H_
