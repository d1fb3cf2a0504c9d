// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_ACCOUNTING_H_
#define HEDDLE_MODELS_ORACLES_ACCOUNTING_H_

#include <cstdint>

#include "core/sync/failure.h"
#include "core/sync/memory_order.h"
#include "models/oracles/page_counts.h"

namespace heddle::models {

// Accounting at rest (allocator-spec 8): the counters agree with the bitmaps and with each other.
//
//   I13  as many pages are in use as their owners have
//   I14  heap_released is what is scavenged
//   I15  the paired counter says the same
//   I16  committed is the heap's size less what is released
//   I18  heap_released never goes below zero; asked where an allocation takes off from it
//
// A whole heap, which has spans, has them all from core::HeapInvariants, I12 and I17 too.
//
// Evaluated when all threads are done. Counters change in atomic additions that no lock ties to the
// bitmaps, so while threads run they agree in some of the equivalent executions and not in others;
// what they have come to in the end is the same in all. I18 is asked of the result of the one
// addition, which is the same too.
template <class Statistics>
void CheckAccounts(const Statistics& statistics, const PageCounts& counts,
                   std::uint64_t pages_in_use, std::uint64_t page_bytes) {
  using core::FailureText;
  const auto fail = [](const FailureText& text) {
    core::Fail(core::FailureKind::kAccounting, text);
  };
  if (counts.used != pages_in_use) {
    fail(FailureText() << "I13: " << counts.used << " pages are in use, their owners have "
                       << pages_in_use);
  }
  const std::uint64_t released = statistics.heap_released.load(core::MemoryOrder::kRelaxed);
  if (released != counts.scavenged * page_bytes) {
    fail(FailureText() << "I14: heap_released is " << released << " bytes, scavenged are "
                       << counts.scavenged * page_bytes);
  }
  const std::uint64_t paired = statistics.released.load(core::MemoryOrder::kRelaxed);
  if (released != paired) {
    fail(FailureText() << "I15: heap_released is " << released << " bytes, the paired counter says "
                       << paired);
  }
  const std::uint64_t sys = statistics.heap_sys.load(core::MemoryOrder::kRelaxed);
  const std::uint64_t committed = statistics.committed.load(core::MemoryOrder::kRelaxed);
  if (sys - released != committed) {
    fail(FailureText() << "I16: heap_sys less heap_released is " << sys - released
                       << " bytes, committed are " << committed);
  }
}

// I18, of an allocation that took `bytes` off heap_released; whether they were there.
inline void CheckUse(bool were_there, std::uint64_t bytes) {
  if (!were_there) {
    core::Fail(core::FailureKind::kAccounting,
               core::FailureText() << "I18: heap_released goes below zero by an allocation of "
                                   << bytes << " released bytes");
  }
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_ACCOUNTING_H_
