// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/bitmap/bit_scan.h"
#include "core/bitmap/chunk.h"
#include "core/geometry/physical_sizes.h"
#include "core/sync/single_thread.h"
#include "tests/vectors/vector_suite.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;
using Chunk = core::Chunk<core::SingleThread, G>;

void ExpectFilled(const Value& vector) {
  EXPECT_EQ(core::FillAligned(vector["x"].Hex(), static_cast<unsigned>(vector["m"].Unsigned())),
            vector["expect"].Hex());
}

TEST(ScavengeBitsVectors, FillAligned) {
  ForEachCase("scavenge_bits", "fill_aligned", 113, ExpectFilled);
}

TEST(ScavengeBitsVectors, FillAlignedRandom) {
  ForEachCase("scavenge_bits", "fill_aligned_random", 168, ExpectFilled);
}

// Scavenged pages are set last and whatever is in use.
Chunk ChunkOf(const Value& vector) {
  Chunk chunk{};
  for (const core::PageRun& run : RunsOf(vector["alloc"])) {
    chunk.Allocate(run.start, run.size);
  }
  for (const core::PageRun& run : RunsOf(vector["scavenged"])) {
    chunk.scavenged().SetRange(run.start, run.size);
  }
  return chunk;
}

// The locked search and the one without a lock must agree, since nobody else is here. R1 and R2,
// for which the other rule is, do not peek at pages.
void ExpectCandidate(const Value& vector, std::uint64_t huge_page_bytes,
                     std::string_view expected_as,
                     core::LimitRule rule = core::LimitRule::kWholeGroups) {
  const Chunk chunk = ChunkOf(vector);
  core::PhysicalSizes sizes = core::PhysicalSizes::For<G>(4096, huge_page_bytes);
  sizes.min_pages = static_cast<unsigned>(vector["min"].Unsigned());
  const auto from = static_cast<unsigned>(vector["search_idx"].Unsigned());
  const std::vector<std::uint64_t> expected = NumbersOf(vector[expected_as]);
  const std::uint64_t max = vector["max"].Unsigned();
  const core::PageRun run = chunk.FindScavengeCandidate(from, sizes, max, rule);
  EXPECT_EQ(run.size, expected.at(1));
  if (rule == core::LimitRule::kWholeGroups) {
    const core::PageRun peeked =
        chunk.PeekScavengeCandidate(from, sizes, max, core::MemoryOrder::kRelaxed);
    EXPECT_EQ(peeked.size, run.size);
    EXPECT_EQ(peeked.start, run.start);
  }
  if (run.size > 0) {
    EXPECT_EQ(run.start, expected.at(0));
    EXPECT_TRUE(chunk.HasScavengeCandidate(sizes.min_pages, core::MemoryOrder::kRelaxed));
  } else if (from == G::kChunkPages - 1) {
    EXPECT_FALSE(chunk.HasScavengeCandidate(sizes.min_pages, core::MemoryOrder::kRelaxed));
  }
}

TEST(ScavengeBitsVectors, FindScavengeCandidate) {
  ForEachCase("scavenge_bits", "find_scavenge_candidate", 99, [](const Value& vector) {
    ExpectCandidate(vector, std::uint64_t{2} << 20, "expect");
  });
}

TEST(ScavengeBitsVectors, FindScavengeCandidateExtra) {
  ForEachCase("scavenge_bits", "find_scavenge_candidate_extra", 136, [](const Value& vector) {
    ExpectCandidate(vector, vector["phys_huge_page_size"].Unsigned(), "expect");
  });
}

TEST(ScavengeBitsVectors, MaxRuleOfTheFirstRevisions) {
  ForEachCase("scavenge_bits", "max_rule_by_revision", 6, [](const Value& vector) {
    ExpectCandidate(vector, vector["phys_huge_page_size"].Unsigned(), "expect_R1_R2",
                    core::LimitRule::kAtLeastOneGroup);
  });
}

TEST(ScavengeBitsVectors, MaxRuleOfTheLaterRevisions) {
  ForEachCase("scavenge_bits", "max_rule_by_revision", 6, [](const Value& vector) {
    ExpectCandidate(vector, vector["phys_huge_page_size"].Unsigned(), "expect_R3_R4");
  });
}

}  // namespace
}  // namespace heddle::tests
