// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_ADDRESS_ALIGN_H_
#define HEDDLE_CORE_ADDRESS_ALIGN_H_

#include <cstdint>

namespace heddle::core {

// `unit` is a power of two for all three.
constexpr std::uint64_t RoundDown(std::uint64_t value, std::uint64_t unit) {
  return value & ~(unit - 1);
}
constexpr std::uint64_t RoundUp(std::uint64_t value, std::uint64_t unit) {
  return RoundDown(value + (unit - 1), unit);
}
constexpr bool IsAligned(std::uint64_t value, std::uint64_t unit) {
  return (value & (unit - 1)) == 0;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_ADDRESS_ALIGN_H_
