// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/primitives.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/memory_orders.h"
#include "checker/relacy/recording.h"
#include "checker/relacy/relacy.h"
#include "checker/relacy/steps.h"

namespace heddle::checker {
namespace {

using core::MemoryOrder;
using Atomic = rl::atomic<std::uint64_t>;

rl::mutex& AsMutex(std::byte* storage) {
  return *std::launder(reinterpret_cast<rl::mutex*>(storage));
}
Atomic& AsAtomic(std::byte* storage) { return *std::launder(reinterpret_cast<Atomic*>(storage)); }
// Relacy's loads are const and its proxies are not.
Atomic& AsAtomic(const std::byte* storage) { return AsAtomic(const_cast<std::byte*>(storage)); }

Operation ReadModifyWrite(ObjectId id) { return {OperationKind::kReadModifyWrite, id}; }

// A primitive that is destroyed while threads run may still be in use by one of them.
void DestroyStep(ObjectId id) {
  if (!execution_state.threads_run) {
    return;
  }
  if (!execution_state.director->DisablesWaiting()) {
    StepUnasked();
    return;
  }
  const Operation operation = {OperationKind::kDestroy, id};
  Announce(operation);
  rl::ctx().sched();
  Perform(operation, 0);
}

core::HeldLocks& HeldByThisThread() {
  return execution_state.held_locks.at(static_cast<std::size_t>(CurrentThread()));
}

void Say(EventKind kind, std::string_view text, const Location& where) {
  Event event;
  event.kind = kind;
  std::copy_n(text.begin(), std::min(text.size(), event.note.size() - 1), event.note.begin());
  Add(event, where);
}

}  // namespace

MutexCell::MutexCell(core::LockRank rank) : id_(execution_state.NewObject()), rank_(rank) {
  static_assert(sizeof(rl::mutex) <= kBytes && alignof(rl::mutex) <= 8);
  new (storage_) rl::mutex;
}

MutexCell::~MutexCell() {
  DestroyStep(id_);
  std::destroy_at(&AsMutex(storage_));
}

void MutexCell::Lock(const Location& where) {
  if (execution_state.check_lock_ranks) {
    HeldByThisThread().CheckOrder(this, rank_, where);
  }
  Want(this, where);
  const Operation operation = {OperationKind::kLock, id_};
  Announce(operation);
  AsMutex(storage_).lock(InfoOf(where));
  Perform(operation, 0);
  Want(nullptr, where);
  HeldByThisThread().Acquired(this, rank_, where);
  Record(EventKind::kLock, this, MemoryOrder::kAcquire, 0, where);
}

bool MutexCell::TryLock(const Location& where) {
  Announce({OperationKind::kTryLock, id_});
  const bool taken = AsMutex(storage_).try_lock(InfoOf(where));
  const OperationKind failed = execution_state.threads.IsOpen(id_) ? OperationKind::kTryLockSpurious
                                                                   : OperationKind::kTryLockFailed;
  Perform({taken ? OperationKind::kTryLock : failed, id_}, taken ? 1 : 0);
  if (taken) {
    HeldByThisThread().Acquired(this, rank_, where);
  }
  Record(taken ? EventKind::kLock : EventKind::kTryLockFailed, this, MemoryOrder::kAcquire, 0,
         where);
  return taken;
}

void MutexCell::Unlock(const Location& where) {
  const Operation operation = {OperationKind::kUnlock, id_};
  Announce(operation);
  AsMutex(storage_).unlock(InfoOf(where));
  Perform(operation, 0);
  HeldByThisThread().Released(this);
  Record(EventKind::kUnlock, this, MemoryOrder::kRelease, 0, where);
}

AtomicCell::AtomicCell(std::uint64_t initial, ValueKind kind)
    : id_(execution_state.NewObject()), kind_(kind) {
  static_assert(sizeof(Atomic) <= kBytes && alignof(Atomic) <= 8);
  // The initializing store would be a scheduling point.
  const rl::preemption_disabler alone(rl::ctx());
  new (storage_) Atomic(initial);
}

AtomicCell::AtomicCell(Uninitialized /*nothing*/)
    : id_(execution_state.NewObject()), kind_(ValueKind::kNumber) {
  new (storage_) Atomic;
}

AtomicCell::~AtomicCell() {
  DestroyStep(id_);
  std::destroy_at(&AsAtomic(storage_));
}

// An address says nothing about an execution.
std::uint64_t AtomicCell::ForTrace(std::uint64_t value) const {
  return kind_ == ValueKind::kNumber ? value : 0;
}

void AtomicCell::Record(EventKind what, MemoryOrder order, std::uint64_t value,
                        const Location& where, unsigned age) const {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = what;
    event.order = order;
    event.object = this;
    event.value_is_address = kind_ == ValueKind::kAddress;
    event.value = value;
    event.written = value;
    event.age = age;
    Add(event, where);
  }
}

