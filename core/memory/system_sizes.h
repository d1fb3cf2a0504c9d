// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_SYSTEM_SIZES_H_
#define HEDDLE_CORE_MEMORY_SYSTEM_SIZES_H_

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <system_error>

#include "core/geometry/geometry.h"
#include "core/geometry/physical_sizes.h"
#include "core/memory/posix_memory.h"

namespace heddle::core {

// Linux says here how large a transparent huge page is, even while it uses none.
inline constexpr const char* kHugePageSizeFile =
    "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size";

// The power of two that the file consists of, with or without a line end behind it. 0 if there is
// no such file, or something else in it: a system without huge pages, as far as anyone can tell.
inline std::uint64_t ReadHugePageBytes(const char* path = kHugePageSizeFile) {
  std::array<char, 32> text;
  std::FILE* const file = std::fopen(path, "r");
  if (file == nullptr) {
    return 0;
  }
  const std::size_t length = std::fread(text.data(), 1, text.size(), file);
  std::fclose(file);
  const char* const end = text.data() + length;
  std::uint64_t bytes = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, bytes);
  const bool whole = rest == end || (rest + 1 == end && *rest == '\n');
  return error == std::errc() && whole && std::has_single_bit(bytes) ? bytes : 0;
}

// The page sizes of the system that this runs on.
template <GeometryPolicy G>
PhysicalSizes SystemSizes() {
  return PhysicalSizes::For<G>(PosixMemory().PageBytes(), ReadHugePageBytes());
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_SYSTEM_SIZES_H_
