// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_CACHE_PAGE_CACHE_H_
#define HEDDLE_CORE_PAGE_CACHE_PAGE_CACHE_H_

#include <bit>
#include <cstdint>

#include "core/allocation.h"
#include "core/bitmap/bit_scan.h"
#include "core/geometry/geometry.h"
#include "core/protocol/protocol.h"

namespace heddle::core {

// A thread's own pages: the free ones of one aligned block of 64, to allocate from without a lock
// (allocator-spec 7, I11). In the heap's bitmaps they count as used. Owned by one thread; filled
// and flushed by PageAlloc under the heap lock. The default one is empty.
template <GeometryPolicy G>
struct PageCache {
  Address base = 0;             // of the block's first page
  std::uint64_t free = 0;       // bit i: page i is here and free
  std::uint64_t scavenged = 0;  // bit i: page i is released; Alloc ignores bits outside `free`

  bool IsEmpty() const { return free == 0; }

  // The lowest run of `pages` pages; none if there is no such run, or if no pages are asked for.
  template <ProtocolPolicy Protocol = ShippedProtocol>
  Allocation Alloc(std::uint64_t pages, const Protocol& protocol = {}) {
    if (free == 0 || pages == 0 || pages > kWordPages) {
      return {};
    }
    const auto count = static_cast<unsigned>(pages);
    const unsigned at = FindBitRange64(free, count);
    if (at == kWordPages) {
      return {};
    }
    const std::uint64_t mask = BitMask(at, count);
    const auto released = static_cast<unsigned>(std::popcount(scavenged & mask));
    free &= ~mask;
    if (protocol.Does(Step::kCacheAllocClearsScavengedBits)) {
      scavenged &= ~mask;
    }
    return {base + at * G::kPageBytes, released * G::kPageBytes};
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_CACHE_PAGE_CACHE_H_
