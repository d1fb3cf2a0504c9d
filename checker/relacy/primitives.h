// SPDX-License-Identifier: BSD-3-Clause
//
// Relacy's primitives behind opaque storage, so that models need neither its headers nor its
// macros. Everything here is for use inside a simulation, by Setup, Thread and Finish of a Program.
// Each operation is a scheduling point unless it says otherwise.

#ifndef HEDDLE_CHECKER_RELACY_PRIMITIVES_H_
#define HEDDLE_CHECKER_RELACY_PRIMITIVES_H_

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "checker/trace/event.h"
#include "checker/trace/moment.h"
#include "checker/trace/operation.h"
#include "checker/trace/thread_set.h"
#include "core/sync/lock_rank.h"
#include "core/sync/memory_order.h"

namespace heddle::checker {

using Location = std::source_location;

// A mutex; not recursive. Taking one against its rank is a violation, reported before the thread
// would block.
class MutexCell {
 public:
  explicit MutexCell(core::LockRank rank);
  MutexCell(const MutexCell&) = delete;
  MutexCell& operator=(const MutexCell&) = delete;
  ~MutexCell();

  void Lock(const Location& where);
  // May fail although the lock is free, once in an execution. Never waits, so ranks do not matter.
  bool TryLock(const Location& where);
  void Unlock(const Location& where);

 private:
  static constexpr std::size_t kBytes = 24;

  alignas(8) std::byte storage_[kBytes];
  ObjectId id_;
  core::LockRank rank_;
};

// For what nobody has written yet.
struct Uninitialized {};
inline constexpr Uninitialized kUninitialized;

// How a trace shows the values of an atomic.
enum class ValueKind : std::uint8_t { kNumber, kAddress };

// A 64-bit atomic.
class AtomicCell {
 public:
  // No scheduling point. Another thread that loads the cell without having synchronized with its
  // construction reads an uninitialized value.
  explicit AtomicCell(std::uint64_t initial, ValueKind kind = ValueKind::kNumber);
  explicit AtomicCell(Uninitialized);
  AtomicCell(const AtomicCell&) = delete;
  AtomicCell& operator=(const AtomicCell&) = delete;
  ~AtomicCell();

  std::uint64_t Load(core::MemoryOrder order, const Location& where) const;
  void Store(std::uint64_t value, core::MemoryOrder order, const Location& where);
  std::uint64_t Exchange(std::uint64_t value, core::MemoryOrder order, const Location& where);
  std::uint64_t FetchAdd(std::uint64_t value, core::MemoryOrder order, const Location& where);
  std::uint64_t FetchSub(std::uint64_t value, core::MemoryOrder order, const Location& where);
  bool CompareExchangeStrong(std::uint64_t& expected, std::uint64_t desired,
                             core::MemoryOrder success, core::MemoryOrder failure,
                             const Location& where);
  bool CompareExchangeWeak(std::uint64_t& expected, std::uint64_t desired,
                           core::MemoryOrder success, core::MemoryOrder failure,
                           const Location& where);

 private:
  static constexpr std::size_t kBytes = 56;

  std::uint64_t ForTrace(std::uint64_t value) const;
  // `age`: of a load, how many stores are newer than the one that it saw.
  void Record(EventKind what, core::MemoryOrder order, std::uint64_t value, const Location& where,
              unsigned age = 0) const;
  void RecordUpdate(core::MemoryOrder order, std::uint64_t old, std::uint64_t written,
                    const Location& where) const;
  void RecordCompareExchange(core::MemoryOrder order, bool done, std::uint64_t hoped_for,
                             std::uint64_t old, std::uint64_t desired, const Location& where) const;
  void RecordBegun(core::MemoryOrder order, const Location& where) const;

  alignas(8) std::byte storage_[kBytes];
  ObjectId id_;
  ValueKind kind_;
  bool has_failed_spuriously_ = false;
};

// Watches accesses to plain memory that lies elsewhere: two that nothing orders, one of them a
// write, are a race. Never a scheduling point, because whether a race exists does not depend on
// when the accesses happen.
class RaceCell {
 public:
  // Counts as a write.
  explicit RaceCell(ValueKind kind = ValueKind::kNumber);
  // The first write is what initializes it. A read before that, or without its happening before, is
  // a violation.
  explicit RaceCell(Uninitialized);
  RaceCell(const RaceCell&) = delete;
  RaceCell& operator=(const RaceCell&) = delete;
  ~RaceCell();

  // `value` is for the trace.
  void Read(std::uint64_t value, const Location& where) const;
  void Write(std::uint64_t value, const Location& where);

 private:
  void Record(EventKind what, std::uint64_t value, const Location& where) const;
  [[noreturn]] void FailRace(EventKind what, std::uint64_t value, const Location& where) const;

  void* data_;
  bool is_initialized_;
  ValueKind kind_ = ValueKind::kNumber;
};

// One waiter parks, others wake it. A parked thread cannot be scheduled.
class EventCell {
 public:
  EventCell();
  EventCell(const EventCell&) = delete;
  EventCell& operator=(const EventCell&) = delete;
  ~EventCell();

  void Park(const Location& where);
  void Wake(const Location& where);

 private:
  ObjectId id_;
  // For Relacy's own searches, where threads block.
  bool is_set_ = false;
  ThreadSet waiters_;
  static constexpr std::size_t kBytes = 56;

  // Orders what came before every Wake before what comes after the Park that takes them. An atomic
  // of Relacy's, not an AtomicCell, which would be a step of its own.
  alignas(8) std::byte wakes_[kBytes];
};

void ThreadFence(core::MemoryOrder order, const Location& where);

// Whether the running thread holds a lock of this rank.
bool HoldsLock(core::LockRank rank);

// Where the running thread is. No scheduling point, and nothing that another thread could notice.
Moment Now();

// Whether a trace is being recorded: not during a search, only when a violation is run once more.
bool IsRecording();

// Adds a note to the trace, if one is recorded. At most 127 characters are kept.
void Note(std::string_view text, const Location& where = Location::current());

// The same of what a part of the program's state is from here on: `left to reserve` is `[0,
// 0x8000)`. Shown in pictures of the state, not among the steps.
void Show(std::string_view name, std::string_view text,
          const Location& where = Location::current());

// While one lives, what its thread does is marked as no part of the execution: for oracles.
class Unrecorded {
 public:
  Unrecorded();
  Unrecorded(const Unrecorded&) = delete;
  Unrecorded& operator=(const Unrecorded&) = delete;
  ~Unrecorded();
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_PRIMITIVES_H_
