// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bitmap/bit_scan.h"
#include "core/bitmap/page_bits.h"
#include "core/summary/summary.h"
#include "core/sync/single_thread.h"
#include "tests/vectors/vector_suite.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;
using Bits = core::PageBits<core::SingleThread, G::kChunkWords>;
using Summary = core::Summary<G::kLogMaxPages>;

Bits BitsOf(const ChunkWords& words) {
  Bits bits{};
  for (unsigned w = 0; w < words.size(); ++w) {
    bits.SetInWord(w, words[w]);
  }
  return bits;
}

ChunkWords WordsIn(const Bits& bits) {
  ChunkWords words{};
  for (unsigned w = 0; w < words.size(); ++w) {
    words[w] = bits.Word(w);
  }
  return words;
}

// Ones everywhere but in these runs.
ChunkWords AllBut(const Value& free_runs) {
  ChunkWords words = WordsOf(RunsOf(free_runs));
  for (std::uint64_t& word : words) {
    word = ~word;
  }
  return words;
}

unsigned Small(const Value& value) { return static_cast<unsigned>(value.Unsigned()); }

core::FreeRuns FreeRunsOf(const Value& triple) {
  const std::vector<std::uint64_t> numbers = NumbersOf(triple);
  return {numbers.at(0), numbers.at(1), numbers.at(2)};
}

TEST(BitmapVectors, SetRange) {
  ForEachCase("bitmap", "set_range", 7, [](const Value& vector) {
    Bits bits{};
    bits.SetRange(Small(vector["i"]), Small(vector["n"]));
    EXPECT_EQ(WordsIn(bits), WordsOf(vector["expect_words"]));
  });
}

TEST(BitmapVectors, CountRange) {
  ForEachCase("bitmap", "popcnt_range", 5, [](const Value& vector) {
    const Bits bits = BitsOf(WordsOf(RunsOf(vector["set"])));
    for (const Value& query : vector["queries"].Items()) {
      EXPECT_EQ(bits.CountRange(Small(query["i"]), Small(query["n"])), query["expect"].Unsigned())
          << query.Show();
    }
  });
}

void ExpectSummary(const ChunkWords& words, const Value& vector) {
  const core::FreeRuns runs = BitsOf(words).SummarizeClear();
  EXPECT_EQ(runs, FreeRunsOf(vector["expect"]));
  EXPECT_EQ(Summary::Pack(runs).bits(), vector["packed"].Hex());
}

TEST(BitmapVectors, Summarize) {
  ForEachCase("bitmap", "summarize", 9,
              [](const Value& vector) { ExpectSummary(AllBut(vector["free"]), vector); });
}

TEST(BitmapVectors, SummarizePatterns) {
  ForEachCase("bitmap", "summarize_patterns", 14, [](const Value& vector) {
    ChunkWords words{};
    words.fill(vector["word_repeated_x8"].Hex());
    ExpectSummary(words, vector);
  });
}

TEST(BitmapVectors, SummarizeRandom) {
  ForEachCase("bitmap", "summarize_random", 64,
              [](const Value& vector) { ExpectSummary(WordsOf(vector["words"]), vector); });
}

TEST(BitmapVectors, FindThenSet) {
  ForEachCase("bitmap", "find_then_set", 15, [](const Value& vector) {
    Bits bits = BitsOf(WordsOf(RunsOf(vector["before"])));
    const unsigned pages = Small(vector["npages"]);
    for (const Value& expected : vector["finds"].Items()) {
      const auto found = bits.FindClear(pages, 0);
      ASSERT_EQ(static_cast<bool>(found), !expected.IsNull());
      if (found) {
        EXPECT_EQ(found.index, expected.Unsigned());
        bits.SetRange(found.index, pages);
      }
    }
    EXPECT_EQ(WordsIn(bits), WordsOf(RunsOf(vector["after"])));
  });
}

TEST(BitmapVectors, FindRandom) {
  ForEachCase("bitmap", "find_random", 200, [](const Value& vector) {
    const auto found = BitsOf(WordsOf(vector["words"]))
                           .FindClear(Small(vector["npages"]), Small(vector["search_idx"]));
    ASSERT_EQ(static_cast<bool>(found), !vector["expect_index"].IsNull());
    if (found) {
      EXPECT_EQ(found.index, vector["expect_index"].Unsigned());
      EXPECT_EQ(found.first_free, vector["expect_first_free"].Unsigned());
    }
  });
}

TEST(BitmapVectors, ClearRange) {
  ForEachCase("bitmap", "clear_range", 6, [](const Value& vector) {
    Bits bits = BitsOf(AllBut(vector["free_before"]));
    for (const Value& at : vector["frees"].Items()) {
      bits.ClearRange(Small(at), Small(vector["npages"]));
    }
    EXPECT_EQ(WordsIn(bits), AllBut(vector["free_after"]));
  });
}

void ExpectBitRange(const Value& vector) {
  const unsigned at = core::FindBitRange64(vector["c"].Hex(), Small(vector["n"]));
  EXPECT_EQ(at, vector["expect"].IsNull() ? 64 : vector["expect"].Unsigned());
}

TEST(BitmapVectors, FindBitRange64) {
  ForEachCase("bitmap", "find_bit_range64", 136, ExpectBitRange);
}

TEST(BitmapVectors, FindBitRange64Patterns) {
  ForEachCase("bitmap", "find_bit_range64_patterns", 39, ExpectBitRange);
}

TEST(BitmapVectors, PackSum) {
  ForEachCase("bitmap", "pack_sum", 8, [](const Value& vector) {
    ASSERT_EQ(vector["log_max"].Unsigned(), std::uint64_t{G::kLogMaxPages});
    const Summary summary = Summary::Pack(
        {vector["start"].Unsigned(), vector["max"].Unsigned(), vector["end"].Unsigned()});
    EXPECT_EQ(summary.bits(), vector["packed"].Hex());
    EXPECT_EQ(summary.Unpack(), FreeRunsOf(vector["unpacked"]));
  });
}

TEST(BitmapVectors, MergeSums) {
  ForEachCase("bitmap", "merge_sums", 120, [](const Value& vector) {
    core::RunMerger merger(Small(vector["log_max_pages_per_sum"]));
    for (const Value& child : vector["children"].Items()) {
      // Through the packed form, as in the tree.
      merger.Append(Summary::Pack(FreeRunsOf(child)).Unpack());
    }
    EXPECT_EQ(merger.runs(), FreeRunsOf(vector["expect"]));
    const Summary summary = Summary::Pack(merger.runs());
    EXPECT_EQ(summary.bits(), vector["packed"].Hex());
    EXPECT_EQ(summary.Unpack(), FreeRunsOf(vector["unpacked"]));
  });
}

}  // namespace
}  // namespace heddle::tests
