// SPDX-License-Identifier: BSD-3-Clause
//
// Which memory orders fit which operation, as C++ says, less what the simulation does not know.

#ifndef HEDDLE_LITMUS_ORDERS_H_
#define HEDDLE_LITMUS_ORDERS_H_

#include "core/sync/memory_order.h"

namespace heddle::litmus {

constexpr bool IsAtomicOrder(core::MemoryOrder order) { return order != core::MemoryOrder::kPlain; }

constexpr bool FitsLoad(core::MemoryOrder order) {
  return order == core::MemoryOrder::kRelaxed || order == core::MemoryOrder::kAcquire ||
         order == core::MemoryOrder::kSequentiallyConsistent;
}

constexpr bool FitsStore(core::MemoryOrder order) {
  return order == core::MemoryOrder::kRelaxed || order == core::MemoryOrder::kRelease ||
         order == core::MemoryOrder::kSequentiallyConsistent;
}

// A relaxed fence does nothing.
constexpr bool FitsFence(core::MemoryOrder order) {
  return IsAtomicOrder(order) && order != core::MemoryOrder::kRelaxed;
}

// A compare-and-exchange that fails is a load. The simulation knows the pairs of C++11, in which
// the failure is no stronger than the success.
constexpr bool FitsCompareExchange(core::MemoryOrder success, core::MemoryOrder failure) {
  if (!IsAtomicOrder(success) || !FitsLoad(failure)) {
    return false;
  }
  if (failure == core::MemoryOrder::kSequentiallyConsistent) {
    return success == core::MemoryOrder::kSequentiallyConsistent;
  }
  const bool acquires =
      success != core::MemoryOrder::kRelaxed && success != core::MemoryOrder::kRelease;
  return failure == core::MemoryOrder::kRelaxed || acquires;
}

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_ORDERS_H_
