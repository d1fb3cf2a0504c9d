// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_BITMAP_PAGE_BITS_H_
#define HEDDLE_CORE_BITMAP_PAGE_BITS_H_

#include <bit>
#include <cstdint>
#include <optional>
#include <source_location>

#include "core/bitmap/bit_scan.h"
#include "core/summary/summary.h"
#include "core/sync/memory_order.h"

namespace heddle::core {

// One bit for each page of a chunk (allocator-spec 2.1, 2.2, 2.4): bit i of the chunk is bit i % 64
// of word i / 64. Written under the heap lock; words are also peeked at without it. Ranges are
// given as first page and length, at least one page, within the chunk.
template <class Sync, unsigned kWords>
class PageBits {
 public:
  static constexpr unsigned kPages = kWords * 64;
  using Location = std::source_location;

  // Where a search found free pages.
  struct Found {
    std::optional<unsigned> index;  // first page of the run, if there is one
    unsigned first_free;            // lowest free page seen; meaningless without an index
  };

  std::uint64_t Word(unsigned word, const Location& where = Location::current()) const {
    return words_[word].Get(where);
  }
  // Without the lock; the partner of the stores in SetRange and ClearRange.
  std::uint64_t PeekWord(unsigned word, MemoryOrder order,
                         const Location& where = Location::current()) const {
    return words_[word].Peek(order, where);
  }

  bool Test(unsigned page) const { return (Word(page / 64) >> (page % 64) & 1) != 0; }

  void SetRange(unsigned first, unsigned count, const Location& where = Location::current()) {
    ForEachWord(first, count, [&](unsigned w, std::uint64_t mask) { SetInWord(w, mask, where); });
  }
  void ClearRange(unsigned first, unsigned count, const Location& where = Location::current()) {
    ForEachWord(first, count, [&](unsigned w, std::uint64_t mask) { ClearInWord(w, mask, where); });
  }
  // Relaxed: readers without the lock take the word for a hint (spec 9.3). A word that would not
  // change is not stored to.
  void SetInWord(unsigned word, std::uint64_t mask, const Location& where = Location::current()) {
    Store(word, Word(word, where) | mask, where);
  }
  void ClearInWord(unsigned word, std::uint64_t mask, const Location& where = Location::current()) {
    Store(word, Word(word, where) & ~mask, where);
  }

  unsigned CountRange(unsigned first, unsigned count) const {
    unsigned ones = 0;
    ForEachWord(first, count, [&](unsigned w, std::uint64_t mask) {
      ones += static_cast<unsigned>(std::popcount(Word(w) & mask));
    });
    return ones;
  }

  // First fit: the lowest run of `pages` zero bits, searched for from the start of the word that
  // holds `from`, not from `from` itself.
  Found FindClear(unsigned pages, unsigned from) const {
    std::optional<unsigned> first_free;
    unsigned run = 0;  // zero bits just below the current word
    for (unsigned w = from / 64; w < kWords; ++w) {
      const std::uint64_t free = ~Word(w);
      if (free == 0) {
        run = 0;
        continue;
      }
      if (!first_free) {
        first_free = w * 64 + static_cast<unsigned>(std::countr_zero(free));
      }
      const auto leading = static_cast<unsigned>(std::countr_one(free));
      if (run + leading >= pages) {
        return {w * 64 - run, *first_free};
      }
      if (leading == 64) {
        run += 64;
        continue;
      }
      if (pages < 64) {
        if (const unsigned at = FindBitRange64(free, pages); at < 64) {
          return {w * 64 + at, *first_free};
        }
      }
      run = static_cast<unsigned>(std::countl_one(free));
    }
    return {std::nullopt, 0};
  }

  // The runs of zero bits.
  FreeRuns SummarizeClear() const {
    FreeRuns runs;
    unsigned run = 0;
    unsigned longest = 0;
    bool at_start = true;
    for (unsigned w = 0; w < kWords; ++w) {
      const std::uint64_t free = ~Word(w);
      if (free == ~std::uint64_t{0}) {
        run += 64;
        continue;
      }
      run += static_cast<unsigned>(std::countr_one(free));
      if (at_start) {
        runs.start = run;
        at_start = false;
      }
      longest = longest > run ? longest : run;
      longest = LongestRunAbove(free, longest);
      run = static_cast<unsigned>(std::countl_one(free));
    }
    if (at_start) {
      return {kPages, kPages, kPages};
    }
    runs.end = run;
    runs.max = longest > run ? longest : run;
    return runs;
  }

 private:
  // The longest run of ones in `word` if that is longer than `floor`, else `floor`.
  static unsigned LongestRunAbove(std::uint64_t word, unsigned floor) {
    if (floor >= 62) {
      return floor;  // a word with a zero bit and both ends counted has no longer run inside
    }
    std::uint64_t starts = RunStarts(word, floor + 1);
    while (starts != 0) {
      ++floor;
      starts &= starts >> 1;
    }
    return floor;
  }

  void Store(unsigned word, std::uint64_t value, const Location& where) {
    if (words_[word].Get(where) != value) {
      words_[word].Set(value, MemoryOrder::kRelaxed, where);
    }
  }

  template <class Visit>
  static void ForEachWord(unsigned first, unsigned count, Visit visit) {
    const unsigned limit = first + count;
    while (first < limit) {
      const unsigned in_word = first % 64;
      const unsigned here = limit - first < 64 - in_word ? limit - first : 64 - in_word;
      visit(first / 64, BitMask(in_word, here));
      first += here;
    }
  }

  typename Sync::template Published<std::uint64_t> words_[kWords];
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_BITMAP_PAGE_BITS_H_
