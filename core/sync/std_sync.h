// SPDX-License-Identifier: BSD-3-Clause
//
// The synchronization policy of real threads: std::mutex, atomics, plain memory.
//
// Atomic and Published hold a plain T and reach it through std::atomic_ref. That makes them
// implicit-lifetime types, so arrays of them are valid in memory that the system hands out
// zero-filled, and a summary array of half a gigabyte costs only the pages that are touched.

#ifndef HEDDLE_CORE_SYNC_STD_SYNC_H_
#define HEDDLE_CORE_SYNC_STD_SYNC_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <source_location>
#include <type_traits>

#include "core/sync/annotations.h"
#include "core/sync/concept.h"
#include "core/sync/held_locks.h"
#include "core/sync/plain_shared.h"

namespace heddle::core {

#if defined(__SANITIZE_THREAD__)
#define HEDDLE_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HEDDLE_THREAD_SANITIZER 1
#endif
#endif

namespace std_sync {

// There is no plain access among the atomic ones: kPlain is relaxed here, and what makes it a race
// is told to the race detector by Published.
constexpr std::memory_order StandardOrder(MemoryOrder order) {
  switch (order) {
    case MemoryOrder::kPlain:
    case MemoryOrder::kRelaxed:
      return std::memory_order_relaxed;
    case MemoryOrder::kAcquire:
      return std::memory_order_acquire;
    case MemoryOrder::kRelease:
      return std::memory_order_release;
    case MemoryOrder::kAcquireRelease:
      return std::memory_order_acq_rel;
    case MemoryOrder::kSequentiallyConsistent:
      break;
  }
  return std::memory_order_seq_cst;
}

using Location = std::source_location;

inline HeldLocks& ThisThreadsLocks() {
  thread_local HeldLocks locks;
  return locks;
}

// What a debug build adds to a lock: its rank, checked against the locks that the thread holds.
// Nothing in a release build.
template <bool kChecked>
class RankCheck {
 public:
  explicit RankCheck(LockRank rank) : rank_(rank) {}

  void BeforeLock(const void* lock, const Location& where) const {
    ThisThreadsLocks().CheckOrder(lock, rank_, where);
  }
  void AfterLock(const void* lock, const Location& where) const {
    ThisThreadsLocks().Acquired(lock, rank_, where);
  }
  void BeforeUnlock(const void* lock) const { ThisThreadsLocks().Released(lock); }

 private:
  LockRank rank_;
};
template <>
class RankCheck<false> {
 public:
  explicit RankCheck(LockRank /*rank*/) {}

  void BeforeLock(const void* /*lock*/, const Location& /*where*/) const {}
  void AfterLock(const void* /*lock*/, const Location& /*where*/) const {}
  void BeforeUnlock(const void* /*lock*/) const {}
};

class HEDDLE_CAPABILITY("mutex") Mutex {
 public:
  explicit Mutex(LockRank rank) : rank_(rank) {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock(const Location& where = Location::current()) HEDDLE_ACQUIRE() {
    rank_.BeforeLock(this, where);
    mutex_.lock();
    rank_.AfterLock(this, where);
  }

  void unlock(const Location& /*where*/ = Location::current()) HEDDLE_RELEASE() {
    rank_.BeforeUnlock(this);
    mutex_.unlock();
  }

 private:
  std::mutex mutex_;
  [[no_unique_address]] RankCheck<kDebugBuild> rank_;
};

template <class T>
class Atomic {
 public:
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8);

  Atomic() = default;
  explicit Atomic(T value) : value_(value) {}

  T load(MemoryOrder order, const Location& /*where*/ = Location::current()) const {
    return Ref().load(StandardOrder(order));
  }
  void store(T value, MemoryOrder order, const Location& /*where*/ = Location::current()) {
    Ref().store(value, StandardOrder(order));
  }
  T exchange(T value, MemoryOrder order, const Location& /*where*/ = Location::current()) {
    return Ref().exchange(value, StandardOrder(order));
  }
  T fetch_add(T value, MemoryOrder order, const Location& /*where*/ = Location::current()) {
    return Ref().fetch_add(value, StandardOrder(order));
  }
  T fetch_sub(T value, MemoryOrder order, const Location& /*where*/ = Location::current()) {
    return Ref().fetch_sub(value, StandardOrder(order));
  }
  bool compare_exchange_strong(T& expected, T desired, MemoryOrder success, MemoryOrder failure,
                               const Location& /*where*/ = Location::current()) {
    return Ref().compare_exchange_strong(expected, desired, StandardOrder(success),
                                         StandardOrder(failure));
  }
  bool compare_exchange_weak(T& expected, T desired, MemoryOrder success, MemoryOrder failure,
                             const Location& /*where*/ = Location::current()) {
    return Ref().compare_exchange_weak(expected, desired, StandardOrder(success),
                                       StandardOrder(failure));
  }

