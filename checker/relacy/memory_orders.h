// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_MEMORY_ORDERS_H_
#define HEDDLE_CHECKER_RELACY_MEMORY_ORDERS_H_

#include "checker/relacy/primitives.h"
#include "checker/relacy/relacy.h"
#include "core/sync/memory_order.h"

namespace heddle::checker {

// Relacy's names of memory orders. An order that does not fit the operation, for which Relacy would
// do nothing at all, fails.
rl::memory_order LoadOrder(const char* operation, core::MemoryOrder order, const Location& where);
rl::memory_order StoreOrder(core::MemoryOrder order, const Location& where);
// Of a read-modify-write, or a fence.
rl::memory_order UpdateOrder(const char* operation, core::MemoryOrder order, const Location& where);
[[noreturn]] void FailOrder(const char* operation, core::MemoryOrder order, const Location& where);

struct CompareExchange {
  rl::memory_order success;
  rl::memory_order failure;
};

// Relacy knows the pairs of C++11, in which a failure is no stronger than a success.
CompareExchange CompareExchangeOrders(core::MemoryOrder success, core::MemoryOrder failure,
                                      const Location& where);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_MEMORY_ORDERS_H_
