// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of CursorScavenger. Step numbers are those of allocator-spec 5.2.

#ifndef HEDDLE_CORE_SCAVENGER_CURSOR_SCAVENGER_INL_H_
#define HEDDLE_CORE_SCAVENGER_CURSOR_SCAVENGER_INL_H_

#include <optional>

#include "core/scavenger/cursor_scavenger.h"

namespace heddle::core {

template <class P>
template <typename CursorScavenger<P>::Locking kLocking>
std::uint64_t CursorScavenger<P>::Run(std::uint64_t bytes) {
  std::uint64_t released = 0;
  while (released < bytes) {
    const std::uint64_t more = RunOne<kLocking>(PagesToHold<G>(bytes - released));
    if (more == 0) {
      break;
    }
    released += more;
  }
  return released;
}

template <class P>
template <typename CursorScavenger<P>::Locking kLocking>
std::uint64_t CursorScavenger<P>::RunOne(std::uint64_t max_pages) {
  const Look look = UnderHeapLock<kLocking>(
      Decision::kLooksAtCursorUnderHeapLock,
      [&]() HEDDLE_REQUIRES(pages_.heap_lock()) { return ReleaseAtCursor(max_pages); });
  if (look.released != 0 || look.below == 0) {
    return look.released;
  }
  // Steps 5 and 6. The cursor may go anywhere from here on; the search goes down from where it was.
  ChunkIndex below = look.below;
  while (const std::optional<ChunkIndex> chunk = Peek<kLocking>(below)) {
    PageRun run;
    const bool verify = protocol_.Holds(Decision::kVerifyUnderHeapLock);
    if (!verify) {
      run = pages_.PeekScavengeRun(*chunk, max_pages);
    }
    const std::uint64_t released = UnderHeapLock<kLocking>(
        Decision::kClaimsUnderHeapLock, [&]() HEDDLE_REQUIRES(pages_.heap_lock()) {
          return ReleaseIn(*chunk, verify ? FindIn(*chunk, max_pages) : run, look.cycle);
        });
    if (released != 0) {
      return released;
    }
    below = *chunk;
  }
  // Step 9.
  UnderHeapLock<kLocking>(
      Decision::kEndsPassUnderHeapLock,
      [&]() HEDDLE_REQUIRES(pages_.heap_lock()) { MoveCursor(kDone, look.cycle); });
  return 0;
}

// The analysis cannot tell that the body's lock is held: by the section here, or by the caller.
template <class P>
template <typename CursorScavenger<P>::Locking kLocking, class Body>
auto CursorScavenger<P>::UnderHeapLock(Decision decision, Body body,
                                       const Location& where) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
  if constexpr (kLocking == Locking::kCallerHolds) {
    return body();
  } else {
    const HeapSection section(pages_.heap_lock(), probe_, protocol_, decision, where);
    return body();
  }
}

// Step 6: the highest chunk below this one that may hold pages to release. The caller's lock is
// kept, if it has one.
template <class P>
template <typename CursorScavenger<P>::Locking kLocking>
std::optional<ChunkIndex> CursorScavenger<P>::Peek(ChunkIndex below)
    HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
  const Gap<P, LockRank::kHeap> gap(
      pages_.heap_lock(), probe_,
      kLocking == Locking::kCallerHolds && !protocol_.Holds(Decision::kKeepsCallersHeapLock));
  return PeekHighestCandidate(pages_, pages_.PeekStart(), below);
}

// Steps 2 to 4.
template <class P>
typename CursorScavenger<P>::Look CursorScavenger<P>::ReleaseAtCursor(std::uint64_t max_pages) {
  const Offset cursor = cursor_.Get();
  const ChunkIndex top = G::ChunkOf(cursor);
  if (protocol_.Does(Step::kStopsBelowHeap) && (pages_.end() == 0 || top < pages_.start())) {
    return {};
  }
  const std::uint64_t cycle = cycle_.Get();
  if (protocol_.Repairs(Repair::kCursorKnowsHoles) && !pages_.in_use().Contains(cursor)) {
    return {.below = top, .cycle = cycle};
  }
  // Nobody asks whether the chunk was ever grown (R1-e). In the original its bitmaps were memory
  // that read as zero, or a fault; here a whole block of them may be missing, which is fatal too.
  const auto* const chunk = pages_.chunks().Find(top);
  if (chunk == nullptr) {
    Fail(FailureKind::kAssertion, FailureText() << "the cursor is in chunk " << top
                                                << ", which was never grown and has no bitmaps");
  }
  const PageRun run = chunk->FindScavengeCandidate(G::PageInChunk(cursor), pages_.sizes(),
                                                   max_pages, LimitRule::kAtLeastOneGroup);
  if (run.size == 0) {
    return {.below = top, .cycle = cycle};
  }
  probe_.Searched(SearchOutcome::kFoundAtLimit);
  return {ReleaseRun(top, run, cycle), top, cycle};
}

// Step 7.
template <class P>
PageRun CursorScavenger<P>::FindIn(ChunkIndex chunk, std::uint64_t max_pages) const {
  return pages_.chunks().Of(chunk).FindScavengeCandidate(G::kChunkPages - 1, pages_.sizes(),
                                                         max_pages, LimitRule::kAtLeastOneGroup);
}

template <class P>
std::uint64_t CursorScavenger<P>::ReleaseIn(ChunkIndex chunk, const PageRun& run,
                                            std::uint64_t cycle) {
  probe_.Searched(run.size != 0 ? SearchOutcome::kFoundBelow : SearchOutcome::kFooled);
  if (run.size == 0) {
    MoveCursor(G::ChunkBase(chunk) - 1, cycle);  // fooled by a stale word
    return 0;
  }
  return ReleaseRun(chunk, run, cycle);
}

// Step 8. The cursor passes the pages even if the system refuses to take them, so that the next
// search leaves them alone.
template <class P>
std::uint64_t CursorScavenger<P>::ReleaseRun(ChunkIndex chunk, const PageRun& run,
                                             std::uint64_t cycle) {
  const AddressRange range = PagesOf<G>(chunk, run);
  const bool stops_at_pages = protocol_.Does(Step::kCursorStopsAtPages);
  MoveCursor((stops_at_pages ? range.base : G::ChunkBase(chunk)) - 1, cycle);
  return ReleaseUnderHeapLock(pages_, memory_, statistics_, probe_, protocol_, range);
}

// Where a search of `cycle` has come to. Stored blindly: a reset that came since step 5 is lost
// (R1-a), and the cursor may be lower by now (R1-b).
template <class P>
void CursorScavenger<P>::MoveCursor(Offset to, std::uint64_t cycle) {
  if (protocol_.Repairs(Repair::kCursorYieldsToReset) && cycle != cycle_.Get()) {
    return;
  }
  if (protocol_.Repairs(Repair::kCursorOnlyFalls) && cursor_.Get() < to) {
    return;
  }
  if (protocol_.Chooses(Choice::kCursorFollowsSearch)) {
    cursor_.Set(to);
  }
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_CURSOR_SCAVENGER_INL_H_
