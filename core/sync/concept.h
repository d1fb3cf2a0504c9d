// SPDX-License-Identifier: BSD-3-Clause
//
// The synchronization policy: how threads meet. To bring a policy of your own, provide a type Sync
// with these members; every call also takes a defaulted std::source_location last.
//
//   Sync::kChecked                 whether misuse and lock ranks are checked at run time
//   Sync::Mutex(LockRank)          lock, unlock; not recursive; carries a clang capability
//   Sync::Atomic<T>                load, store, exchange, fetch_add, fetch_sub,
//                                  compare_exchange_strong/weak; a MemoryOrder at every call
//   Sync::Shared<T>                memory that several threads reach under one lock: Get, Set
//   Sync::Published<T>             written under a lock, also read without it: Get and Set by the
//                                  holder of the lock, Peek(order) by anyone
//   Sync::Event                    one waiter parks, others wake it; a wake-up that comes first is
//                                  kept, several before one Park count as one
//   Sync::Fence(order)
//
// T is trivially copyable and at most eight bytes for Atomic and Published.

#ifndef HEDDLE_CORE_SYNC_CONCEPT_H_
#define HEDDLE_CORE_SYNC_CONCEPT_H_

#include <concepts>
#include <cstdint>

#include "core/sync/lock_rank.h"
#include "core/sync/memory_order.h"

namespace heddle::core {

template <class M>
concept MutexOf = std::constructible_from<M, LockRank> && requires(M mutex) {
  mutex.lock();
  mutex.unlock();
};

template <class A, class T>
concept AtomicOf = requires(A atomic, const A& reader, T value, MemoryOrder order) {
  { reader.load(order) } -> std::same_as<T>;
  atomic.store(value, order);
  { atomic.exchange(value, order) } -> std::same_as<T>;
  { atomic.fetch_add(value, order) } -> std::same_as<T>;
  { atomic.fetch_sub(value, order) } -> std::same_as<T>;
  { atomic.compare_exchange_strong(value, value, order, order) } -> std::same_as<bool>;
  { atomic.compare_exchange_weak(value, value, order, order) } -> std::same_as<bool>;
};

template <class S, class T>
concept SharedOf = requires(S cell, const S& reader, T value) {
  { reader.Get() } -> std::same_as<T>;
  cell.Set(value);
};

template <class P, class T>
concept PublishedOf = requires(P cell, const P& reader, T value, MemoryOrder order) {
  { reader.Get() } -> std::same_as<T>;
  { reader.Peek(order) } -> std::same_as<T>;
  cell.Set(value, order);
};

template <class E>
concept EventOf = requires(E event) {
  event.Park();
  event.Wake();
};

template <class S>
concept SyncPolicy = MutexOf<typename S::Mutex> &&
                     AtomicOf<typename S::template Atomic<std::uint64_t>, std::uint64_t> &&
                     SharedOf<typename S::template Shared<std::uint64_t>, std::uint64_t> &&
                     PublishedOf<typename S::template Published<std::uint64_t>, std::uint64_t> &&
                     EventOf<typename S::Event> && requires(MemoryOrder order) {
                       { S::kChecked } -> std::convertible_to<bool>;
                       S::Fence(order);
                     };

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_CONCEPT_H_