 private:
  // std::atomic_ref takes no pointer to const until C++26; loads change nothing.
  std::atomic_ref<T> Ref() const { return std::atomic_ref<T>(const_cast<T&>(value_)); }

  alignas(std::atomic_ref<T>::required_alignment) T value_;
};

// Relaxed atomics hide a writer that forgot the lock from race detectors. Under ThreadSanitizer a
// plain byte is therefore kept beside the word: read by Get, written by Set, not touched by Peek.
template <class T>
class Published {
 public:
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8);

  Published() = default;
  explicit Published(T value) : word_(value) {}

  // By the holder of the lock, or where no other thread can write.
  T Get(const Location& /*where*/ = Location::current()) const {
#if defined(HEDDLE_THREAD_SANITIZER)
    (void)guard_;
#endif
    // Relaxed: every store happens before this load through the lock.
    return word_.load(MemoryOrder::kRelaxed);
  }

  // By the holder of the lock. `order` is relaxed or release; its partner is a Peek.
  void Set(T value, MemoryOrder order, const Location& /*where*/ = Location::current()) {
#if defined(HEDDLE_THREAD_SANITIZER)
    guard_ = 1;
#endif
    word_.store(value, order);
  }

  // By anyone. Any value that was Set may come back, however old, until something orders it.
  T Peek(MemoryOrder order, const Location& /*where*/ = Location::current()) const {
#if defined(HEDDLE_THREAD_SANITIZER)
    if (order == MemoryOrder::kPlain) {
      (void)guard_;
    }
#endif
    return word_.load(order);
  }

 private:
  Atomic<T> word_;
#if defined(HEDDLE_THREAD_SANITIZER)
  volatile unsigned char guard_;  // volatile: the detector must see reads whose value is not used
#endif
};

class Event {
 public:
  void Park(const Location& /*where*/ = Location::current()) {
    std::unique_lock lock(mutex_);
    signalled_.wait(lock, [this] { return woken_; });
    woken_ = false;
  }

  // Park, but not for longer than this; returns whether it was woken.
  bool ParkFor(std::chrono::nanoseconds most) {
    std::unique_lock lock(mutex_);
    const bool woken = signalled_.wait_for(lock, most, [this] { return woken_; });
    woken_ = false;
    return woken;
  }

  void Wake(const Location& /*where*/ = Location::current()) {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    signalled_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable signalled_;
  bool woken_ = false;
};

}  // namespace std_sync

struct StdSync {
  static constexpr bool kChecked = kDebugBuild;

  using Mutex = std_sync::Mutex;
  template <class T>
  using Atomic = std_sync::Atomic<T>;
  template <class T>
  using Shared = PlainShared<T>;
  template <class T>
  using Published = std_sync::Published<T>;
  using Event = std_sync::Event;

  static void Fence(MemoryOrder order,
                    const std::source_location& /*where*/ = std::source_location::current()) {
    std::atomic_thread_fence(std_sync::StandardOrder(order));
  }
};

static_assert(SyncPolicy<StdSync>);
static_assert(sizeof(StdSync::Shared<std::uint64_t>) == sizeof(std::uint64_t));
static_assert(sizeof(StdSync::Atomic<std::uint64_t>) == sizeof(std::atomic<std::uint64_t>));
static_assert(kDebugBuild || sizeof(StdSync::Mutex) == sizeof(std::mutex));
#if !defined(HEDDLE_THREAD_SANITIZER)
static_assert(sizeof(StdSync::Published<std::uint64_t>) == sizeof(std::atomic<std::uint64_t>));
#endif

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_STD_SYNC_H_
