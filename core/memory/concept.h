// SPDX-License-Identifier: BSD-3-Clause
//
// The memory policy: what a page is, and where the allocator's own metadata lives
// (allocator-spec 6.1). Addresses are raw, sizes in bytes.
//
//   memory.Reserve(bytes)        address space that nobody else has, anywhere; 0 if there is none
//   memory.ReserveAt(base, bytes)
//                                address space at exactly this address, or nothing: false, and
//                                nothing has changed
//   memory.Map(base, bytes)      reserved -> prepared: usable after Use, contents undefined
//   memory.Use(base, bytes)      prepared -> ready
//   memory.Release(base, bytes)  ready -> prepared: the system may take the memory back. Pages that
//                                are prepared stay so. If it returns false, nothing has changed
//   memory.Metadata<T>(n)        n zero-initialized Ts, or null; costs nothing until touched, and
//                                lives as long as the policy
//
// Reserve and ReserveAt are called under the heap lock. Map, Use and Release may run at the same
// time for different pages, under no lock. Metadata may too: one thread calls it under the heap
// lock, another under the scavenger lock alone, so it takes no lock that could be waited for under
// those.
//
// A policy's object outlives every allocator built on it.

#ifndef HEDDLE_CORE_MEMORY_CONCEPT_H_
#define HEDDLE_CORE_MEMORY_CONCEPT_H_

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "core/address/offset.h"

namespace heddle::core {

template <class M>
concept MemoryPolicy = requires(M memory, Address base, std::uint64_t bytes) {
  { memory.Reserve(bytes) } -> std::same_as<Address>;
  { memory.ReserveAt(base, bytes) } -> std::same_as<bool>;
  { memory.Map(base, bytes) } -> std::same_as<bool>;
  { memory.Use(base, bytes) } -> std::same_as<bool>;
  { memory.Release(base, bytes) } -> std::same_as<bool>;
  { memory.template Metadata<std::uint64_t>(std::size_t{1}) } -> std::same_as<std::uint64_t*>;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_CONCEPT_H_
