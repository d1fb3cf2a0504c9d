// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_SETUP_H_
#define HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_SETUP_H_

#include <span>

#include "core/bitmap/chunk.h"
#include "core/page_alloc/page_alloc.h"

namespace heddle::core {

// Puts chunks into a given state, for tests and models: what a history of allocations and scavenges
// would have made of them, without the history.
template <class P>
struct PageAllocSetup {
  using G = typename P::Geometry;

  // Grows the heap by one chunk and gives it these scavenged pages, then these used ones (which are
  // then not scavenged). Runs of size 0 are skipped. The search address is left where the growth
  // put it.
  static void GrowChunk(PageAlloc<P>& pages, ChunkIndex index, std::span<const PageRun> allocated,
                        std::span<const PageRun> scavenged) HEDDLE_REQUIRES(pages.heap_lock()) {
    pages.Grow(G::AddressOf(G::ChunkBase(index)), G::kChunkBytes);
    auto& chunk = pages.chunks_.Of(index);
    chunk.scavenged().ClearRange(0, G::kChunkPages);
    for (const PageRun& run : scavenged) {
      if (run.size > 0) {
        chunk.scavenged().SetRange(run.start, run.size);
      }
    }
    for (const PageRun& run : allocated) {
      if (run.size > 0) {
        chunk.Allocate(run.start, run.size);
      }
    }
    pages.UpdateChunk(index);
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_SETUP_H_
