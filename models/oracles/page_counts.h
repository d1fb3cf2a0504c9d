// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_PAGE_COUNTS_H_
#define HEDDLE_MODELS_ORACLES_PAGE_COUNTS_H_

#include <cstddef>
#include <cstdint>

#include "core/page_alloc/page_alloc.h"

namespace heddle::models {

// visit(index, chunk) for each chunk of the heap. Under the heap lock.
template <class P, class Visit>
void ForEachChunk(const core::PageAlloc<P>& pages, Visit visit) HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
    const core::AddressRange range = pages.in_use().At(i);
    for (auto c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
      visit(c, pages.chunks().Of(c));
    }
  }
}

// What the bitmaps say of a heap's pages.
struct PageCounts {
  std::uint64_t used = 0;
  std::uint64_t scavenged = 0;
  std::uint64_t idle = 0;  // neither
};

template <class P>
PageCounts CountPages(const core::PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
  constexpr unsigned kPages = P::Geometry::kChunkPages;
  PageCounts counts;
  ForEachChunk(pages, [&counts](core::ChunkIndex /*index*/, const auto& chunk) {
    counts.used += chunk.allocated().CountRange(0, kPages);
    counts.scavenged += chunk.scavenged().CountRange(0, kPages);
    counts.idle += kPages;
  });
  counts.idle -= counts.used + counts.scavenged;
  return counts;
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_PAGE_COUNTS_H_
