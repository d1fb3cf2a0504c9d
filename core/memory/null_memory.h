// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_NULL_MEMORY_H_
#define HEDDLE_CORE_MEMORY_NULL_MEMORY_H_

#include <cstddef>
#include <cstdint>

#include "core/address/offset.h"
#include "core/memory/concept.h"
#include "core/memory/metadata_mappings.h"

namespace heddle::core {

// Addresses without memory: every operation succeeds and does nothing, so a heap of 128 TiB can be
// driven. Its metadata is real.
template <class Sync>
class NullMemory {
 public:
  static constexpr Address kFirst = 0x00c000000000;

  // Both are called under the heap lock.
  Address Reserve(std::uint64_t bytes) {
    const Address base = next_;
    return ReserveAt(base, bytes) ? base : 0;
  }
  // What lies between is never handed out.
  bool ReserveAt(Address base, std::uint64_t bytes) {
    if (base < next_ || bytes > ~Address{0} - base) {
      return false;
    }
    next_ = base + bytes;
    return true;
  }

  bool Map(Address /*base*/, std::uint64_t /*bytes*/) { return true; }
  bool Use(Address /*base*/, std::uint64_t /*bytes*/) { return true; }
  bool Release(Address /*base*/, std::uint64_t /*bytes*/) { return true; }

  template <class T>
  T* Metadata(std::size_t count) {
    return metadata_.template Allocate<T>(count);
  }

 private:
  MetadataMappings<Sync> metadata_;
  Address next_ = kFirst;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_NULL_MEMORY_H_
