// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_ALIGNED_SPACE_H_
#define HEDDLE_CORE_MEMORY_ALIGNED_SPACE_H_

#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/address/align.h"
#include "core/address/offset.h"
#include "core/memory/posix_memory.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Address space taken from the system, [base, limit); or nothing, and the errno of the refusal.
struct TakenSpace {
  Address base = 0;
  Address limit = 0;
  int error = 0;
};

// Takes more than is needed and gives back both ends. That splits no mapping, so the system does
// not refuse; if it did, the ends would be lost address space and no more. `bytes` and `alignment`
// are whole system pages.
template <class System>
TakenSpace TakeAndTrimSpace(System& system, std::uint64_t bytes, Address near,
                            std::uint64_t alignment) {
  const std::uint64_t room = bytes + alignment;
  const PosixMemory::Space space = system.Reserve(near, room);
  if (space.error != 0) {
    return {0, 0, space.error};
  }
  const Address base = RoundUp(space.base, alignment);
  const Address limit = base + bytes;
  if (base > space.base) {
    system.Unmap(space.base, base - space.base);
  }
  system.Unmap(limit, space.base + room - limit);
  return {base, limit, 0};
}

// `bytes` of address space, rounded up to system pages, at a multiple of `alignment`: at `near`, or
// elsewhere if that is taken. Fatal if the alignment is not a power of two.
template <class System>
TakenSpace TakeAlignedSpace(System& system, std::uint64_t bytes, Address near,
                            std::uint64_t alignment) {
  if (!std::has_single_bit(alignment)) {
    Fail(FailureKind::kAssertion, FailureText() << "bad alignment of address space " << alignment
                                                << ": expected a power of two");
  }
  // Not the rounded size, which is 0 for the largest: the system shall see and refuse those.
  const PosixMemory::Space space = system.Reserve(near, bytes);
  if (space.error != 0) {
    return {0, 0, space.error};
  }
  const std::uint64_t page_bytes = system.PageBytes();
  const std::uint64_t rounded = RoundUp(bytes, page_bytes);
  if (IsAligned(space.base, alignment)) {
    return {space.base, space.base + rounded, 0};
  }
  system.Unmap(space.base, rounded);
  return TakeAndTrimSpace(system, rounded, near, std::max(alignment, page_bytes));
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_ALIGNED_SPACE_H_
