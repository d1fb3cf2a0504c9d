// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_OPERATION_H_
#define HEDDLE_CHECKER_TRACE_OPERATION_H_

#include <cstdint>
#include <string_view>

namespace heddle::checker {

// What a simulated thread does at a scheduling point. A thread announces an operation before it is
// scheduled; some turn out, when performed, to be another kind: a failed compare-and-exchange, an
// attempt at a lock that is held.
enum class OperationKind : std::uint8_t {
  kStart,
  kStartWithAccess,  // the thread reached plain memory before its first operation
  kLoad,
  kStore,
  kReadModifyWrite,
  kCompareExchange,            // strong
  kCompareExchangeFailed,      // strong
  kWeakCompareExchange,        // may fail spuriously
  kWeakCompareExchangeFailed,  // for whichever reason
  kLock,
  kTryLock,          // taken, or announced
  kTryLockSpurious,  // failed although the lock was free
  kTryLockFailed,    // failed because the lock was held
  kUnlock,
  kPark,
  kWake,
  kFence,    // sequentially consistent: the other fences are a thread's own affair
  kHeap,     // memory is allocated or freed while threads run
  kDestroy,  // of a primitive, while threads run
};
inline constexpr int kOperationKinds = static_cast<int>(OperationKind::kDestroy) + 1;

std::string_view Name(OperationKind kind);

// A shared object of one execution. Numbers and not addresses, so that they are the same in every
// execution: what Setup builds is counted, and so is what each thread builds.
using ObjectId = std::uint32_t;

inline constexpr ObjectId kNoObject = 0;     // of a start
inline constexpr ObjectId kFenceObject = 1;  // all sequentially consistent fences share it
inline constexpr ObjectId kHeapObject = 2;   // all allocations share it
inline constexpr ObjectId kFirstObject = 3;  // of the program

struct Operation {
  OperationKind kind = OperationKind::kStart;
  ObjectId object = kNoObject;

  friend bool operator==(const Operation&, const Operation&) = default;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_OPERATION_H_
