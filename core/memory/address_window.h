// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_ADDRESS_WINDOW_H_
#define HEDDLE_CORE_MEMORY_ADDRESS_WINDOW_H_

#include <cstdint>

#include "core/address/offset.h"

namespace heddle::core {

// One stretch of raw addresses, [base, limit), handed out upwards and never taken back.
//
// Reserve, ReserveAt and Next are called under the heap lock; the others read only what never
// changes, so they need no lock.
class AddressWindow {
 public:
  // Empty.
  AddressWindow() = default;
  AddressWindow(Address base, Address limit) : base_(base), limit_(limit), next_(base) {}

  Address Base() const { return base_; }
  Address Limit() const { return limit_; }
  // Whether all of [base, base + bytes) is inside, handed out or not.
  bool Contains(Address base, std::uint64_t bytes) const {
    return base >= base_ && base <= limit_ && bytes <= limit_ - base;
  }

  // The next `bytes` addresses, or 0 if there are not so many.
  Address Reserve(std::uint64_t bytes) {
    const Address base = next_;
    return ReserveAt(base, bytes) ? base : 0;
  }
  // Only at the next address: further up it would lose what lies between.
  bool ReserveAt(Address base, std::uint64_t bytes) {
    if (base != next_ || bytes > limit_ - next_) {
      return false;
    }
    next_ += bytes;
    return true;
  }
  // The address that is handed out next, if any.
  Address Next() const { return next_; }

 private:
  Address base_ = 0;
  Address limit_ = 0;
  Address next_ = 0;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_ADDRESS_WINDOW_H_
