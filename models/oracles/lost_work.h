// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_LOST_WORK_H_
#define HEDDLE_MODELS_ORACLES_LOST_WORK_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/geometry/geometry.h"
#include "core/page_alloc/page_alloc.h"
#include "core/scavenger/revision.h"
#include "core/sync/failure.h"

namespace heddle::models {

// No lost work: what is there to be done is found and done. For the scavenger: within N generations
// in which nobody allocates or frees, every free page is released. N is part of what a model
// states; 0 is the generation that the threads have left behind.
//
// For who releases memory towards a goal, the background scavenger and a growth that makes up for
// itself (allocator-spec 6.3, 6.7): what is retained is no more than the goal, unless nothing is
// left to release; and it is no less, because that is what others would have to make ready again.
//
// Evaluated when all threads are done, on the state that they have left, which is the same in
// equivalent executions. That something is not done *yet* is no state of its own: while threads
// run, somebody may still do it.

// As many as a revision may need, whatever went before. R1 to R3 search the whole heap in every
// cycle. In R4 a generation begins where the one before it left off (R4-d): one of these may be
// cut short by what the threads left behind, the second by what the first released, and only one
// that follows upon a generation which has released nothing is sure to search all there is.
template <core::Revision kRevision>
inline constexpr unsigned kMostIdleGenerations = kRevision == core::Revision::kR4 ? 3 : 1;

// When those generations have been. `idle`: pages that are free and not released.
inline void CheckAllReleased(std::uint64_t idle) {
  if (idle != 0) {
    core::Fail(core::FailureKind::kLostWork,
               core::FailureText()
                   << "pages that were free when a cycle began and are not released "
                      "at its end: "
                   << idle);
  }
}

// The same of other work than a heap's pages.
inline void CheckFound(bool found, const core::FailureText& otherwise) {
  if (!found) {
    core::Fail(core::FailureKind::kLostWork, otherwise);
  }
}

// When it is done. `idle` as above.
inline void CheckGoalReached(std::uint64_t retained, std::uint64_t goal, std::uint64_t idle) {
  if (retained > goal && idle != 0) {
    core::Fail(core::FailureKind::kLostWork,
               core::FailureText() << retained << " bytes are retained, the goal is " << goal
                                   << ", and pages that could be released are left: " << idle);
  }
}

// From a heap that retained as much or more, releasing `unit` bytes at a time. Whether it is done
// or not.
inline void CheckGoalKept(std::uint64_t retained, std::uint64_t goal, std::uint64_t unit) {
  if (retained + unit <= goal) {
    core::Fail(core::FailureKind::kLostWork,
               core::FailureText() << "more was released than the goal asks for: " << retained
                                   << " bytes are retained, the goal is " << goal);
  }
}

// Lets `generations` generations pass. `heap` has StartCycle and Scavenge(bytes).
template <class Heap>
void PassIdleGenerations(Heap& heap, unsigned generations, std::uint64_t all_bytes) {
  if (generations == 0) {
    heap.Scavenge(all_bytes);
  }
  for (unsigned i = 0; i < generations; ++i) {
    heap.StartCycle();
    heap.Scavenge(all_bytes);
  }
}

// The same as CheckAllReleased, of pages that the system would take: those that do not fill a page
// of its own may be left over.
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
