// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_RANGES_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_RANGES_INVARIANTS_H_

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "core/address/address_range.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Fails with kInvariant, naming the invariant and the caller's place, unless `holds`. `text` is
// called only then.
template <class Text>
void CheckInvariant(bool holds, std::string_view invariant, Text text,
                    const std::source_location& where = std::source_location::current()) {
  if (!holds) {
    FailureText message;
    message << invariant << ": ";
    text(message);
    Fail(FailureKind::kInvariant, message, where);
  }
}

// The list is sorted, its ranges neither touch nor overlap and none is empty, and the total is
// their sum, or the failure is one of kAccounting (I8, I23). The owner's lock is held.
template <class Ranges>
void CheckRanges(const Ranges& ranges, std::string_view invariant) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < ranges.Count(); ++i) {
    const AddressRange range = ranges.At(i);
    CheckInvariant(!range.IsEmpty(), invariant,
                   [&](FailureText& text) { text << "the set holds an empty range at " << range; });
    if (i > 0) {
      const AddressRange below = ranges.At(i - 1);
      CheckInvariant(below.limit < range.base, invariant, [&](FailureText& text) {
        text << range << " follows " << below << " without a gap";
      });
    }
    total += range.Size();
  }
  if (total != ranges.TotalBytes()) {
    Fail(FailureKind::kAccounting, FailureText()
                                       << invariant << ": the ranges hold " << total
                                       << " bytes, their total says " << ranges.TotalBytes());
  }
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_RANGES_INVARIANTS_H_
