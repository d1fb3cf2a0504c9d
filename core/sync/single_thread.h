// SPDX-License-Identifier: BSD-3-Clause
//
// The synchronization policy of one thread: locks that do nothing and atomics that are plain
// memory. The baseline of the benchmarks, and what unit tests use.

#ifndef HEDDLE_CORE_SYNC_SINGLE_THREAD_H_
#define HEDDLE_CORE_SYNC_SINGLE_THREAD_H_

#include <source_location>

#include "core/sync/annotations.h"
#include "core/sync/concept.h"
#include "core/sync/failure.h"
#include "core/sync/plain_shared.h"

namespace heddle::core {

namespace single_thread {

using Location = std::source_location;

class HEDDLE_CAPABILITY("mutex") Mutex {
 public:
  explicit Mutex(LockRank /*rank*/) {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock(const Location& /*where*/ = Location::current()) HEDDLE_ACQUIRE() {}
  void unlock(const Location& /*where*/ = Location::current()) HEDDLE_RELEASE() {}
};

template <class T>
class Atomic {
 public:
  Atomic() = default;
  explicit Atomic(T value) : value_(value) {}

  T load(MemoryOrder /*order*/, const Location& /*where*/ = Location::current()) const {
    return value_;
  }
  void store(T value, MemoryOrder /*order*/, const Location& /*where*/ = Location::current()) {
    value_ = value;
  }
  T exchange(T value, MemoryOrder /*order*/, const Location& /*where*/ = Location::current()) {
    const T old = value_;
    value_ = value;
    return old;
  }
  T fetch_add(T value, MemoryOrder order, const Location& where = Location::current()) {
    return exchange(static_cast<T>(value_ + value), order, where);
  }
  T fetch_sub(T value, MemoryOrder order, const Location& where = Location::current()) {
    return exchange(static_cast<T>(value_ - value), order, where);
  }
  bool compare_exchange_strong(T& expected, T desired, MemoryOrder /*success*/,
                               MemoryOrder /*failure*/,
                               const Location& /*where*/ = Location::current()) {
    if (value_ == expected) {
      value_ = desired;
      return true;
    }
    expected = value_;
    return false;
  }
  bool compare_exchange_weak(T& expected, T desired, MemoryOrder success, MemoryOrder failure,
                             const Location& where = Location::current()) {
    return compare_exchange_strong(expected, desired, success, failure, where);
  }

 private:
  T value_;
};

template <class T>
class Published {
 public:
  Published() = default;
  explicit Published(T value) : value_(value) {}

  T Get(const Location& /*where*/ = Location::current()) const { return value_; }
  void Set(T value, MemoryOrder /*order*/, const Location& /*where*/ = Location::current()) {
    value_ = value;
  }
  T Peek(MemoryOrder /*order*/, const Location& /*where*/ = Location::current()) const {
    return value_;
  }

 private:
  T value_;
};

class Event {
 public:
  void Park(const Location& where = Location::current()) {
    if (!woken_) {
      Fatal("the only thread parks on an event that nobody can wake", where);
    }
    woken_ = false;
  }
  void Wake(const Location& /*where*/ = Location::current()) { woken_ = true; }

 private:
  bool woken_ = false;
};

}  // namespace single_thread

struct SingleThread {
  static constexpr bool kChecked = kDebugBuild;

  using Mutex = single_thread::Mutex;
  template <class T>
  using Atomic = single_thread::Atomic<T>;
  template <class T>
  using Shared = PlainShared<T>;
  template <class T>
  using Published = single_thread::Published<T>;
  using Event = single_thread::Event;

  static void Fence(MemoryOrder /*order*/,
                    const std::source_location& /*where*/ = std::source_location::current()) {}
};

static_assert(SyncPolicy<SingleThread>);
static_assert(sizeof(SingleThread::Published<std::uint64_t>) == sizeof(std::uint64_t));

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_SINGLE_THREAD_H_
