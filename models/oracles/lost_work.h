// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_LOST_WORK_H_
#define HEDDLE_MODELS_ORACLES_LOST_WORK_H_

#include <cstddef>

#include "core/geometry/geometry.h"
#include "core/page_alloc/page_alloc.h"
#include "core/scavenger/revision.h"
#include "core/sync/failure.h"

namespace heddle::models {

// No lost work: when all is quiet and so many generations have come and gone that nobody disturbed,
// no pages are left that could be released. Pages that do not fill a page of the system's do not
// count.
template <class P>
void CheckNothingLeft(const core::PageAlloc<P>& pages, unsigned generations)
    HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
    const core::AddressRange range = pages.in_use().At(i);
    for (auto chunk = G::ChunkOf(range.base); chunk < G::ChunkOf(range.limit); ++chunk) {
      const core::PageRun run = pages.chunks().Of(chunk).FindScavengeCandidate(
          G::kChunkPages - 1, pages.sizes(), core::kAllBytes);
      if (run.size != 0) {
        core::Fail(core::FailureKind::kLostWork,
                   core::FailureText()
                       << "pages from " << core::Hex{G::AddressOf(G::PageOffset(chunk, run.start))}
                       << " on are free and not released, generations that nobody disturbed have "
                          "been: "
                       << generations);
      }
    }
  }
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_LOST_WORK_H_
