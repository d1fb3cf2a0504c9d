// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_BITMAP_CHUNK_H_
#define HEDDLE_CORE_BITMAP_CHUNK_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/bitmap/bit_scan.h"
#include "core/bitmap/page_bits.h"
#include "core/geometry/geometry.h"
#include "core/geometry/physical_sizes.h"

namespace heddle::core {

// Pages of one chunk, by index in the chunk. Empty if size is 0.
struct PageRun {
  unsigned start = 0;
  unsigned size = 0;
};

// How a limit on the pages to scavenge is brought to the groups that can be released (2.7, step 1).
enum class LimitRule : std::uint8_t {
  kWholeGroups,     // rounded up to whole groups: R3 and later
  kAtLeastOneGroup  // a group if it is less: R1 and R2, whose runs may end within a group
};

// The state of a chunk's pages (allocator-spec 2.5 to 2.7): which are in use, and which have been
// given back to the system. I9: no page is both. Zero bytes are a chunk that is free throughout and
// not scavenged. Everything but HasScavengeCandidate needs the heap lock.
template <class Sync, GeometryPolicy G>
class Chunk {
 public:
  using Bits = PageBits<Sync, G::kChunkWords>;

  Bits& allocated() { return allocated_; }
  const Bits& allocated() const { return allocated_; }
  Bits& scavenged() { return scavenged_; }
  const Bits& scavenged() const { return scavenged_; }

  // Marks the pages used; they are no longer scavenged. Returns how many were.
  unsigned Allocate(unsigned first, unsigned count) {
    unsigned scavenged = 0;
    Bits::ForEachWord(first, count, [&](unsigned w, std::uint64_t mask) {
      allocated_.SetInWord(w, mask);
      if (const std::uint64_t were = scavenged_.Word(w) & mask; were != 0) {
        scavenged += static_cast<unsigned>(std::popcount(were));
        scavenged_.ClearInWord(w, mask);
      }
    });
    return scavenged;
  }

  // Marks the pages free. Their scavenged bits stay as they are: clear, by I9.
  void Free(unsigned first, unsigned count) { allocated_.ClearRange(first, count); }

  // Whether the chunk may hold something for FindScavengeCandidate. Without a lock: both words are
  // peeked at separately and either may be stale, so the answer is a hint.
  bool HasScavengeCandidate(unsigned min_pages, MemoryOrder order) const {
    CheckMinPages(min_pages);
    const Peeked words{*this, order};
    for (unsigned w = G::kChunkWords; w-- > 0;) {
      if (BusyGroups(words, w, min_pages) != ~std::uint64_t{0}) {
        return true;
      }
    }
    return false;
  }

  // The highest run of pages that are neither used nor scavenged, in whole aligned groups of
  // `sizes.min_pages`, at or below the word that holds page `from`. At most `max_pages` of it, from
  // the top, rounded up to whole groups; more if that would otherwise split a huge page that lies
  // in the run (I33, I37).
  PageRun FindScavengeCandidate(unsigned from, const PhysicalSizes& sizes, std::uint64_t max_pages,
                                LimitRule rule = LimitRule::kWholeGroups) const {
    return TopOfIdleRun(Locked{*this}, from, sizes, LimitFor(rule, max_pages, sizes.min_pages));
  }

  // The same without the lock. What it finds is a hint.
  PageRun PeekScavengeCandidate(unsigned from, const PhysicalSizes& sizes, std::uint64_t max_pages,
                                MemoryOrder order) const {
    return TopOfIdleRun(Peeked{*this, order}, from, sizes,
                        LimitFor(LimitRule::kWholeGroups, max_pages, sizes.min_pages));
  }

 private:
  static void CheckMinPages(unsigned min_pages) {
    if (!std::has_single_bit(min_pages)) {
      Fatal("min must be a non-zero power of 2");
    }
    if (min_pages > kWordPages) {
      Fatal("min too large");
    }
  }

  static std::uint64_t LimitFor(LimitRule rule, std::uint64_t pages, unsigned group) {
    if (pages < group) {
      return group;
    }
    if (rule == LimitRule::kAtLeastOneGroup) {
      return pages;
    }
    return pages > std::numeric_limits<std::uint64_t>::max() - group ? pages
                                                                     : RoundUp(pages, group);
  }

  // The two ways to read a word of both bitmaps, joined: pages that are used or scavenged.
  struct Locked {
    const Chunk& chunk;
    std::uint64_t Word(unsigned w) const {
      return chunk.allocated_.Word(w) | chunk.scavenged_.Word(w);
    }
  };
  struct Peeked {
    const Chunk& chunk;
    MemoryOrder order;
    std::uint64_t Word(unsigned w) const {
      const std::uint64_t allocated = chunk.allocated_.PeekWord(w, order);
      return allocated | chunk.scavenged_.PeekWord(w, order);
    }
  };

  // One bits: pages that belong to a group with a page in use or scavenged.
  template <class Words>
  static std::uint64_t BusyGroups(const Words& words, unsigned word, unsigned min_pages) {
    return FillAligned(words.Word(word), min_pages);
  }

  template <class Words>
  static PageRun TopOfIdleRun(const Words& words, unsigned from, const PhysicalSizes& sizes,
                              std::uint64_t limit) {
    CheckMinPages(sizes.min_pages);
    const PageRun run = HighestIdleRun(words, from, sizes.min_pages);
    if (run.size == 0) {
      return {};
    }
    const unsigned end = run.start + run.size;
    const auto size = static_cast<unsigned>(std::min<std::uint64_t>(run.size, limit));
    PageRun tail{end - size, size};
    if (sizes.huge_pages != 0) {
      const auto below = static_cast<unsigned>(RoundDown(tail.start, sizes.huge_pages));
      const auto above = static_cast<unsigned>(RoundUp(tail.start, sizes.huge_pages));
      if (above <= end && below >= run.start) {
        tail = {below, end - below};
      }
    }
    return tail;
  }

  template <class Words>
  static PageRun HighestIdleRun(const Words& words, unsigned from, unsigned min_pages) {
    unsigned word = from / kWordPages;
    std::uint64_t busy = BusyGroups(words, word, min_pages);
    while (busy == ~std::uint64_t{0}) {
      if (word == 0) {
        return {};
      }
      busy = BusyGroups(words, --word, min_pages);
    }
    const auto above = static_cast<unsigned>(std::countl_one(busy));
    const unsigned end = (word + 1) * kWordPages - above;
    // The shift brings zeros in from below, so the count is cut where the word ends.
    unsigned size =
        std::min(static_cast<unsigned>(std::countl_zero(busy << above)), kWordPages - above);
    while (size == end - word * kWordPages && word > 0) {
      size += static_cast<unsigned>(std::countl_zero(BusyGroups(words, --word, min_pages)));
    }
    return {end - size, size};
  }

  Bits allocated_;
  Bits scavenged_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_BITMAP_CHUNK_H_
