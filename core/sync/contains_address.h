// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_CONTAINS_ADDRESS_H_
#define HEDDLE_CORE_SYNC_CONTAINS_ADDRESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace heddle::core {

// The index of the array element that `address` points into; nothing if it points elsewhere.
template <class T>
std::optional<std::uint64_t> IndexOfAddress(const T* array, std::uint64_t count,
                                            const void* address) {
  const std::less<> below;
  const auto* const first = reinterpret_cast<const std::byte*>(array);
  const auto* const byte = static_cast<const std::byte*>(address);
  if (below(byte, first) || !below(byte, first + count * sizeof(T))) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(byte - first) / sizeof(T);
}

// Whether `address` points into the object.
template <class T>
bool ContainsAddress(const T& object, const void* address) {
  return IndexOfAddress(&object, 1, address).has_value();
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_CONTAINS_ADDRESS_H_
