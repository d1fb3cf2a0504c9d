// SPDX-License-Identifier: BSD-3-Clause

#include <algorithm>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/allocator/parts.h"
#include "bench/allocator/stopwatch.h"
#include "bench/split_mix.h"
#include "core/bitmap/chunk.h"
#include "core/geometry/geometry.h"
#include "core/geometry/physical_sizes.h"
#include "core/summary/summary.h"
#include "core/sync/std_sync.h"

namespace heddle::bench {
namespace {

using G = core::ProductionGeometry;
using Chunk = core::Chunk<core::StdSync, G>;
static_assert(sizeof(Chunk) == 128);

constexpr std::uint64_t kSeed = 5000;
constexpr std::size_t kChunks = 1024;
constexpr std::uint64_t kLoops = 2000;
constexpr unsigned kWords = G::kChunkWords;

// The words of the pages in use, one chunk after the other.
using Words = std::vector<std::uint64_t>;

struct Pattern {
  std::string name;
  std::function<void(SplitMix&, std::uint64_t* words)> fill;
};

// From page 0 on, in turn: so many pages free, so many in use.
auto Runs(std::uint64_t longest) {
  return [longest](SplitMix& random, std::uint64_t* words) {
    bool in_use = false;
    for (unsigned page = 0; page < G::kChunkPages; in_use = !in_use) {
      const std::uint64_t length = 1 + random.Below(longest);
      for (std::uint64_t i = 0; i < length && page < G::kChunkPages; ++i, ++page) {
        if (in_use) {
          words[page / 64] |= std::uint64_t{1} << (page % 64);
        }
      }
    }
  };
}

template <class Word>
auto EachWord(Word word) {
  return [word](SplitMix& random, std::uint64_t* words) {
    std::ranges::generate_n(words, kWords, [&] { return word(random); });
  };
}

std::vector<Pattern> Patterns() {
  return {
      {"empty", [](SplitMix&, std::uint64_t*) {}},
      {"random50", EachWord([](SplitMix& random) { return random.Next(); })},
      {"sparse12",
       EachWord([](SplitMix& random) { return random.Next() & random.Next() & random.Next(); })},
      {"dense88",
       EachWord([](SplitMix& random) { return random.Next() | random.Next() | random.Next(); })},
      {"runs64", Runs(64)},
      {"runs8", Runs(8)}};
}

// The chunks of a pattern: `scavenged` gives each a random part of its free pages as such.
std::vector<Chunk> Make(const Pattern& pattern, bool scavenged) {
  SplitMix random(kSeed);
  std::vector<Chunk> chunks(kChunks);
  for (Chunk& chunk : chunks) {
    std::uint64_t in_use[kWords] = {};
    pattern.fill(random, in_use);
    for (unsigned w = 0; w < kWords; ++w) {
      chunk.allocated().SetInWord(w, in_use[w]);
    }
    for (unsigned w = 0; scavenged && w < kWords; ++w) {
      chunk.scavenged().SetInWord(w, random.Next() & ~in_use[w]);
    }
  }
  return chunks;
}

// The functions are called through pointers, so that all implementations pay alike for a call.
using Summarize = core::FreeRuns (*)(const Chunk&);
using Find = Chunk::Bits::Found (*)(const Chunk&, unsigned pages);

struct Candidate {
  unsigned min_pages;
  unsigned max_pages;
};

template <class Call>
void MeasureCalls(const std::vector<Chunk>& chunks, Repetitions times, int repetitions,
                  const Sink& sink, Call call) {
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    std::uint64_t checksum = 0;
    const Stopwatch watch(CLOCK_THREAD_CPUTIME_ID);
    for (std::uint64_t loop = 0; loop < kLoops; ++loop) {
      for (const Chunk& chunk : chunks) {
        checksum += call(chunk);
      }
    }
    times.Add(watch.Nanoseconds() / (kLoops * kChunks), checksum);
  }
  sink(times.record());
}

void MeasureSearches(const Pattern& pattern, int repetitions, const Sink& sink) {
  const std::vector<Chunk> chunks = Make(pattern, false);
  volatile Summarize summarize = [](const Chunk& chunk) {
    return chunk.allocated().SummarizeClear();
  };
  MeasureCalls(chunks, {"c_summarize", {{"pattern", pattern.name}, {"seed", kSeed}}}, repetitions,
               sink, [&](const Chunk& chunk) {
                 return core::Summary<G::kLogMaxPages>::Pack(summarize(chunk)).bits();
               });
  volatile Find find = [](const Chunk& chunk, unsigned pages) {
    return chunk.allocated().FindClear(pages, 0);
  };
  for (const unsigned pages : {1U, 4U, 16U, 64U, 128U}) {
    MeasureCalls(chunks,
                 {"c_find", {{"npages", pages}, {"pattern", pattern.name}, {"seed", kSeed}}},
                 repetitions, sink, [&](const Chunk& chunk) {
                   const auto found = find(chunk, pages);
                   return found ? std::uint64_t{found.index} : ~std::uint64_t{0};
                 });
  }
}

void MeasureCandidates(const Pattern& pattern, bool scavenged, int repetitions, const Sink& sink) {
  const std::vector<Chunk> chunks = Make(pattern, scavenged);
  for (const Candidate& asked : {Candidate{1, 1}, Candidate{1, 512}, Candidate{8, 8},
                                 Candidate{8, 512}, Candidate{64, 512}}) {
    const core::PhysicalSizes sizes{.min_pages = asked.min_pages, .huge_pages = 256};
    MeasureCalls(chunks,
                 {"c_findScavengeCandidate",
                  {{"max", asked.max_pages},
                   {"min", asked.min_pages},
                   {"pattern", pattern.name},
                   {"scav", scavenged},
                   {"seed", kSeed}}},
                 repetitions, sink, [&](const Chunk& chunk) {
                   const core::PageRun run =
                       chunk.FindScavengeCandidate(G::kChunkPages - 1, sizes, asked.max_pages);
                   return (std::uint64_t{run.start} << 10) + run.size;
                 });
  }
}

}  // namespace

void MeasureChunks(int repetitions, const Sink& sink) {
  for (const Pattern& pattern : Patterns()) {
    MeasureSearches(pattern, repetitions, sink);
    MeasureCandidates(pattern, false, repetitions, sink);
    MeasureCandidates(pattern, true, repetitions, sink);
  }
}

}  // namespace heddle::bench