void AtomicCell::RecordUpdate(MemoryOrder order, std::uint64_t old, std::uint64_t written,
                              const Location& where) const {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = EventKind::kReadModifyWrite;
    event.order = order;
    event.object = this;
    event.value_is_address = kind_ == ValueKind::kAddress;
    event.value = old;
    event.written = written;
    Add(event, where);
  }
}

void AtomicCell::RecordCompareExchange(MemoryOrder order, bool done, std::uint64_t hoped_for,
                                       std::uint64_t old, std::uint64_t desired,
                                       const Location& where) const {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = EventKind::kCompareExchange;
    event.order = order;
    event.succeeded = done;
    event.object = this;
    event.value_is_address = kind_ == ValueKind::kAddress;
    event.value = old;
    event.written = desired;
    event.is_spurious = !done && old == hoped_for;
    Add(event, where);
  }
}

void AtomicCell::RecordBegun(MemoryOrder order, const Location& where) const {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.thread = CurrentThread();
    event.kind = EventKind::kLoad;
    event.order = order;
    event.object = this;
    event.is_known = false;
    event.location = where;
    execution_state.recorder->Begin(event);
  }
}

std::uint64_t AtomicCell::Load(MemoryOrder order, const Location& where) const {
  const rl::memory_order relacy_order = LoadOrder("load", order, where);
  const Operation operation = {OperationKind::kLoad, id_};
  Announce(operation);
  RecordBegun(order, where);
  const std::uint64_t value = AsAtomic(storage_)(InfoOf(where)).load(relacy_order);
  const auto age = static_cast<unsigned>(std::popcount(execution_state.choices));
  Perform(operation, ForTrace(value));
  Record(EventKind::kLoad, order, value, where, age);
  return value;
}

void AtomicCell::Store(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = StoreOrder(order, where);
  const Operation operation = {OperationKind::kStore, id_};
  Announce(operation);
  AsAtomic(storage_)(InfoOf(where)).store(value, relacy_order);
  Perform(operation, ForTrace(value));
  Record(EventKind::kStore, order, value, where);
}

std::uint64_t AtomicCell::Exchange(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("exchange", order, where);
  Announce(ReadModifyWrite(id_));
  const std::uint64_t old = AsAtomic(storage_)(InfoOf(where)).exchange(value, relacy_order);
  Perform(ReadModifyWrite(id_), ForTrace(old));
  RecordUpdate(order, old, value, where);
  return old;
}

std::uint64_t AtomicCell::FetchAdd(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("addition", order, where);
  Announce(ReadModifyWrite(id_));
  const std::uint64_t old = AsAtomic(storage_)(InfoOf(where)).fetch_add(value, relacy_order);
  Perform(ReadModifyWrite(id_), ForTrace(old));
  RecordUpdate(order, old, old + value, where);
  return old;
}

std::uint64_t AtomicCell::FetchSub(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("subtraction", order, where);
  Announce(ReadModifyWrite(id_));
  const std::uint64_t old = AsAtomic(storage_)(InfoOf(where)).fetch_sub(value, relacy_order);
  Perform(ReadModifyWrite(id_), ForTrace(old));
  RecordUpdate(order, old, old - value, where);
  return old;
}

bool AtomicCell::CompareExchangeStrong(std::uint64_t& expected, std::uint64_t desired,
                                       MemoryOrder success, MemoryOrder failure,
                                       const Location& where) {
  const auto [succeeding, failing] = CompareExchangeOrders(success, failure, where);
  Announce({OperationKind::kCompareExchange, id_});
  const std::uint64_t hoped_for = expected;
  const bool done = AsAtomic(storage_)(InfoOf(where))
                        .compare_exchange_strong(expected, desired, succeeding, failing);
  Perform({done ? OperationKind::kCompareExchange : OperationKind::kCompareExchangeFailed, id_},
          ForTrace(expected));
  RecordCompareExchange(done ? success : failure, done, hoped_for, done ? hoped_for : expected,
                        desired, where);
  return done;
}

