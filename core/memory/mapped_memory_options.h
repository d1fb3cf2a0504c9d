// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_MAPPED_MEMORY_OPTIONS_H_
#define HEDDLE_CORE_MEMORY_MAPPED_MEMORY_OPTIONS_H_

#include <cstdint>

#include "core/address/offset.h"

namespace heddle::core {

// Whether the system may put transparent huge pages into the window.
enum class HugePages {
  kSystem,  // as it is configured
  kNever,   // no: residency follows touches and releases page by page
  kAlways,  // wherever they fit, unless it has them switched off
};

struct MappedMemoryOptions {
  // Where the window is asked for, 0 for anywhere. The system may choose another place.
  Address near = 0x00c000000000;
  // Of the window's base, a power of two: the allocator's arena.
  std::uint64_t alignment = std::uint64_t{64} << 20;
  HugePages huge_pages = HugePages::kSystem;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_MAPPED_MEMORY_OPTIONS_H_
