// SPDX-License-Identifier: BSD-3-Clause
//
// The synchronization policy of the checker: every operation that may matter to another thread is
// announced to Relacy, which decides who runs next and what a load may return, and watches plain
// memory for races. Only for use inside a simulation.

#ifndef HEDDLE_CHECKER_RELACY_RELACY_SYNC_H_
#define HEDDLE_CHECKER_RELACY_RELACY_SYNC_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "checker/relacy/primitives.h"
#include "core/sync/annotations.h"
#include "core/sync/concept.h"

namespace heddle::checker {

namespace relacy_sync {

template <class T>
std::uint64_t ToWord(const T& value) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t));
  if constexpr (sizeof(T) == sizeof(std::uint64_t)) {
    return std::bit_cast<std::uint64_t>(value);
  } else {
    std::uint64_t word = 0;
    std::memcpy(&word, &value, sizeof(T));
    return word;
  }
}

template <class T>
T FromWord(std::uint64_t word) {
  if constexpr (sizeof(T) == sizeof(word)) {
    return std::bit_cast<T>(word);
  } else {
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &word, sizeof(T));
    return std::bit_cast<T>(bytes);
  }
}

template <class T>
inline constexpr ValueKind kKindOf =
    std::is_pointer_v<T> ? ValueKind::kAddress : ValueKind::kNumber;

// What the trace shows of a value: nothing of one that does not fit a word.
template <class T>
std::uint64_t Shown(const T& value) {
  if constexpr (sizeof(T) <= sizeof(std::uint64_t)) {
    return ToWord(value);
  } else {
    return 0;
  }
}

class HEDDLE_CAPABILITY("mutex") Mutex {
 public:
  explicit Mutex(core::LockRank rank) : cell_(rank) {}

  void lock(const Location& where = Location::current()) HEDDLE_ACQUIRE() { cell_.Lock(where); }
  void unlock(const Location& where = Location::current()) HEDDLE_RELEASE() { cell_.Unlock(where); }

 private:
  MutexCell cell_;
};

template <class T>
class Atomic {
 public:
  Atomic() : Atomic(T{}) {}
  explicit Atomic(T value) : cell_(ToWord(value), kKindOf<T>) {}

  T load(core::MemoryOrder order, const Location& where = Location::current()) const {
    return FromWord<T>(cell_.Load(order, where));
  }
  void store(T value, core::MemoryOrder order, const Location& where = Location::current()) {
    cell_.Store(ToWord(value), order, where);
  }
  T exchange(T value, core::MemoryOrder order, const Location& where = Location::current()) {
    return FromWord<T>(cell_.Exchange(ToWord(value), order, where));
  }
  T fetch_add(T value, core::MemoryOrder order, const Location& where = Location::current()) {
    static_assert(sizeof(T) == sizeof(std::uint64_t), "a narrower word would not wrap");
    return FromWord<T>(cell_.FetchAdd(ToWord(value), order, where));
  }
  T fetch_sub(T value, core::MemoryOrder order, const Location& where = Location::current()) {
    static_assert(sizeof(T) == sizeof(std::uint64_t), "a narrower word would not wrap");
    return FromWord<T>(cell_.FetchSub(ToWord(value), order, where));
  }
  bool compare_exchange_strong(T& expected, T desired, core::MemoryOrder success,
                               core::MemoryOrder failure,
                               const Location& where = Location::current()) {
    std::uint64_t word = ToWord(expected);
    const bool done = cell_.CompareExchangeStrong(word, ToWord(desired), success, failure, where);
    expected = FromWord<T>(word);
    return done;
  }
  bool compare_exchange_weak(T& expected, T desired, core::MemoryOrder success,
                             core::MemoryOrder failure,
                             const Location& where = Location::current()) {
    std::uint64_t word = ToWord(expected);
    const bool done = cell_.CompareExchangeWeak(word, ToWord(desired), success, failure, where);
    expected = FromWord<T>(word);
    return done;
  }

 private:
  AtomicCell cell_;
};

template <class T>
class Shared {
 public:
  static_assert(std::is_trivially_copyable_v<T>);

  Shared() : Shared(T{}) {}
  explicit Shared(T value) : race_(kKindOf<T>), value_(value) {}

  T Get(const Location& where = Location::current()) const {
    race_.Read(Shown(value_), where);
    return value_;
  }
  void Set(T value, const Location& where = Location::current()) {
    race_.Write(Shown(value), where);
    value_ = value;
  }

 private:
  RaceCell race_;
  T value_;
};

// An atomic for Peek, and beside it the value under the lock, watched for races. Get needs no
// scheduling point: every Set happens before it or after it through the lock, so it commutes with
// whatever else may run (docs/decisions/0001). A Set or Get without the lock is a race on the cell.
template <class T>
class Published {
 public:
  Published() : Published(T{}) {}
  explicit Published(T value)
      : word_(ToWord(value), kKindOf<T>), race_(kKindOf<T>), value_(value) {}

  T Get(const Location& where = Location::current()) const {
    race_.Read(ToWord(value_), where);
    return value_;
  }
  void Set(T value, core::MemoryOrder order, const Location& where = Location::current()) {
    // The scheduling point comes first, so that both halves are one step.
    word_.Store(ToWord(value), order, where);
    race_.Write(ToWord(value), where);
    value_ = value;
  }
  T Peek(core::MemoryOrder order, const Location& where = Location::current()) const {
    if (order == core::MemoryOrder::kPlain) {
      return Get(where);
    }
    return FromWord<T>(word_.Load(order, where));
  }

 private:
  AtomicCell word_;
  RaceCell race_;
  T value_;
};

class Event {
 public:
  void Park(const Location& where = Location::current()) { cell_.Park(where); }
  void Wake(const Location& where = Location::current()) { cell_.Wake(where); }

 private:
  EventCell cell_;
};

}  // namespace relacy_sync

struct RelacySync {
  static constexpr bool kChecked = true;

  using Mutex = relacy_sync::Mutex;
  template <class T>
  using Atomic = relacy_sync::Atomic<T>;
  template <class T>
  using Shared = relacy_sync::Shared<T>;
  template <class T>
  using Published = relacy_sync::Published<T>;
  using Event = relacy_sync::Event;

  static void Fence(core::MemoryOrder order, const Location& where = Location::current()) {
    ThreadFence(order, where);
  }
};

static_assert(core::SyncPolicy<RelacySync>);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_RELACY_SYNC_H_
