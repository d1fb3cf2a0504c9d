// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/memory_orders.h"

#include "core/sync/failure.h"

namespace heddle::checker {

using core::MemoryOrder;

void FailOrder(const char* operation, MemoryOrder order, const Location& where) {
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

CompareExchange CompareExchangeOrders(MemoryOrder success, MemoryOrder failure,
                                      const Location& where) {
  const rl::memory_order failing = LoadOrder("compare-and-exchange that fails", failure, where);
  const rl::memory_order succeeding = UpdateOrder("compare-and-exchange", success, where);
  const bool has_acquire = succeeding != rl::mo_relaxed && succeeding != rl::mo_release;
  if (failing == rl::mo_seq_cst && succeeding != rl::mo_seq_cst) {
    FailOrder("compare-and-exchange that is not seq_cst, when it fails,", failure, where);
  }
  if (failing == rl::mo_acquire && !has_acquire) {
    core::Fail(core::FailureKind::kAssertion,
               core::FailureText()
                   << "a compare-and-exchange acquires where it fails, and not where it succeeds: "
                      "C++ allows that, the simulation does not; let it acquire in both cases",
               where);
  }
  return {succeeding, failing};
}

}  // namespace heddle::checker
