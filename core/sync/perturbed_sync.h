// SPDX-License-Identifier: BSD-3-Clause
//
// StdSync that waits now and then before and after what it does (perturbation.h): for stress.
//
// Plain memory is not perturbed, nor is what only the holder of a lock does, which nobody can
// overtake.

#ifndef HEDDLE_CORE_SYNC_PERTURBED_SYNC_H_
#define HEDDLE_CORE_SYNC_PERTURBED_SYNC_H_

#include <chrono>
#include <source_location>

#include "core/sync/annotations.h"
#include "core/sync/concept.h"
#include "core/sync/perturbation.h"
#include "core/sync/std_sync.h"

namespace heddle::core {
namespace perturbed_sync {

using Location = std::source_location;

inline void AtPoint(const Location& where) { ThreadPerturbation::AtPoint(where); }

// The analysis knows of one lock, not of the one inside.
class HEDDLE_CAPABILITY("mutex") Mutex {
 public:
  explicit Mutex(LockRank rank) : mutex_(rank) {}

  void lock(const Location& where = Location::current())
      HEDDLE_ACQUIRE() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    AtPoint(where);
    mutex_.lock(where);
  }
  void unlock(const Location& where = Location::current())
      HEDDLE_RELEASE() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    mutex_.unlock(where);
    AtPoint(where);
  }

 private:
  std_sync::Mutex mutex_;
};

template <class T>
class Atomic {
 public:
  Atomic() = default;
  explicit Atomic(T value) : cell_(value) {}

  T load(MemoryOrder order, const Location& where = Location::current()) const {
    AtPoint(where);
    return cell_.load(order, where);
  }
  void store(T value, MemoryOrder order, const Location& where = Location::current()) {
    AtPoint(where);
    cell_.store(value, order, where);
  }
  T exchange(T value, MemoryOrder order, const Location& where = Location::current()) {
    AtPoint(where);
    return cell_.exchange(value, order, where);
  }
  T fetch_add(T value, MemoryOrder order, const Location& where = Location::current()) {
    AtPoint(where);
    return cell_.fetch_add(value, order, where);
  }
  T fetch_sub(T value, MemoryOrder order, const Location& where = Location::current()) {
    AtPoint(where);
    return cell_.fetch_sub(value, order, where);
  }
  bool compare_exchange_strong(T& expected, T desired, MemoryOrder success, MemoryOrder failure,
                               const Location& where = Location::current()) {
    AtPoint(where);
    return cell_.compare_exchange_strong(expected, desired, success, failure, where);
  }
  bool compare_exchange_weak(T& expected, T desired, MemoryOrder success, MemoryOrder failure,
                             const Location& where = Location::current()) {
    AtPoint(where);
    return cell_.compare_exchange_weak(expected, desired, success, failure, where);
  }

 private:
  std_sync::Atomic<T> cell_;
};

template <class T>
class Published {
 public:
  Published() = default;
  explicit Published(T value) : cell_(value) {}

  T Get(const Location& where = Location::current()) const { return cell_.Get(where); }
  void Set(T value, MemoryOrder order, const Location& where = Location::current()) {
    AtPoint(where);
    cell_.Set(value, order, where);
  }
  T Peek(MemoryOrder order, const Location& where = Location::current()) const {
    AtPoint(where);
    return cell_.Peek(order, where);
  }

 private:
  std_sync::Published<T> cell_;
};

class Event {
 public:
  void Park(const Location& where = Location::current()) {
    AtPoint(where);
    event_.Park(where);
  }
  bool ParkFor(std::chrono::nanoseconds most, const Location& where = Location::current()) {
    AtPoint(where);
    return event_.ParkFor(most);
  }
  void Wake(const Location& where = Location::current()) {
    AtPoint(where);
    event_.Wake(where);
  }

 private:
  std_sync::Event event_;
};

}  // namespace perturbed_sync

struct PerturbedSync {
  static constexpr bool kChecked = StdSync::kChecked;

  using Mutex = perturbed_sync::Mutex;
  template <class T>
  using Atomic = perturbed_sync::Atomic<T>;
  template <class T>
  using Shared = PlainShared<T>;
  template <class T>
  using Published = perturbed_sync::Published<T>;
  using Event = perturbed_sync::Event;

  static void Fence(MemoryOrder order,
                    const std::source_location& where = std::source_location::current()) {
    perturbed_sync::AtPoint(where);
    StdSync::Fence(order, where);
  }
};

static_assert(SyncPolicy<PerturbedSync>);
static_assert(sizeof(PerturbedSync::Published<std::uint64_t>) ==
              sizeof(StdSync::Published<std::uint64_t>));
static_assert(sizeof(PerturbedSync::Mutex) == sizeof(StdSync::Mutex));

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_PERTURBED_SYNC_H_
