// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_CURSOR_SCAVENGER_H_
#define HEDDLE_CORE_SCAVENGER_CURSOR_SCAVENGER_H_

#include <cstdint>
#include <optional>
#include <source_location>

#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/protocol/repair_cell.h"
#include "core/scavenger/scavenge_work.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/annotations.h"
#include "core/sync/contains_address.h"
#include "core/sync/section.h"

namespace heddle::core {

// The scavenger of August 2019, revision R1, and its locked mode of September 2019, revision R2
// (allocator-spec 5.1 to 5.3): one address, the cursor, moves down the heap, and everybody searches
// from it. A cycle is one way down; it begins with ResetCursor.
//
// Kept as it was, because what is wrong with it is why the later revisions are as they are:
//
//   R1-a  a search that comes to the heap's end stores "done" over a reset that came meanwhile
//   R1-b  a search that was overtaken stores its own, higher place over the lower one
//   R1-e  the chunk at the cursor is looked at without asking whether it was ever grown, so a hole
//         below a range of the heap is "released"
//   R1-f  the heap lock is held while memory is released
//
// and, where a system page is larger than ours, a limit that is no multiple of it cuts a run within
// a system page, which the system then refuses to take (appendix A, 13).
//
// The locked mode is one critical section, but what an unlocked search does afterwards it cannot
// help: R1-a and R1-b are still there.
template <class P>
class CursorScavenger {
 public:
  using G = typename P::Geometry;
  using Mutex = typename P::Sync::Mutex;
  using Probe = typename P::Probe;
  using Statistics = MemoryStatistics<typename P::Sync>;

  // Everything passed by reference outlives this.
  CursorScavenger(PageAlloc<P>& pages, typename P::Memory& memory, Statistics& statistics,
                  Probe& probe, const typename P::Protocol& protocol = {})
      : pages_(pages),
        memory_(memory),
        statistics_(statistics),
        probe_(probe),
        protocol_(protocol) {}
  CursorScavenger(const CursorScavenger&) = delete;
  CursorScavenger& operator=(const CursorScavenger&) = delete;

  Mutex& heap_lock() const HEDDLE_RETURN_CAPABILITY(pages_.heap_lock()) {
    return pages_.heap_lock();
  }

  // Begins a cycle: the next search starts with the heap's last page. Under H.
  void ResetCursor() HEDDLE_REQUIRES(pages_.heap_lock()) {
    if (protocol_.Does(Step::kResetsCursor)) {
      cursor_.Set(pages_.end() == 0 ? kDone : G::ChunkBase(pages_.end()) - 1);
    }
    if (protocol_.Repairs(Repair::kCursorYieldsToReset)) {
      cycle_.Set(cycle_.Get() + 1);
    }
  }

  // R1, and R2 when it is not locked: releases free pages until at least `bytes` are released or
  // the cycle has come to its end. Returns the bytes released, which may be more (huge pages,
  // system pages). No lock is held on entry or exit; H is taken for each step but the search.
  std::uint64_t Scavenge(std::uint64_t bytes) HEDDLE_EXCLUDES(pages_.heap_lock()) {
    return Run<Locking::kTakes>(bytes);
  }

  // R2's locked mode: the same with H held by the caller from beginning to end, the search of the
  // whole heap and every release included.
  std::uint64_t ScavengeLocked(std::uint64_t bytes) HEDDLE_REQUIRES(pages_.heap_lock()) {
    return Run<Locking::kCallerHolds>(bytes);
  }

  // Where the next search starts: the last byte that it may look at. Below the heap when the cycle
  // is over.
  Offset cursor() const HEDDLE_REQUIRES(pages_.heap_lock()) { return cursor_.Get(); }

  // For traces. Takes addresses only.
  const char* NameOf(const void* object) const {
    return ContainsAddress(cursor_, object) ? "cursor" : cycle_.Has(object) ? "cycle" : "";
  }

 private:
  using HeapSection = Section<P, LockRank::kHeap>;
  using Location = std::source_location;
  enum class Locking : std::uint8_t { kTakes, kCallerHolds };

  static constexpr Offset kDone = G::kMinOffset;

  // What a look at the chunk of the cursor came to.
  struct Look {
    std::uint64_t released = 0;
    ChunkIndex below = 0;     // where the search goes on, if nothing was released; 0 if it is over
    std::uint64_t cycle = 0;  // that the search is of
  };

  template <Locking kLocking>
  std::uint64_t Run(std::uint64_t bytes);
  template <Locking kLocking>
  std::uint64_t RunOne(std::uint64_t max_pages);
  template <Locking kLocking, class Body>
  auto UnderHeapLock(Decision decision, Body body, const Location& where = Location::current());
  template <Locking kLocking>
  std::optional<ChunkIndex> Peek(ChunkIndex below);

  Look ReleaseAtCursor(std::uint64_t max_pages) HEDDLE_REQUIRES(pages_.heap_lock());
  PageRun FindIn(ChunkIndex chunk, std::uint64_t max_pages) const
      HEDDLE_REQUIRES(pages_.heap_lock());
  std::uint64_t ReleaseIn(ChunkIndex chunk, const PageRun& run, std::uint64_t cycle)
      HEDDLE_REQUIRES(pages_.heap_lock());
  std::uint64_t ReleaseRun(ChunkIndex chunk, const PageRun& run, std::uint64_t cycle)
      HEDDLE_REQUIRES(pages_.heap_lock());
  void MoveCursor(Offset to, std::uint64_t cycle) HEDDLE_REQUIRES(pages_.heap_lock());

  PageAlloc<P>& pages_;
  typename P::Memory& memory_;
  Statistics& statistics_;
  Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
  // Guarded by H.
  typename P::Sync::template Shared<Offset> cursor_{kDone};
  [[no_unique_address]] RepairCell<typename P::Sync, typename P::Protocol, std::uint64_t> cycle_;
};

}  // namespace heddle::core

#include "core/scavenger/cursor_scavenger.inl.h"

#endif  // HEDDLE_CORE_SCAVENGER_CURSOR_SCAVENGER_H_
