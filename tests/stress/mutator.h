// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_MUTATOR_H_
#define HEDDLE_TESTS_STRESS_MUTATOR_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/heap/span.h"
#include "core/sync/failure.h"
#include "core/sync/perturbation.h"
#include "tests/stress/path_counts.h"
#include "tests/stress/shadow_table.h"

namespace heddle::stress {

// Allocates, writes to every page, reads it again some time later, and frees. What it owns, and its
// page cache, stay with it from round to round.
template <class World>
class Mutator {
 public:
  using Cache = typename World::Cache;
  using Random = core::PerturbationRandom;

  Mutator(World& world, ShadowTable::Owner name, bool has_cache, std::uint64_t seed)
      : world_(world), name_(name), has_cache_(has_cache), random_(seed) {
    owned_.reserve(kMostSpans);
  }

  // One operation.
  void Operate() {
    const std::uint64_t what = random_() % 64;
    if (what == 0 && has_cache_) {
      Flush();
    } else if (owned_.size() < kMostSpans && what < (is_filling_ ? kMostly : kSeldom)) {
      Allocate();
    } else {
      is_filling_ = owned_.size() < kMostSpans / 4 || (is_filling_ && owned_.size() < kMostSpans);
      FreeOne();
    }
  }

  void FreeAll() {
    while (!owned_.empty()) {
      FreeOne();
    }
    Flush();
  }

  const Cache& cache() const { return cache_; }

 private:
  static constexpr std::size_t kMostSpans = 96;
  // Of 64 operations, so many allocate: to fill a heap in one round even where everything is slow,
  // and to empty it with much going on meanwhile.
  static constexpr std::uint64_t kMostly = 56;
  static constexpr std::uint64_t kSeldom = 26;
  static constexpr std::uint64_t kPageBytes = World::G::kPageBytes;
  static constexpr std::uint64_t kPageWords = kPageBytes / sizeof(std::uint64_t);

  struct Owned {
    core::Span span;
    std::uint64_t tag;
  };

  std::uint64_t Pages() {
    const std::uint64_t size = random_() % 100;
    if (size < 80) {
      return 1 + random_() % 8;
    }
    return size < 98 ? 1 + random_() % 40 : 1 + random_() % 200;
  }

  void Allocate() {
    static constexpr std::array kKinds = {core::SpanKind::kHeap, core::SpanKind::kHeap,
                                          core::SpanKind::kStack, core::SpanKind::kWorkBuffer,
                                          core::SpanKind::kPointerBitmap};
    const std::uint64_t pages = Pages();
    const Cache before = cache_;
    const auto alignment =
        random_() % 16 == 0 ? core::SpanAlignment::kSystemPage : core::SpanAlignment::kPage;
    const core::Span span = world_.heap().Allocate(pages, kKinds[random_() % kKinds.size()],
                                                   has_cache_ ? &cache_ : nullptr, alignment);
    if (!span) {
      ThreadPaths::Count(Path::kOutOfMemory);
      is_filling_ = false;
      FreeOne();
      return;
    }
    ThreadPaths::Count(IsOf(before, span) ? Path::kCachedAllocation : Path::kAllocation);
    const std::uint64_t tag = random_();
    if (world_.oracles()) {
      world_.shadow().Enter(span.base, span.pages, name_);
      CheckZero(span);
    }
    ForWords(span, [tag](std::uint64_t& word, std::uint64_t i) { word = tag + i; });
    owned_.push_back({span, tag});
  }

  // Whether the span is of pages that the cache held. What comes of a cache that had to be filled
  // first counts as the heap's, which may have given it after all.
  static bool IsOf(const Cache& cache, const core::Span& span) {
    const std::uint64_t page = (span.base - cache.base) / kPageBytes;
    return span.base >= cache.base && page < core::kWordPages && (cache.free >> page & 1) != 0;
  }

  void FreeOne() {
    if (owned_.empty()) {
      return;
    }
    std::swap(owned_[random_() % owned_.size()], owned_.back());
    const auto [span, tag] = owned_.back();
    owned_.pop_back();
    if (world_.oracles()) {
      CheckContents(span, tag);
      world_.shadow().Leave(span.base, span.pages, name_);
    }
    world_.heap().Free(span.base);
    ThreadPaths::Count(Path::kFree);
  }

  void Flush() {
    if (!cache_.IsEmpty()) {
      ThreadPaths::Count(Path::kCacheFlush);
    }
    world_.heap().Flush(cache_);
  }

  // The first and the last word of every page, each with a number of its own.
  template <class Visit>
  static void ForWords(const core::Span& span, Visit visit) {
    auto* const words = static_cast<std::uint64_t*>(span.Data());
    for (std::uint64_t page = 0; page < span.pages; ++page) {
      visit(words[page * kPageWords], 2 * page);
      visit(words[(page + 1) * kPageWords - 1], 2 * page + 1);
    }
  }

  void CheckContents(const core::Span& span, std::uint64_t tag) {
    ForWords(span, [&](const std::uint64_t& word, std::uint64_t i) {
      if (word != tag + i) {
        core::Fail(core::FailureKind::kContents,
                   core::FailureText()
                       << "page " << i / 2 << " of " << span.pages << " at " << core::Hex{span.base}
                       << " has lost what thread " << name_ << " wrote: " << core::Hex{word}
                       << ", expected " << core::Hex{tag + i});
      }
    });
  }

  // Memory that nobody has used before is zero.
  void CheckZero(const core::Span& span) {
    if (span.needs_zero) {
      return;
    }
    ForWords(span, [&](const std::uint64_t& word, std::uint64_t i) {
      if (word != 0) {
        core::Fail(core::FailureKind::kContents,
                   core::FailureText() << "page " << i / 2 << " at " << core::Hex{span.base}
                                       << " is new and holds " << core::Hex{word});
      }
    });
  }

  World& world_;
  ShadowTable::Owner name_;
  bool has_cache_;
  Random random_;
  Cache cache_{};
  std::vector<Owned> owned_;
  bool is_filling_ = true;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_MUTATOR_H_
