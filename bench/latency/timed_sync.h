// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_LATENCY_TIMED_SYNC_H_
#define HEDDLE_BENCH_LATENCY_TIMED_SYNC_H_

#include <cstdint>
#include <mutex>
#include <source_location>
#include <utility>
#include <vector>

#include "bench/latency/clock.h"
#include "core/sync/annotations.h"
#include "core/sync/std_sync.h"

namespace heddle::bench {

// How long threads held the heap lock, each time. Kept by each thread for itself, and here when it
// has ended.
class HoldTimes {
 public:
  static void Add(std::uint32_t nanoseconds) {
    thread_local OfThread times;
    times.held.push_back(nanoseconds);
  }
  // Of the threads that have ended since the last call.
  static std::vector<std::uint32_t> Take() {
    const std::lock_guard lock(mutex);
    return std::exchange(ended, {});
  }

 private:
  struct OfThread {
    std::vector<std::uint32_t> held;
    ~OfThread() {
      const std::lock_guard lock(mutex);
      ended.insert(ended.end(), held.begin(), held.end());
    }
  };

  static inline std::mutex mutex;
  static inline std::vector<std::uint32_t> ended;
};

// StdSync with a heap lock that says how long it was held.
struct TimedSync : core::StdSync {
  // The analysis knows of one lock, not of the one inside.
  class HEDDLE_CAPABILITY("mutex") Mutex {
   public:
    using Location = std::source_location;

    explicit Mutex(core::LockRank rank) : rank_(rank), mutex_(rank) {}

    void lock(const Location& where = Location::current())
        HEDDLE_ACQUIRE() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      mutex_.lock(where);
      since_ = Now();
    }
    void unlock(const Location& where = Location::current())
        HEDDLE_RELEASE() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      const std::uint32_t held = Since(since_);
      mutex_.unlock(where);
      if (rank_ == core::LockRank::kHeap) {
        HoldTimes::Add(held);
      }
    }

   private:
    core::LockRank rank_;
    core::StdSync::Mutex mutex_;
    Instant since_{};  // of its holder
  };
};
static_assert(core::SyncPolicy<TimedSync>);

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_LATENCY_TIMED_SYNC_H_
