// SPDX-License-Identifier: BSD-3-Clause
//
// The dependency relation: which operations of different threads do not commute. All reduction
// rests on this one table; docs/decisions/0006 argues for each line.

#ifndef HEDDLE_CHECKER_TRACE_DEPENDENCY_H_
#define HEDDLE_CHECKER_TRACE_DEPENDENCY_H_

#include <array>
#include <cstddef>

#include "checker/trace/operation.h"

namespace heddle::checker {

// What an operation of a kind does to its object.
struct Effect {
  enum Flag : unsigned {
    kReads = 0,
    kWrites = 1,  // does not commute with any other operation on the object
    kStores = 2,  // puts a value there that later loads may return, or may skip
    kWaits = 4,   // cannot be performed while the object is closed: a held lock, an event not set
    kCloses = 8,  // the object is closed afterwards
    kOpens = 16,  // the object is open afterwards
  };

  constexpr Effect(OperationKind of, unsigned flags)
      : kind(of),
        writes((flags & kWrites) != 0),
        stores((flags & kStores) != 0),
        waits((flags & kWaits) != 0),
        closes((flags & kCloses) != 0),
        opens((flags & kOpens) != 0) {}

  OperationKind kind;
  bool writes;
  bool stores;
  bool waits;
  bool closes;
  bool opens;
};

// Two operations of different threads depend on each other if they are on one object and one of
// them writes. What else matters to the memory model is a thread's own: acquire and release fences,
// plain accesses (whether they race is the same in all equivalent executions), the order a load
// asks for. A weak compare-and-exchange always writes, because that it has failed spuriously once
// is remembered with the atomic.
inline constexpr std::array<Effect, kOperationKinds> kEffects = {{
    {OperationKind::kStart, Effect::kReads},
    {OperationKind::kStartWithAccess, Effect::kReads},
    {OperationKind::kLoad, Effect::kReads},
    {OperationKind::kStore, Effect::kWrites | Effect::kStores},
    {OperationKind::kReadModifyWrite, Effect::kWrites | Effect::kStores},
    {OperationKind::kCompareExchange, Effect::kWrites | Effect::kStores},
    {OperationKind::kCompareExchangeFailed, Effect::kReads},
    {OperationKind::kWeakCompareExchange, Effect::kWrites | Effect::kStores},
    {OperationKind::kWeakCompareExchangeFailed, Effect::kWrites},
    {OperationKind::kLock, Effect::kWrites | Effect::kWaits | Effect::kCloses},
    {OperationKind::kTryLock, Effect::kWrites | Effect::kCloses},
    {OperationKind::kTryLockSpurious, Effect::kWrites},
    {OperationKind::kTryLockFailed, Effect::kReads},
    {OperationKind::kUnlock, Effect::kWrites | Effect::kOpens},
    {OperationKind::kPark, Effect::kWrites | Effect::kWaits | Effect::kCloses},
    {OperationKind::kWake, Effect::kWrites | Effect::kOpens},
    {OperationKind::kFence, Effect::kWrites},
    {OperationKind::kHeap, Effect::kWrites},
    {OperationKind::kDestroy, Effect::kWrites},
}};

constexpr const Effect& EffectOf(OperationKind kind) {
  return kEffects[static_cast<std::size_t>(kind)];
}
constexpr bool Writes(const Operation& operation) { return EffectOf(operation.kind).writes; }

constexpr bool Dependent(const Operation& a, bool a_writes, const Operation& b, bool b_writes) {
  return a.object == b.object && (a_writes || b_writes);
}
constexpr bool Dependent(const Operation& a, const Operation& b) {
  return Dependent(a, Writes(a), b, Writes(b));
}

// Before its first operation an object is open if it is a lock, closed if it is an event.
constexpr bool OpenAtFirst(OperationKind first) {
  return first != OperationKind::kPark && first != OperationKind::kWake;
}

namespace dependency {
constexpr bool InOrder() {
  for (std::size_t i = 0; i < kEffects.size(); ++i) {
    if (static_cast<std::size_t>(kEffects[i].kind) != i) {
      return false;
    }
  }
  return true;
}
static_assert(InOrder(), "the table is looked up by kind");
}  // namespace dependency

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_DEPENDENCY_H_
