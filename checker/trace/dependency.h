// SPDX-License-Identifier: BSD-3-Clause
//
// The dependency relation: which operations of different threads do not commute. All reduction
// rests on this one table; docs/decisions/0006 argues for each line.

#ifndef HEDDLE_CHECKER_TRACE_DEPENDENCY_H_
#define HEDDLE_CHECKER_TRACE_DEPENDENCY_H_

#include <array>

#include "checker/trace/operation.h"

namespace heddle::checker {

// What an operation of a kind does to its object.
struct Effect {
  OperationKind kind;
  bool writes;    // does not commute with any other operation on the object
  bool stores;    // puts a value there that later loads may return, or may skip
  bool waits;     // cannot be performed while the object is closed: a held lock, an event not set
  bool closes;    // the object is closed afterwards
  bool opens;     // the object is open afterwards
};

// Two operations of different threads depend on each other if they are on one object and one of
// them writes. What else matters to the memory model is a thread's own: acquire and release fences,
// plain accesses (whether they race is the same in all equivalent executions), the order a load
// asks for. A weak compare-and-exchange always writes, because that it has failed spuriously once
// is remembered with the atomic.
inline constexpr std::array<Effect, kOperationKinds> kEffects = {{
    //                                          writes stores waits closes opens
    {OperationKind::kStart,                     false, false, false, false, false},
    {OperationKind::kLoad,                      false, false, false, false, false},
    {OperationKind::kStore,                     true,  true,  false, false, false},
    {OperationKind::kReadModifyWrite,           true,  true,  false, false, false},
    {OperationKind::kCompareExchange,           true,  true,  false, false, false},
    {OperationKind::kCompareExchangeFailed,     false, false, false, false, false},
    {OperationKind::kWeakCompareExchange,       true,  true,  false, false, false},
    {OperationKind::kWeakCompareExchangeFailed, true,  false, false, false, false},
    {OperationKind::kLock,                      true,  false, true,  true,  false},
    {OperationKind::kTryLock,                   true,  false, false, true,  false},
    {OperationKind::kTryLockSpurious,           true,  false, false, false, false},
    {OperationKind::kTryLockFailed,             false, false, false, false, false},
    {OperationKind::kUnlock,                    true,  false, false, false, true},
    {OperationKind::kPark,                      true,  false, true,  true,  false},
    {OperationKind::kWake,                      true,  false, false, false, true},
    {OperationKind::kFence,                     true,  false, false, false, false},
    {OperationKind::kHeap,                      true,  false, false, false, false},
    {OperationKind::kDestroy,                   true,  false, false, false, false},
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
