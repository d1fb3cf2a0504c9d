// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_ADDRESS_ADDRESS_RANGE_H_
#define HEDDLE_CORE_ADDRESS_ADDRESS_RANGE_H_

#include <cstdint>

#include "core/address/offset.h"
#include "core/sync/failure.h"

namespace heddle::core {

// A half-open range of addresses, [base, limit), in bytes (allocator-spec 4.1). AddressRange{} is
// empty.
struct AddressRange {
  Offset base;
  Offset limit;

  friend constexpr bool operator==(const AddressRange&, const AddressRange&) = default;

  // In bytes; 0 for a range whose limit is not above its base.
  constexpr std::uint64_t Size() const { return base < limit ? limit - base : 0; }
  constexpr bool IsEmpty() const { return !(base < limit); }
  constexpr bool Contains(Offset address) const { return base <= address && address < limit; }
  constexpr bool Overlaps(const AddressRange& other) const {
    return base < other.limit && other.base < limit;
  }

  // The part of this range outside `other`. Fatal if that would be two ranges.
  constexpr AddressRange Subtract(const AddressRange& other) const {
    if (other.base <= base && limit <= other.limit) {
      return {};
    }
    if (base < other.base && other.limit < limit) {
      Fatal("bad prune");
    }
    AddressRange rest = *this;
    if (other.limit < limit && base < other.limit) {
      rest.base = other.limit;
    } else if (base < other.base && other.base < limit) {
      rest.limit = other.base;
    }
    return rest;
  }

  // The part of this range below `address`.
  constexpr AddressRange RemoveGreaterEqual(Offset address) const {
    if (address <= base) {
      return {};
    }
    return address < limit ? AddressRange{base, address} : *this;
  }
};

inline FailureText& operator<<(FailureText& text, const AddressRange& range) {
  return text << "[" << Hex{range.base.value} << ", " << Hex{range.limit.value} << ")";
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_ADDRESS_ADDRESS_RANGE_H_
