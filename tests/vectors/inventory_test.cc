// SPDX-License-Identifier: BSD-3-Clause
//
// The suites that there are. Each is run by a test of its own, which counts its cases; a suite that
// is not in this list has none.

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>

#include "tests/vectors/vector_suite.h"

namespace heddle::tests {
namespace {

using Counts = std::map<std::string, std::size_t>;

const std::map<std::string, Counts>& Files() {
  static const std::map<std::string, Counts> files{
      {"bitmap",
       {{"set_range", 7},
        {"popcnt_range", 5},
        {"summarize", 9},
        {"summarize_patterns", 14},
        {"summarize_random", 64},
        {"find_then_set", 15},
        {"find_random", 200},
        {"clear_range", 6},
        {"find_bit_range64", 136},
        {"find_bit_range64_patterns", 39},
        {"pack_sum", 8},
        {"merge_sums", 120}}},
      {"scavenge_bits",
       {{"fill_aligned", 113},
        {"fill_aligned_random", 168},
        {"find_scavenge_candidate", 99},
        {"find_scavenge_candidate_extra", 136},
        {"max_rule_by_revision", 6}}},
      {"page_alloc",
       {{"grow", 8}, {"alloc", 19}, {"exhaust", 12}, {"free", 13}, {"alloc_and_free", 1}}},
      {"scavenge", {{"scavenge", 7}, {"generations", 7}}},
      {"scavenge_index", {{"scavenge_index", 16}}},
      {"addr_ranges",
       {{"add_sequence", 1},
        {"find_succ", 18},
        {"ops", 54},
        {"range_subtract", 18},
        {"range_remove_greater_equal", 7}}},
      {"page_cache", {{"cache_alloc", 11}, {"cache_flush", 102}, {"alloc_to_cache", 7}}},
  };
  return files;
}

TEST(Inventory, ListsEverySuiteOfEveryFile) {
  std::size_t total = 0;
  for (const auto& [file, expected] : Files()) {
    const Value vectors = ReadVectors(file);
    EXPECT_EQ(vectors["format"].Text(), "pageheap-vectors/1") << file;
    Counts found;
    for (const auto& [suite, contents] : vectors["suites"].Members()) {
      found[suite] = contents["cases"].Items().size();
      total += found[suite];
    }
    EXPECT_EQ(found, expected) << file;
  }
  EXPECT_EQ(total, std::size_t{1446});
}

}  // namespace
}  // namespace heddle::tests
