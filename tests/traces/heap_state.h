// SPDX-License-Identifier: BSD-3-Clause
//
// What a trace of kind heap says of the allocator's state: three digests and the scalars in clear.

#ifndef HEDDLE_TESTS_TRACES_HEAP_STATE_H_
#define HEDDLE_TESTS_TRACES_HEAP_STATE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry/geometry.h"
#include "core/page_alloc/page_alloc.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "tests/data/value.h"
#include "tests/traces/digest.h"

namespace heddle::tests {

// Where the addresses of a trace begin. The format needs a multiple of 16 GiB with 0x1ff8000 chunks
// above it; this is the lowest user address of that kind, so it has the most room.
struct TraceBase {
  using G = core::ProductionGeometry;

  static constexpr core::Offset kOffset = G::OffsetOf(std::uint64_t{16} << 30);
  static constexpr core::ChunkIndex kChunk = G::ChunkOf(kOffset);
  // Chunks from the base on, without the last of the address space, which is never used.
  static constexpr std::uint64_t kChunks = G::ChunkOf(G::kMaxOffset) - kChunk;

  // An address that may also be one of the ends of the address space.
  static constexpr std::uint64_t kHighest = UINT64_MAX;
  static constexpr std::uint64_t kBelow = UINT64_MAX - 1;
  static std::uint64_t Relative(core::Offset offset) {
    if (offset == G::kMaxOffset) {
      return kHighest;
    }
    return offset < kOffset ? kBelow : offset - kOffset;
  }
};
static_assert(TraceBase::kChunks >= 0x1ff8000);

// The scalars, with addresses relative to the base.
struct HeapState {
  struct Ranges {
    std::uint64_t bytes = 0;
    std::vector<core::AddressRange> list;  // offsets from the base
  };

  std::uint64_t search = 0;
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  Ranges in_use;
  Ranges scavenger_in_use;
  std::uint64_t generation = 0;
  std::uint64_t reservation_bytes = 0;
  std::uint64_t free_high = 0;
  std::uint64_t scavenged_low = 0;

  std::uint64_t Hash() const;
  // Throws Difference, naming the field, or Malformed.
  void CompareWith(const Value& expected) const;
};

template <class P>
HeapState Capture(const core::PageAlloc<P>& pages, const core::LockedRangeScavenger<P>& scavenger)
    HEDDLE_REQUIRES(pages.heap_lock(), scavenger.scavenger_lock()) {
  const auto copy = [](const auto& set) {
    HeapState::Ranges ranges{set.TotalBytes(), {}};
    for (std::size_t i = 0; i < set.Count(); ++i) {
      ranges.list.push_back(
          {{set.At(i).base - TraceBase::kOffset}, {set.At(i).limit - TraceBase::kOffset}});
    }
    return ranges;
  };
  const bool empty = pages.end() == 0;
  return {
      .search = TraceBase::Relative(pages.search()),
      .start = empty ? 0 : pages.start() - TraceBase::kChunk,
      .end = empty ? 0 : pages.end() - TraceBase::kChunk,
      .in_use = copy(pages.in_use()),
      .scavenger_in_use = copy(scavenger.in_use()),
      .generation = scavenger.generation(),
      .reservation_bytes = scavenger.reservation_bytes(),
      .free_high = TraceBase::Relative(pages.FreeHighWatermark()),
      .scavenged_low = TraceBase::Relative(scavenger.low_watermark()),
  };
}

// Both bitmaps of every chunk of the heap.
template <class P>
std::uint64_t HashBitmaps(const core::PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  Digest digest;
  for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
    const core::AddressRange range = pages.in_use().At(i);
    for (core::ChunkIndex c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
      const auto& chunk = pages.chunks().Of(c);
      for (unsigned w = 0; w < G::kChunkWords; ++w) {
        digest.Add(chunk.allocated().Word(w));
      }
      for (unsigned w = 0; w < G::kChunkWords; ++w) {
        digest.Add(chunk.scavenged().Word(w));
      }
    }
  }
  return digest.value();
}

// Every summary above the heap, level by level from the root, each once.
template <class P>
std::uint64_t HashSummaries(const core::PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  Digest digest;
  for (unsigned level = 0; level < G::kLevels; ++level) {
    std::uint64_t next = 0;  // neighbouring ranges can share an entry
    for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
      const core::AddressRange range = pages.in_use().At(i);
      const std::uint64_t last = (range.limit - 1).value >> G::LevelShift(level);
      for (next = std::max(next, range.base.value >> G::LevelShift(level)); next <= last; ++next) {
        digest.Add(pages.tree().At(level, next).bits());
      }
    }
  }
  return digest.value();
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_HEAP_STATE_H_
