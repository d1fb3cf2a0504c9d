// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_GEOMETRY_PHYSICAL_SIZES_H_
#define HEDDLE_CORE_GEOMETRY_PHYSICAL_SIZES_H_

#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/geometry/geometry.h"
#include "core/sync/failure.h"

namespace heddle::core {

// The system's page sizes, known only at run time, in the allocator's units (allocator-spec 1.1).
struct PhysicalSizes {
  static constexpr std::uint64_t kMinPageBytes = 4096;
  static constexpr std::uint64_t kMaxPageBytes = std::uint64_t{512} << 10;

  // Pages that can only be released together, a power of two of at most kWordPages (G7).
  unsigned min_pages = 1;
  // Pages of a huge page that releases should not split, or 0.
  unsigned huge_pages = 0;
  // The system's page.
  std::uint64_t page_bytes = kMinPageBytes;

  // `page_bytes` is the system's page, `huge_page_bytes` its transparent huge page or 0. Fatal if
  // either is not a possible size; a huge page larger than a chunk counts as none (G8).
  template <GeometryPolicy G>
  static PhysicalSizes For(std::uint64_t page_bytes, std::uint64_t huge_page_bytes) {
    if (!std::has_single_bit(page_bytes) || page_bytes < kMinPageBytes ||
        page_bytes > kMaxPageBytes) {
      Fail(FailureKind::kAssertion, FailureText() << "bad system page size " << page_bytes
                                                  << ": expected a power of two from "
                                                  << kMinPageBytes << " to " << kMaxPageBytes);
    }
    if (huge_page_bytes != 0 && !std::has_single_bit(huge_page_bytes)) {
      Fail(FailureKind::kAssertion, FailureText() << "bad system huge page size " << huge_page_bytes
                                                  << ": expected a power of two or 0");
    }
    PhysicalSizes sizes;
    sizes.page_bytes = page_bytes;
    sizes.min_pages = static_cast<unsigned>(std::max<std::uint64_t>(1, page_bytes / G::kPageBytes));
    if (sizes.min_pages > kWordPages) {
      Fail(FailureKind::kAssertion, FailureText() << "a system page of " << page_bytes
                                                  << " bytes is larger than a bitmap word");
    }
    // Only a huge page that is larger than both kinds of page can be split.
    if (huge_page_bytes <= G::kChunkBytes && huge_page_bytes > G::kPageBytes &&
        huge_page_bytes > page_bytes) {
      sizes.huge_pages = static_cast<unsigned>(huge_page_bytes / G::kPageBytes);
    }
    return sizes;
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_GEOMETRY_PHYSICAL_SIZES_H_
