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
// T is trivially copyable, and at most eight bytes for Atomic and Published. Their cells are built
// from a value, or without one where they are elements of a metadata array. What builds those is
// the memory policy: one that hands out zero-filled memory (NullMemory) needs cells that are
// trivially default-constructible and destructible, and for which zero bytes are the value zero.
//
// The order of a Set is relaxed or release. kPlain is for Peek alone: it reads as the holder of the
// lock would, without being it.

#ifndef HEDDLE_CORE_SYNC_CONCEPT_H_
#define HEDDLE_CORE_SYNC_CONCEPT_H_

#include <concepts>
#include <cstdint>
#include <source_location>

#include "core/sync/lock_rank.h"
#include "core/sync/memory_order.h"

namespace heddle::core {

using Where = std::source_location;

template <class M>
concept MutexOf = std::constructible_from<M, LockRank> && requires(M mutex, Where where) {
  mutex.lock(where);
  mutex.lock();
  mutex.unlock(where);
  mutex.unlock();
};

// Cells of metadata arrays are made without a value, members with one.
template <class C, class T>
concept CellOf = std::default_initializable<C> && std::constructible_from<C, T>;

template <class A, class T>
concept AtomicOf =
    CellOf<A, T> && requires(A atomic, const A& reader, T value, MemoryOrder order, Where where) {
      { reader.load(order, where) } -> std::same_as<T>;
      atomic.store(value, order, where);
      { atomic.exchange(value, order, where) } -> std::same_as<T>;
      { atomic.fetch_add(value, order, where) } -> std::same_as<T>;
      { atomic.fetch_sub(value, order, where) } -> std::same_as<T>;
      { atomic.compare_exchange_strong(value, value, order, order, where) } -> std::same_as<bool>;
      { atomic.compare_exchange_weak(value, value, order, order, where) } -> std::same_as<bool>;
      reader.load(order);
      atomic.store(value, order);
    };

template <class S, class T>
concept SharedOf = CellOf<S, T> && requires(S cell, const S& reader, T value, Where where) {
  { reader.Get(where) } -> std::same_as<T>;
  { reader.Get() } -> std::same_as<T>;
  cell.Set(value, where);
  cell.Set(value);
};

template <class P, class T>
concept PublishedOf =
    CellOf<P, T> && requires(P cell, const P& reader, T value, MemoryOrder order, Where where) {
      { reader.Get(where) } -> std::same_as<T>;
      { reader.Get() } -> std::same_as<T>;
      { reader.Peek(order, where) } -> std::same_as<T>;
      { reader.Peek(order) } -> std::same_as<T>;
      cell.Set(value, order, where);
      cell.Set(value, order);
    };

template <class E>
concept EventOf = std::default_initializable<E> && requires(E event, Where where) {
  event.Park(where);
  event.Park();
  event.Wake(where);
  event.Wake();
};

template <class S>
concept SyncPolicy = MutexOf<typename S::Mutex> &&
                     AtomicOf<typename S::template Atomic<std::uint64_t>, std::uint64_t> &&
                     SharedOf<typename S::template Shared<std::uint64_t>, std::uint64_t> &&
                     PublishedOf<typename S::template Published<std::uint64_t>, std::uint64_t> &&
                     EventOf<typename S::Event> && requires(MemoryOrder order, Where where) {
                       { S::kChecked } -> std::convertible_to<bool>;
                       S::Fence(order, where);
                       S::Fence(order);
                     };

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_CONCEPT_H_
