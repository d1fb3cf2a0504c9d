// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_PROPERTIES_NAIVE_HEAP_H_
#define HEDDLE_TESTS_PROPERTIES_NAIVE_HEAP_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bitmap/chunk.h"
#include "core/geometry/physical_sizes.h"

namespace heddle::tests {

// The page allocator as anybody would write it who had all the time in the world: one record a
// page, every answer by looking at all of them in order. Pages are counted from the first of a
// window of chunks; what the window leaves out is never grown.
class NaiveHeap {
 public:
  struct Page {
    bool grown = false;
    bool used = false;
    bool scavenged = false;

    bool IsFree() const { return grown && !used; }
    bool IsIdle() const { return grown && !used && !scavenged; }
    friend bool operator==(const Page&, const Page&) = default;
  };

  NaiveHeap(std::size_t chunks, std::size_t chunk_pages)
      : chunk_pages_(chunk_pages), pages_(chunks * chunk_pages) {}

  std::size_t Count() const { return pages_.size(); }
  std::size_t Chunks() const { return pages_.size() / chunk_pages_; }
  const Page& At(std::size_t page) const { return pages_[page]; }
  bool IsGrown(std::size_t chunk) const { return pages_[chunk * chunk_pages_].grown; }

  void Grow(std::size_t chunk, std::size_t count) {
    ForRange(chunk * chunk_pages_, count * chunk_pages_,
             [](Page& page) { page = {.grown = true, .used = false, .scavenged = true}; });
  }

  // First fit.
  std::optional<std::size_t> FindFree(std::size_t count) const {
    std::size_t run = 0;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      run = pages_[i].IsFree() ? run + 1 : 0;
      if (run == count) {
        return i + 1 - count;
      }
    }
    return std::nullopt;
  }

  // Returns how many of the pages were scavenged.
  std::size_t Allocate(std::size_t first, std::size_t count) {
    std::size_t scavenged = 0;
    ForRange(first, count, [&](Page& page) {
      scavenged += page.scavenged ? 1 : 0;
      page.used = true;
      page.scavenged = false;
    });
    return scavenged;
  }
  void Free(std::size_t first, std::size_t count) {
    ForRange(first, count, [](Page& page) { page.used = false; });
  }
  void MarkScavenged(std::size_t first, std::size_t count) {
    ForRange(first, count, [](Page& page) { page.scavenged = true; });
  }

  bool IsIdle(std::size_t first, std::size_t count) const {
    return std::all_of(pages_.begin() + static_cast<std::ptrdiff_t>(first),
                       pages_.begin() + static_cast<std::ptrdiff_t>(first + count),
                       [](const Page& page) { return page.IsIdle(); });
  }
  std::size_t CountScavenged() const {
    return static_cast<std::size_t>(std::count_if(pages_.begin(), pages_.end(),
                                                  [](const Page& page) { return page.scavenged; }));
  }

  // What the scavenger takes in a chunk when it searches from page `from` of it
  // (allocator-spec 2.7).
  core::PageRun FindIdle(std::size_t chunk, std::size_t from, const core::PhysicalSizes& sizes,
                         std::uint64_t max_pages) const {
    const std::size_t group = sizes.min_pages;
    const std::size_t base = chunk * chunk_pages_;
    const auto idle_group = [&](std::size_t page) { return IsIdle(base + page, group); };
    // Whole words are searched, and groups divide words.
    std::size_t end = (from / 64 + 1) * 64;
    while (end > 0 && !idle_group(end - group)) {
      end -= group;
    }
    if (end == 0) {
      return {};
    }
    std::size_t lowest = end - group;
    while (lowest > 0 && idle_group(lowest - group)) {
      lowest -= group;
    }
    std::size_t start = end - group;
    while (start > lowest && end - start < max_pages) {
      start -= group;
    }
    if (const std::size_t huge = sizes.huge_pages; huge > 0 && start % huge != 0) {
      const std::size_t below = start - start % huge;
      if (below + huge <= end && below >= lowest) {
        start = below;
      }
    }
    return {static_cast<unsigned>(start), static_cast<unsigned>(end - start)};
  }

 private:
  template <class Visit>
  void ForRange(std::size_t first, std::size_t count, Visit visit) {
    for (std::size_t i = first; i < first + count; ++i) {
      visit(pages_[i]);
    }
  }

  std::size_t chunk_pages_;
  std::vector<Page> pages_;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_PROPERTIES_NAIVE_HEAP_H_
