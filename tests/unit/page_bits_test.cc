// SPDX-License-Identifier: BSD-3-Clause
//
// Searches in bitmaps of every size, against a look at each bit.

#include "core/bitmap/page_bits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
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

// Of each page the free ones from it on upwards.
std::vector<unsigned> RunsFrom(const Pages& free) {
  std::vector<unsigned> runs(free.size() + 1);
  for (std::size_t page = free.size(); page-- > 0;) {
    runs[page] = free[page] ? runs[page + 1] + 1 : 0;
  }
  return runs;
}

unsigned RunBelow(const Pages& free, unsigned page) {
  unsigned run = 0;
  while (run < page && free[page - run - 1]) {
    ++run;
  }
  return run;
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
    const std::vector<unsigned> runs = RunsFrom(free_);
    EXPECT_EQ(bits_.SummarizeClear(),
              (core::FreeRuns{runs[0], std::ranges::max(runs), RunBelow(free_, Bits::kPages)}));
    for (unsigned page = 0; page < Bits::kPages; ++page) {
      ASSERT_EQ(bits_.ClearBelow(page), RunBelow(free_, page)) << page;
    }
    for (unsigned page = 0; page <= Bits::kPages; ++page) {
      ASSERT_EQ(bits_.ClearFrom(page), runs[page]) << page;
    }
    for (unsigned pages = 1; pages <= Bits::kPages; pages += pages < 70 ? 1 : 29) {
      for (unsigned from = 0; from < Bits::kPages; from += 64) {
        CheckFind(runs, pages, from);
      }
    }
  }

 private:
  void CheckFind(const std::vector<unsigned>& runs, unsigned pages, unsigned from) const {
    const auto first_fit = [&](unsigned size) {
      const auto found =
          std::find_if(runs.begin() + from, runs.end(), [&](unsigned run) { return run >= size; });
      return static_cast<unsigned>(found - runs.begin());
    };
    const auto found = bits_.FindClear(pages, from + pages % 64);
    const unsigned expected = first_fit(pages);
    ASSERT_EQ(static_cast<bool>(found), expected < Bits::kPages) << pages << " from " << from;
    if (found) {
      ASSERT_EQ(found.index, expected) << pages << " from " << from;
      ASSERT_EQ(found.first_free, first_fit(1));
    }
  }

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
