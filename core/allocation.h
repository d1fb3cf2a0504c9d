// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_ALLOCATION_H_
#define HEDDLE_CORE_ALLOCATION_H_

#include <cstdint>

#include "core/address/offset.h"

namespace heddle::core {

// What an allocation gives. Raw address 0 is never handed out (G11) and means that there was no
// room.
struct Allocation {
  Address base = 0;
  // How many of its bytes were released to the system: the owner must make the range usable before
  // touching it, and correct the statistics (allocator-spec 6.3).
  std::uint64_t scavenged_bytes = 0;

  explicit operator bool() const { return base != 0; }
  friend bool operator==(const Allocation&, const Allocation&) = default;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_ALLOCATION_H_
