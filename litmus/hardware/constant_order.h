// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_CONSTANT_ORDER_H_
#define HEDDLE_LITMUS_HARDWARE_CONSTANT_ORDER_H_

#include <type_traits>

#include "core/sync/memory_order.h"

namespace heddle::litmus {

// Calls `action` with the order as a constant, where `order` is one of those listed. g++ takes an
// order that it learns only at run time for sequentially consistent, and no weak outcome shows.
template <core::MemoryOrder kFirst, core::MemoryOrder... kOthers, class Action>
auto WithConstantOrder(core::MemoryOrder order, const Action& action) {
  constexpr std::integral_constant<core::MemoryOrder, kFirst> kConstant;
  if constexpr (sizeof...(kOthers) == 0) {
    return action(kConstant);
  } else {
    return order == kFirst ? action(kConstant) : WithConstantOrder<kOthers...>(order, action);
  }
}

template <class Action>
auto WithLoadOrder(core::MemoryOrder order, const Action& action) {
  using enum core::MemoryOrder;
  return WithConstantOrder<kRelaxed, kAcquire, kSequentiallyConsistent>(order, action);
}

template <class Action>
auto WithStoreOrder(core::MemoryOrder order, const Action& action) {
  using enum core::MemoryOrder;
  return WithConstantOrder<kRelaxed, kRelease, kSequentiallyConsistent>(order, action);
}

// Of a read-modify-write or a fence.
template <class Action>
auto WithAnyOrder(core::MemoryOrder order, const Action& action) {
  using enum core::MemoryOrder;
  return WithConstantOrder<kRelaxed, kAcquire, kRelease, kAcquireRelease, kSequentiallyConsistent>(
      order, action);
}

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_CONSTANT_ORDER_H_
