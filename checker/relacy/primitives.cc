// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/primitives.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/relacy.h"
#include "checker/relacy/steps.h"

namespace heddle::checker {
namespace {

using core::MemoryOrder;
using Atomic = rl::atomic<std::uint64_t>;

rl::debug_info InfoOf(const Location& where) {
  return {where.function_name(), where.file_name(), where.line()};
}

[[noreturn]] void FailOrder(const char* operation, MemoryOrder order, const Location& where) {
  core::Fail(core::FailureKind::kAssertion,
             core::FailureText() << "an atomic " << operation << " cannot be " << Name(order),
             where);
}

rl::memory_order UpdateOrder(const char* operation, MemoryOrder order, const Location& where) {
  switch (order) {
    case MemoryOrder::kPlain:
      FailOrder(operation, order, where);
    case MemoryOrder::kRelaxed:
      return rl::mo_relaxed;
    case MemoryOrder::kAcquire:
      return rl::mo_acquire;
    case MemoryOrder::kRelease:
      return rl::mo_release;
    case MemoryOrder::kAcquireRelease:
      return rl::mo_acq_rel;
    case MemoryOrder::kSequentiallyConsistent:
      break;
  }
  return rl::mo_seq_cst;
}

// Relacy would do nothing at all for an order that does not fit.
rl::memory_order LoadOrder(const char* operation, MemoryOrder order, const Location& where) {
  if (order == MemoryOrder::kRelease || order == MemoryOrder::kAcquireRelease) {
    FailOrder(operation, order, where);
  }
  return UpdateOrder(operation, order, where);
}
rl::memory_order StoreOrder(MemoryOrder order, const Location& where) {
  if (order == MemoryOrder::kAcquire || order == MemoryOrder::kAcquireRelease) {
    FailOrder("store", order, where);
  }
  return UpdateOrder("store", order, where);
}

struct CompareExchange {
  rl::memory_order success;
  rl::memory_order failure;
};

// Relacy knows the pairs of C++11, in which a failure is no stronger than a success.
CompareExchange CompareExchangeOrders(MemoryOrder success, MemoryOrder failure,
                                      const Location& where) {
  const rl::memory_order failing = LoadOrder("compare-and-exchange that fails", failure, where);
  const rl::memory_order succeeding = UpdateOrder("compare-and-exchange", success, where);
  const bool has_acquire = succeeding != rl::mo_relaxed && succeeding != rl::mo_release;
  if (failing == rl::mo_seq_cst && succeeding != rl::mo_seq_cst) {
    FailOrder("compare-and-exchange that is not seq_cst, when it fails,", failure, where);
  }
  if (failing == rl::mo_acquire && !has_acquire) {
    FailOrder("compare-and-exchange that does not acquire, when it fails,", failure, where);
  }
  return {succeeding, failing};
}

int CurrentThread() { return rl::ctx().current_thread(); }

// Only while a recorder is there: nothing of this is on the path of a search.
void Add(Event event, const Location& where) {
  event.thread = CurrentThread();
  event.clock = rl::ctx().threadx_->own_acq_rel_order_;
  event.location = where;
  execution_state.recorder->Add(event);
}

void Record(EventKind kind, const void* object, MemoryOrder order, std::uint64_t value,
            const Location& where) {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = kind;
    event.order = order;
    event.object = object;
    event.value = value;
    Add(event, where);
  }
}

// The thread is about to wait for the object; null: it no longer does.
void Want(const void* object, const Location& where) {
  if (execution_state.recorder != nullptr) {
    execution_state.recorder->Want(CurrentThread(), {object, where});
  }
}

// The plain access that was just recorded is unordered with an earlier one; find the latest such.
void RecordConflict(EventKind kind, const void* object) {
  if (execution_state.recorder == nullptr) {
    return;
  }
  const rl::thread_info_base& thread = *rl::ctx().threadx_;
  const Recorder::Events& events = execution_state.recorder->events();
  for (std::size_t i = events.size() - 1; i-- > 0;) {
    const Event& other = events[i];
    const bool conflicts = other.kind == EventKind::kWrite ||
                           (other.kind == EventKind::kRead && kind == EventKind::kWrite);
    if (other.object == object && other.thread != thread.index_ && conflicts &&
        other.clock > thread.acq_rel_order_[other.thread]) {
      execution_state.recorder->SetConflict(i);
      return;
    }
  }
}

[[noreturn]] void FailRace(EventKind kind, const void* object, std::uint64_t value,
                           const Location& where) {
  Record(kind, object, MemoryOrder::kPlain, value, where);
  RecordConflict(kind, object);
  rl::ctx().fail_test("", rl::test_result_data_race, InfoOf(where));
  std::abort();  // not reached: fail_test leaves this fiber for good
}

rl::mutex& AsMutex(std::byte* storage) {
  return *std::launder(reinterpret_cast<rl::mutex*>(storage));
}
Atomic& AsAtomic(std::byte* storage) { return *std::launder(reinterpret_cast<Atomic*>(storage)); }
// Relacy's loads are const and its proxies are not.
Atomic& AsAtomic(const std::byte* storage) { return AsAtomic(const_cast<std::byte*>(storage)); }

Operation ReadModifyWrite(ObjectId id) { return {OperationKind::kReadModifyWrite, id}; }

// A primitive that is destroyed while threads run may still be in use by one of them.
void DestroyStep(ObjectId id) {
  if (execution_state.threads_run && execution_state.director->DisablesWaiting()) {
    const Operation operation = {OperationKind::kDestroy, id};
    Announce(operation);
    rl::ctx().sched();
    Perform(operation, 0);
  }
}

core::HeldLocks& HeldByThisThread() {
  return execution_state.held_locks.at(static_cast<std::size_t>(CurrentThread()));
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

void AtomicCell::Record(EventKind what, MemoryOrder order, std::uint64_t value, bool succeeded,
                        const Location& where) const {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = what;
    event.order = order;
    event.succeeded = succeeded;
    event.object = this;
    event.value_is_address = kind_ == ValueKind::kAddress;
    event.value = value;
    Add(event, where);
  }
}

std::uint64_t AtomicCell::Load(MemoryOrder order, const Location& where) const {
  const rl::memory_order relacy_order = LoadOrder("load", order, where);
  const Operation operation = {OperationKind::kLoad, id_};
  Announce(operation);
  const std::uint64_t value = AsAtomic(storage_)(InfoOf(where)).load(relacy_order);
  Perform(operation, ForTrace(value));
  Record(EventKind::kLoad, order, value, true, where);
  return value;
}

void AtomicCell::Store(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = StoreOrder(order, where);
  const Operation operation = {OperationKind::kStore, id_};
  Announce(operation);
  AsAtomic(storage_)(InfoOf(where)).store(value, relacy_order);
  Perform(operation, ForTrace(value));
  Record(EventKind::kStore, order, value, true, where);
}

std::uint64_t AtomicCell::Exchange(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("exchange", order, where);
  Announce(ReadModifyWrite(id_));
  const std::uint64_t old = AsAtomic(storage_)(InfoOf(where)).exchange(value, relacy_order);
  Perform(ReadModifyWrite(id_), ForTrace(old));
  Record(EventKind::kReadModifyWrite, order, old, true, where);
  return old;
}

std::uint64_t AtomicCell::FetchAdd(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("addition", order, where);
  Announce(ReadModifyWrite(id_));
  const std::uint64_t old = AsAtomic(storage_)(InfoOf(where)).fetch_add(value, relacy_order);
  Perform(ReadModifyWrite(id_), ForTrace(old));
  Record(EventKind::kReadModifyWrite, order, old, true, where);
  return old;
}

std::uint64_t AtomicCell::FetchSub(std::uint64_t value, MemoryOrder order, const Location& where) {
  const rl::memory_order relacy_order = UpdateOrder("subtraction", order, where);
  Announce(ReadModifyWrite(id_));
  const std::uint64_t old = AsAtomic(storage_)(InfoOf(where)).fetch_sub(value, relacy_order);
  Perform(ReadModifyWrite(id_), ForTrace(old));
  Record(EventKind::kReadModifyWrite, order, old, true, where);
  return old;
}

bool AtomicCell::CompareExchangeStrong(std::uint64_t& expected, std::uint64_t desired,
                                       MemoryOrder success, MemoryOrder failure,
                                       const Location& where) {
  const auto [succeeding, failing] = CompareExchangeOrders(success, failure, where);
  Announce({OperationKind::kCompareExchange, id_});
  const bool done = AsAtomic(storage_)(InfoOf(where))
                        .compare_exchange_strong(expected, desired, succeeding, failing);
  Perform({done ? OperationKind::kCompareExchange : OperationKind::kCompareExchangeFailed, id_},
          ForTrace(expected));
  Record(EventKind::kCompareExchange, success, done ? desired : expected, done, where);
  return done;
}

bool AtomicCell::CompareExchangeWeak(std::uint64_t& expected, std::uint64_t desired,
                                     MemoryOrder success, MemoryOrder failure,
                                     const Location& where) {
  const auto [succeeding, failing] = CompareExchangeOrders(success, failure, where);
  Announce({OperationKind::kWeakCompareExchange, id_});
  rl::ctx().sched();
  execution_state.has_failed_spuriously = &has_failed_spuriously_;
  bool done = false;
  {
    const rl::preemption_disabler scheduled_already(rl::ctx());
    done = AsAtomic(storage_)(InfoOf(where))
               .compare_exchange_weak(expected, desired, succeeding, failing);
  }
  Perform(
      {done ? OperationKind::kWeakCompareExchange : OperationKind::kWeakCompareExchangeFailed, id_},
      ForTrace(expected));
  Record(EventKind::kCompareExchange, success, done ? desired : expected, done, where);
  return done;
}

RaceCell::RaceCell() : is_initialized_(true) {
  rl::context& context = rl::ctx();
  rl::var_data* const data = context.var_ctor();
  data->init(*context.threadx_);
  data_ = data;
}

RaceCell::RaceCell(Uninitialized /*nothing*/)
    : data_(rl::ctx().var_ctor()), is_initialized_(false) {}

RaceCell::~RaceCell() { rl::ctx().var_dtor(static_cast<rl::var_data*>(data_)); }

void RaceCell::Read(std::uint64_t value, const Location& where) const {
  if (!is_initialized_) {
    Record(EventKind::kRead, this, MemoryOrder::kPlain, value, where);
    rl::ctx().fail_test("", rl::test_result_unitialized_access, InfoOf(where));
  }
  if (!static_cast<rl::var_data*>(data_)->load(*rl::ctx().threadx_)) {
    FailRace(EventKind::kRead, this, value, where);
  }
  Record(EventKind::kRead, this, MemoryOrder::kPlain, value, where);
}

void RaceCell::Write(std::uint64_t value, const Location& where) {
  rl::var_data* const data = static_cast<rl::var_data*>(data_);
  if (!is_initialized_) {
    is_initialized_ = true;
    data->init(*rl::ctx().threadx_);
  } else if (!data->store(*rl::ctx().threadx_)) {
    FailRace(EventKind::kWrite, this, value, where);
  }
  Record(EventKind::kWrite, this, MemoryOrder::kPlain, value, where);
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

bool IsRecording() { return execution_state.recorder != nullptr; }

void Note(std::string_view text, const Location& where) {
  if (execution_state.recorder == nullptr) {
    return;
  }
  Event event;
  std::copy_n(text.begin(), std::min(text.size(), event.note.size() - 1), event.note.begin());
  Add(event, where);
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
