// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_BITMAP_PAGE_BITS_H_
#define HEDDLE_CORE_BITMAP_PAGE_BITS_H_

#include <bit>
#include <cstdint>
#include <source_location>

#include "core/bitmap/bit_scan.h"
#include "core/bitmap/word_lanes.h"
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

  // Where a search found free pages. In one register, because every allocation returns one.
  struct Found {
    unsigned index = kPages;       // first page of the run; kPages if there is none
    unsigned first_free = kPages;  // lowest free page seen, if there is a run

    explicit operator bool() const { return index != kPages; }
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
      // Where no instruction counts, to count is a call.
      if (const std::uint64_t bits = Word(w) & mask; bits != 0) {
        ones += static_cast<unsigned>(std::popcount(bits));
      }
    });
    return ones;
  }

  // First fit: the lowest run of `pages` zero bits, at least one, searched for from the start of
  // the word that holds `from`, not from `from` itself.
  Found FindClear(unsigned pages, unsigned from) const {
    unsigned first = from / 64;
    while (Word(first) == ~std::uint64_t{0}) {
      if (++first == kWords) {
        return {};
      }
    }
    const unsigned first_free = first * 64 + static_cast<unsigned>(std::countr_one(Word(first)));
    if (pages == 1) {
      return {first_free, first_free};
    }
    const unsigned index =
        pages < 64 ? FindShortRun(pages, first) : FindRunAtWordEnd(pages, first, 0);
    return {index, first_free};
  }

  // The runs of zero bits.
  FreeRuns SummarizeClear() const {
    std::uint64_t free[kWords];
    std::uint64_t any_free = 0;
    std::uint64_t any_used = 0;
#pragma GCC unroll 8
    for (unsigned w = 0; w < kWords; ++w) {
      const std::uint64_t used = Word(w);
      free[w] = ~used;
      any_free |= ~used;
      any_used |= used;
    }
    if (any_free == 0) {
      return {};
    }
    if (any_used == 0) {
      return {kPages, kPages, kPages};
    }
    FreeRuns runs = RunsAtEnds(free);
    runs.max = LongestRun(free, static_cast<unsigned>(runs.max));
    return runs;
  }

  // How many pages right below page `page`, or from it on upwards, have zero bits.
  unsigned ClearBelow(unsigned page) const {
    unsigned w = page / 64;
    unsigned run = page % 64;
    if (run != 0) {
      const std::uint64_t used = Word(w) << (64 - run);
      if (used != 0) {
        return static_cast<unsigned>(std::countl_zero(used));
      }
    }
    while (w > 0) {
      const std::uint64_t used = Word(--w);
      if (used != 0) {
        return run + static_cast<unsigned>(std::countl_zero(used));
      }
      run += 64;
    }
    return run;
  }
  unsigned ClearFrom(unsigned page) const {
    unsigned w = page / 64;
    unsigned run = 0;
    if (page % 64 != 0) {
      const std::uint64_t used = Word(w) >> (page % 64);
      if (used != 0) {
        return static_cast<unsigned>(std::countr_zero(used));
      }
      run = 64 - page % 64;
      ++w;
    }
    for (; w < kWords; ++w) {
      const std::uint64_t used = Word(w);
      if (used != 0) {
        return run + static_cast<unsigned>(std::countr_zero(used));
      }
      run += 64;
    }
    return run;
  }

  // The words that the pages lie in: visit(word, bits of the pages in it).
  template <class Visit>
  static void ForEachWord(unsigned first, unsigned count, Visit visit) {
    if (count <= 64 - first % 64) {  // as most are
      visit(first / 64, BitMask(first % 64, count));
      return;
    }
    const unsigned limit = first + count;
    while (first < limit) {
      const unsigned in_word = first % 64;
      const unsigned here = limit - first < 64 - in_word ? limit - first : 64 - in_word;
      visit(first / 64, BitMask(in_word, here));
      first += here;
    }
  }

 private:
  // The lowest run of 2 to 63 zero bits from this word on, or kPages.
  unsigned FindShortRun(unsigned pages, unsigned first) const {
    // When a look at all words at once is worth it: after so many, and for runs that are rare.
    constexpr unsigned kTries = 2;
    constexpr unsigned kLong = 8;
    unsigned run = 0;  // zero bits just below the current word
    for (unsigned w = first; w < kWords; ++w) {
      if (w == first + kTries && pages >= kLong && !HasRunWithinWord(pages)) {
        return FindRunAtWordEnd(pages, w, run);
      }
      const std::uint64_t free = ~Word(w);
      const auto low = static_cast<unsigned>(std::countr_one(free));
      if (run + low >= pages) {
        return w * 64 - run;
      }
      const std::uint64_t starts = RunStarts(free, pages);
      if (starts != 0) {
        return w * 64 + static_cast<unsigned>(std::countr_zero(starts));
      }
      run = static_cast<unsigned>(std::countl_one(free));
    }
    return kPages;
  }

  // Whether any word has a run of so many zero bits; 1 to 64.
  bool HasRunWithinWord(unsigned pages) const {
    std::uint64_t free[kWords];
#pragma GCC unroll 8
    for (unsigned w = 0; w < kWords; ++w) {
      free[w] = ~Word(w);
    }
    WordLanes<kWords> starts(free);
    starts.NarrowTo(pages);
    return !starts.IsZero();
  }

  // The lowest run that touches an end of a word, as all of 64 and more do, from this word on, or
  // kPages. `run` zero bits lie just below the word.
  unsigned FindRunAtWordEnd(unsigned pages, unsigned first, unsigned run) const {
    for (unsigned w = first; w < kWords; ++w) {
      const std::uint64_t used = Word(w);
      if (used == 0) {
        run += 64;
        if (run >= pages) {
          return (w + 1) * 64 - run;
        }
        continue;
      }
      if (run + static_cast<unsigned>(std::countr_zero(used)) >= pages) {
        return w * 64 - run;
      }
      run = static_cast<unsigned>(std::countl_zero(used));
    }
    return kPages;
  }

  // The runs of ones at both ends, and the longest of those that touch an end of a word. Some bit
  // is zero. Without branches, which bitmaps do not let a processor predict.
  static FreeRuns RunsAtEnds(const std::uint64_t (&free)[kWords]) {
    unsigned start = 0;
    unsigned longest = 0;
    unsigned run = 0;         // ones just below the current word
    unsigned at_start = ~0U;  // all ones while every word so far was
#pragma GCC unroll 8
    for (unsigned w = 0; w < kWords; ++w) {
      const auto low = static_cast<unsigned>(std::countr_one(free[w]));
      const bool is_free = low == 64;
      start += low & at_start;
      at_start = is_free ? at_start : 0;
      const unsigned across = run + low;
      longest = longest > across ? longest : across;
      run = is_free ? across : static_cast<unsigned>(std::countl_one(free[w]));
    }
    return {start, longest > run ? longest : run, run};
  }

  // The longest run of ones in any of the words if that is longer than `floor`, else `floor`.
  static unsigned LongestRun(const std::uint64_t (&free)[kWords], unsigned floor) {
    if (floor >= 62) {
      return floor;  // a word with a zero bit and both ends counted has no longer run inside
    }
    WordLanes<kWords> starts(free);
    starts.NarrowTo(floor + 1);
    while (!starts.IsZero()) {
      ++floor;
      starts.NarrowBy(1);
    }
    return floor;
  }

  void Store(unsigned word, std::uint64_t value, const Location& where) {
    if (words_[word].Get(where) != value) {
      words_[word].Set(value, MemoryOrder::kRelaxed, where);
    }
  }

  typename Sync::template Published<std::uint64_t> words_[kWords];
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_BITMAP_PAGE_BITS_H_
