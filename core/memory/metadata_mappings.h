// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_METADATA_MAPPINGS_H_
#define HEDDLE_CORE_MEMORY_METADATA_MAPPINGS_H_

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>

#include "core/sync/memory_order.h"

namespace heddle::core {

// Metadata arrays as mappings of their own: reserved whole, zero-filled by the system page by page
// as they are touched, returned when this object dies. Safe from several threads and under any
// lock: the list of mappings only grows, by compare-and-swap.
template <class Sync>
class MetadataMappings {
 public:
  MetadataMappings() = default;
  MetadataMappings(const MetadataMappings&) = delete;
  MetadataMappings& operator=(const MetadataMappings&) = delete;

  ~MetadataMappings() {
    Header* mapping = newest_.load(MemoryOrder::kAcquire);
    while (mapping != nullptr) {
      Header* const older = mapping->older;
      munmap(mapping, mapping->bytes);
      mapping = older;
    }
  }

  // `count` Ts of zero bytes, or null if the system has no room for them.
  template <class T>
  T* Allocate(std::size_t count) {
    static_assert(
        std::is_trivially_default_constructible_v<T> && std::is_trivially_destructible_v<T>,
        "T must be valid as zero bytes and need no destructor");
    static_assert(alignof(T) <= kHeaderBytes);
    if (count > (std::size_t{1} << 46) / sizeof(T)) {
      return nullptr;
    }
    const std::size_t bytes = kHeaderBytes + count * sizeof(T);
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      return nullptr;
    }
    Push(new (memory) Header{nullptr, bytes});
    return reinterpret_cast<T*>(static_cast<std::byte*>(memory) + kHeaderBytes);
  }

 private:
  struct Header {
    Header* older;
    std::size_t bytes;
  };
  static constexpr std::size_t kHeaderBytes = 64;

  void Push(Header* mapping) {
    // Release: pairs with the acquire in the destructor, which reads the header.
    Header* older = newest_.load(MemoryOrder::kRelaxed);
    do {
      mapping->older = older;
    } while (!newest_.compare_exchange_weak(older, mapping, MemoryOrder::kRelease,
                                            MemoryOrder::kRelaxed));
  }

  typename Sync::template Atomic<Header*> newest_{nullptr};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_METADATA_MAPPINGS_H_