bool AtomicCell::CompareExchangeWeak(std::uint64_t& expected, std::uint64_t desired,
                                     MemoryOrder success, MemoryOrder failure,
                                     const Location& where) {
  const auto [succeeding, failing] = CompareExchangeOrders(success, failure, where);
  Announce({OperationKind::kWeakCompareExchange, id_});
  rl::ctx().sched();
  execution_state.has_failed_spuriously = &has_failed_spuriously_;
  const std::uint64_t hoped_for = expected;
  bool done = false;
  {
    const rl::preemption_disabler scheduled_already(rl::ctx());
    done = AsAtomic(storage_)(InfoOf(where))
               .compare_exchange_weak(expected, desired, succeeding, failing);
  }
  Perform(
      {done ? OperationKind::kWeakCompareExchange : OperationKind::kWeakCompareExchangeFailed, id_},
      ForTrace(expected));
  RecordCompareExchange(done ? success : failure, done, hoped_for, done ? hoped_for : expected,
                        desired, where);
  return done;
}

EventCell::EventCell() : id_(execution_state.NewObject()) {
  static_assert(sizeof(Atomic) <= kBytes && alignof(Atomic) <= 8);
  const rl::preemption_disabler no_step(rl::ctx());
  new (wakes_) Atomic(0);
}

EventCell::~EventCell() {
  DestroyStep(id_);
  std::destroy_at(&AsAtomic(wakes_));
}

void EventCell::Park(const Location& where) {
  const Operation operation = {OperationKind::kPark, id_};
  Want(this, where);
  Announce(operation);
  rl::ctx().sched();
  while (!execution_state.director->DisablesWaiting() && !is_set_) {
    waiters_.Insert(CurrentThread());
    rl::ctx().park_current_thread(/*is_timed=*/false, /*allow_spurious_wakeup=*/false,
                                  /*do_switch=*/false, InfoOf(where));
  }
  is_set_ = false;
  Want(nullptr, where);
  {
    const rl::preemption_disabler one_step(rl::ctx());
    AsAtomic(wakes_)(InfoOf(where)).fetch_add(0, rl::mo_acquire);
  }
  Perform(operation, 0);
  Record(EventKind::kPark, this, MemoryOrder::kAcquire, 0, where);
}

// Not Relacy's own event, which forgets to order a wake-up that finds it set already.
void EventCell::Wake(const Location& where) {
  const Operation operation = {OperationKind::kWake, id_};
  Announce(operation);
  rl::ctx().sched();
  {
    const rl::preemption_disabler one_step(rl::ctx());
    AsAtomic(wakes_)(InfoOf(where)).fetch_add(1, rl::mo_release);
  }
  is_set_ = true;
  ForEach(std::exchange(waiters_, {}),
          [&](int thread) { rl::ctx().unpark_thread(thread, /*do_switch=*/false, InfoOf(where)); });
  Perform(operation, 0);
  Record(EventKind::kWake, this, MemoryOrder::kRelease, 0, where);
}

void ThreadFence(MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("fence", order, where);
  if (relacy_order == rl::mo_relaxed) {
    FailOrder("fence", order, where);
  }
  const Operation operation = {OperationKind::kFence, kFenceObject};
  const bool is_step = relacy_order == rl::mo_seq_cst;
  if (is_step) {
    Announce(operation);
  }
  rl::atomic_thread_fence(relacy_order, InfoOf(where));
  if (is_step) {
    Perform(operation, 0);
  }
  Record(EventKind::kFence, nullptr, order, 0, where);
}

bool HoldsLock(core::LockRank rank) { return HeldByThisThread().Holds(rank); }

// A tick of its own, as every access to plain memory has one: what the thread has published so far
// does not tell others of it.
Moment Now() {
  rl::thread_info_base& thread = *rl::ctx().threadx_;
  ++thread.own_acq_rel_order_;
  Moment::Ticks ticks{};
  std::copy_n(thread.acq_rel_order_, execution_state.threads.count(), ticks.begin());
  return {CurrentThread(), ticks};
}

bool IsRecording() { return execution_state.recorder != nullptr; }

void Note(std::string_view text, const Location& where) {
  if (execution_state.recorder != nullptr) {
    Say(EventKind::kNote, text, where);
  }
}

void Show(std::string_view name, std::string_view text, const Location& where) {
  if (execution_state.recorder != nullptr) {
    const core::FailureText state = core::FailureText() << name << " = " << text;
    Say(EventKind::kState, state.view(), where);
  }
}

Unrecorded::Unrecorded() {
  if (execution_state.recorder != nullptr) {
    execution_state.recorder->Hide(CurrentThread());
  }
}

Unrecorded::~Unrecorded() {
  if (execution_state.recorder != nullptr) {
    execution_state.recorder->Unhide(CurrentThread());
  }
}

}  // namespace heddle::checker
