// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_ADDRESS_OFFSET_H_
#define HEDDLE_CORE_ADDRESS_OFFSET_H_

#include <compare>
#include <cstdint>

namespace heddle::core {

// A raw virtual address, as handed to and by the system.
using Address = std::uint64_t;

// An address by its distance in bytes from the lowest one of the address space
// (allocator-spec 4.1). On some platforms the space starts at a raw address that is numerically
// huge, and everything that compares addresses must do so in this order; holding the offset makes
// `<` mean just that. A Geometry converts.
struct Offset {
  std::uint64_t value;  // no initializer: zero bytes are a valid Offset, and arrays rely on it

  friend constexpr auto operator<=>(Offset, Offset) = default;

  friend constexpr Offset operator+(Offset a, std::uint64_t bytes) { return {a.value + bytes}; }
  friend constexpr Offset operator-(Offset a, std::uint64_t bytes) { return {a.value - bytes}; }
  // Distance in bytes; `b` is not above `a`.
  friend constexpr std::uint64_t operator-(Offset a, Offset b) { return a.value - b.value; }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_ADDRESS_OFFSET_H_
