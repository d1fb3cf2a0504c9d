// SPDX-License-Identifier: BSD-3-Clause
//
// Searches in bitmaps of every size, against a look at each bit.

#include "core/bitmap/page_bits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "core/bitmap/bit_scan.h"
#include "core/bitmap/word_lanes.h"
#include "core/summary/summary.h"
#include "core/sync/single_thread.h"

namespace heddle::tests {
namespace {

// Which pages are free, one by one.
using Pages = std::vector<bool>;

// The free pages from `page` on upwards, and below it downwards.
unsigned RunFrom(const Pages& free, unsigned page) {
  unsigned run = 0;
  while (page + run < free.size() && free[page + run]) {
    ++run;
  }
  return run;
}
unsigned RunBelow(const Pages& free, unsigned page) {
  unsigned run = 0;
  while (run < page && free[page - run - 1]) {
    ++run;
  }
  return run;
}

core::FreeRuns Summary(const Pages& free) {
  const auto size = static_cast<unsigned>(free.size());
  core::FreeRuns runs{RunFrom(free, 0), 0, RunBelow(free, size)};
  for (unsigned page = 0; page < size; ++page) {
    runs.max = std::max<std::uint64_t>(runs.max, RunFrom(free, page));
  }
  return runs;
}

unsigned FirstFit(const Pages& free, unsigned pages, unsigned from) {
  for (unsigned page = from; page < free.size(); ++page) {
    if (RunFrom(free, page) >= pages) {
      return page;
    }
  }
  return static_cast<unsigned>(free.size());
}

template <unsigned kWords>
class Searched {
 public:
  using Bits = core::PageBits<core::SingleThread, kWords>;

  // Runs in use and free, up to `longest` pages each.
  Searched(std::mt19937_64& random, unsigned longest) : free_(Bits::kPages) {
    bool is_free = random() % 2 == 0;
    for (unsigned page = 0; page < Bits::kPages; is_free = !is_free) {
      const auto length = static_cast<unsigned>(1 + random() % longest);
      for (unsigned i = 0; i < length && page < Bits::kPages; ++i, ++page) {
        free_[page] = is_free;
        if (!is_free) {
          bits_.SetRange(page, 1);
        }
      }
    }
  }

  void Check() const {
    EXPECT_EQ(bits_.SummarizeClear(), Summary(free_));
    for (unsigned page = 0; page < Bits::kPages; ++page) {
      ASSERT_EQ(bits_.ClearBelow(page), RunBelow(free_, page)) << page;
      ASSERT_EQ(bits_.ClearFrom(page), RunFrom(free_, page)) << page;
    }
    EXPECT_EQ(bits_.ClearFrom(Bits::kPages), 0U);
    for (unsigned pages = 1; pages <= Bits::kPages; ++pages) {
      for (unsigned from = 0; from < Bits::kPages; from += 64) {
        const auto found = bits_.FindClear(pages, from + pages % 64);
        const unsigned expected = FirstFit(free_, pages, from);
        ASSERT_EQ(static_cast<bool>(found), expected != Bits::kPages) << pages << " from " << from;
        if (found) {
          ASSERT_EQ(found.index, expected) << pages << " from " << from;
          ASSERT_EQ(found.first_free, FirstFit(free_, 1, from));
        }
      }
    }
  }

 private:
  Bits bits_{};
  Pages free_;
};

template <unsigned kWords>
void CheckBitmaps() {
  std::mt19937_64 random(kWords);
  for (const unsigned longest : {1U, 2U, 5U, 9U, 40U, 63U, 64U, 65U, 200U, 1000U}) {
    for (int i = 0; i < 8; ++i) {
      Searched<kWords>(random, longest).Check();
      ASSERT_FALSE(testing::Test::HasFailure()) << kWords << " words, runs of " << longest;
    }
  }
}

TEST(PageBits, OneWordIsSearched) { CheckBitmaps<1>(); }
TEST(PageBits, TwoWordsAreSearched) { CheckBitmaps<2>(); }
TEST(PageBits, FourWordsAreSearched) { CheckBitmaps<4>(); }
TEST(PageBits, EightWordsAreSearched) { CheckBitmaps<8>(); }

template <unsigned kWords>
void CheckLanes() {
  std::mt19937_64 random(kWords);
  for (unsigned length = 1; length <= 64; ++length) {
    std::uint64_t words[kWords];
    std::uint64_t any = 0;
    for (std::uint64_t& word : words) {
      word = length < 5 ? random() : random() | random() | random() | ~std::uint64_t{0} << 20;
      any |= core::RunStarts(word, length);
    }
    core::WordLanes<kWords> lanes(words);
    lanes.NarrowTo(length);
    EXPECT_EQ(lanes.IsZero(), any == 0) << kWords << " words, runs of " << length;
  }
}

TEST(WordLanes, EachWordIsNarrowedByItself) {
  CheckLanes<1>();
  CheckLanes<2>();
  CheckLanes<3>();
  CheckLanes<4>();
  CheckLanes<8>();
}

}  // namespace
}  // namespace heddle::tests
