// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_WEAKER_ORDER_H_
#define HEDDLE_CORE_SYNC_WEAKER_ORDER_H_

#include "core/sync/memory_order.h"

namespace heddle::core {

// Whether `order` asks for less than `other`. Of acquire and release neither does.
constexpr bool IsWeaker(MemoryOrder order, MemoryOrder other) {
  const bool both_halves = order == MemoryOrder::kAcquire && other == MemoryOrder::kRelease;
  return order < other && !both_halves;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_WEAKER_ORDER_H_
