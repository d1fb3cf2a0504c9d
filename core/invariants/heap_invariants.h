// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_HEAP_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_HEAP_INVARIANTS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/heap/heap.h"
#include "core/invariants/page_alloc_invariants.h"
#include "core/invariants/ranges_invariants.h"

namespace heddle::core {

// What must hold of a heap and its statistics when nothing is going on: invariants I11 to I18 of
// allocator-spec 8, and I44's first half. Each fails with the first that does not, naming it; those
// of counters as kAccounting. `caches` are the page caches of all threads; the pages in them are
// the threads' own and count as used.
template <class HeapT>
class HeapInvariants {
 public:
  using P = typename HeapT::Policies;
  using G = typename P::Geometry;
  using Cache = typename HeapT::Cache;
  using Caches = std::span<const Cache* const>;

  // All of them, and those of the page allocator. Takes the heap lock.
  static void CheckAtRest(HeapT& heap, Caches caches) HEDDLE_EXCLUDES(heap.heap_lock()) {
    const PageAlloc<P>& pages = heap.pages();
    const typename HeapT::HeapSection section(pages.heap_lock(), heap.probe());
    PageAllocInvariants<P>::Check(pages);
    CheckCaches(pages, caches);
    CheckNoUnderflow(heap.statistics());
    const Tally tally = CountPages(pages, heap.arenas(), caches);
    CheckConservation(tally);
    CheckStatistics(heap, tally);
  }

  // I11: each cache is an aligned block of the heap, what it holds is used and not scavenged as far
  // as the bitmaps go, and no page is in two caches. Under the heap lock.
  static void CheckCaches(const PageAlloc<P>& pages, Caches caches)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    for (std::size_t i = 0; i < caches.size(); ++i) {
      const Cache& cache = *caches[i];
      if (cache.IsEmpty()) {
        continue;
      }
      CheckCache(pages, cache);
      for (std::size_t j = 0; j < i; ++j) {
        CheckInvariant(caches[j]->base != cache.base || (caches[j]->free & cache.free) == 0, "I11",
                       [&](FailureText& text) {
                         text << "two page caches at " << Hex{cache.base} << " hold pages "
                              << Hex{caches[j]->free & cache.free};
                       });
      }
    }
  }

  // I18: no counter has gone below zero. Of counters that are changed meanwhile it says nothing but
  // that.
  static void CheckNoUnderflow(const MemoryStatistics<typename P::Sync>& statistics) {
    constexpr std::uint64_t kNegative = std::uint64_t{1} << 63;
    const auto check = [](const auto& counter, const char* name) {
      const std::uint64_t value = counter.load(MemoryOrder::kRelaxed);
      CheckAccount(value < kNegative, "I18", [&](FailureText& text) {
        text << name << " has gone below zero: " << Hex{value};
      });
    };
    check(statistics.heap_sys, "heap_sys");
    check(statistics.heap_released, "heap_released");
    check(statistics.heap_inuse, "heap_inuse");
    check(statistics.committed, "committed");
    check(statistics.released, "released");
    check(statistics.in_heap, "in_heap");
    check(statistics.in_stacks, "in_stacks");
    check(statistics.in_work_buffers, "in_work_buffers");
    check(statistics.in_pointer_bitmaps, "in_pointer_bitmaps");
  }

 private:
  // Pages of the heap.
  struct Tally {
    std::uint64_t all = 0;
    std::uint64_t used = 0;       // by the bitmaps
    std::uint64_t scavenged = 0;  // by the bitmaps and the caches
    std::uint64_t cached = 0;
    std::uint64_t in_spans = 0;
    std::uint64_t in_objects = 0;  // spans of kind kHeap
  };

  static void CheckCache(const PageAlloc<P>& pages, const Cache& cache)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    const Offset base = G::OffsetOf(cache.base);
    CheckInvariant(base.value % (kWordPages * G::kPageBytes) == 0 && pages.in_use().Contains(base),
                   "I11", [&](FailureText& text) {
                     text << "a page cache at " << Hex{cache.base}
                          << " is no aligned block of the heap";
                   });
    const auto& chunk = pages.chunks().Of(G::ChunkOf(base));
    const unsigned word = G::PageInChunk(base) / kWordPages;
    CheckInvariant((chunk.allocated().Word(word) & cache.free) == cache.free &&
                       (chunk.scavenged().Word(word) & cache.free) == 0,
                   "I11", [&](FailureText& text) {
                     text << "a page cache at " << Hex{cache.base} << " holds pages "
                          << Hex{cache.free} << ", of which "
                          << Hex{cache.free & ~chunk.allocated().Word(word)} << " are free and "
                          << Hex{cache.free & chunk.scavenged().Word(word)} << " scavenged";
                   });
  }

  static Tally CountPages(const PageAlloc<P>& pages, const ArenaTable<P>& arenas, Caches caches)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    Tally tally;
    for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
      const AddressRange range = pages.in_use().At(i);
      tally.all += range.Size() / G::kPageBytes;
      for (ChunkIndex c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
        const auto& chunk = pages.chunks().Of(c);
        tally.used += chunk.allocated().CountRange(0, G::kChunkPages);
        tally.scavenged += chunk.scavenged().CountRange(0, G::kChunkPages);
      }
      // The analysis does not follow the lock into a function object.
      arenas.ForEach(range, [&](const Span& span) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
        CheckOwned(pages, span);
        tally.in_spans += span.pages;
        tally.in_objects += span.kind == SpanKind::kHeap ? span.pages : 0;
      });
    }
    for (const Cache* const cache : caches) {
      tally.cached += static_cast<unsigned>(std::popcount(cache->free));
      tally.scavenged += static_cast<unsigned>(std::popcount(cache->scavenged & cache->free));
    }
    return tally;
  }

  // Every page of a span is used; that none has two owners follows from the sums.
  static void CheckOwned(const PageAlloc<P>& pages, const Span& span)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    Offset page = G::OffsetOf(span.base);
    for (std::uint64_t left = span.pages; left > 0;) {
      const unsigned first = G::PageInChunk(page);
      const auto count =
          static_cast<unsigned>(std::min<std::uint64_t>(left, G::kChunkPages - first));
      const unsigned used =
          pages.chunks().Of(G::ChunkOf(page)).allocated().CountRange(first, count);
      CheckInvariant(used == count, "I12", [&](FailureText& text) {
        text << "the span of " << span.pages << " pages at " << Hex{span.base} << " has "
             << count - used << " free pages from " << Hex{G::AddressOf(page)} << " on";
      });
      page = page + count * G::kPageBytes;
      left -= count;
    }
  }

  // I12 and I13: with nothing in transit, every used page is in one span or one cache.
  static void CheckConservation(const Tally& tally) {
    CheckInvariant(tally.used == tally.in_spans + tally.cached, "I12", [&](FailureText& text) {
      text << tally.used << " pages are used; spans have " << tally.in_spans << ", caches "
           << tally.cached;
    });
  }

  // I14 to I17.
  static void CheckStatistics(const HeapT& heap, const Tally& tally) {
    const auto load = [](const auto& counter) { return counter.load(MemoryOrder::kRelaxed); };
    const auto& statistics = heap.statistics();
    const std::uint64_t manual = load(statistics.in_stacks) + load(statistics.in_work_buffers) +
                                 load(statistics.in_pointer_bitmaps);
    const auto same = [](std::uint64_t is, std::uint64_t expected, std::string_view invariant,
                         std::string_view what) {
      CheckAccount(is == expected, invariant, [&](FailureText& text) {
        text << what << " is " << is << " bytes, should be " << expected;
      });
    };
    const std::uint64_t released = load(statistics.heap_released);
    CheckAccount(load(statistics.heap_sys) >= released, "I44", [&](FailureText& text) {
      text << released << " bytes are released of " << load(statistics.heap_sys);
    });
    same(released, tally.scavenged * G::kPageBytes, "I14", "heap_released");
    same(load(statistics.released), released, "I15", "released");
    same(load(statistics.in_heap), load(statistics.heap_inuse), "I15", "in_heap");
    same(load(statistics.in_heap), tally.in_objects * G::kPageBytes, "I15", "in_heap");
    same(manual, (tally.in_spans - tally.in_objects) * G::kPageBytes, "I15", "manual spans");
    same(load(statistics.heap_sys) - released, load(statistics.committed) - manual, "I16",
         "heap_sys less heap_released");
    same(load(statistics.heap_sys) + manual, tally.all * G::kPageBytes, "I17",
         "heap_sys and manual spans");
  }

  template <class Text>
  static void CheckAccount(bool holds, std::string_view invariant, Text text) {
    if (!holds) {
      FailureText message;
      message << invariant << ": ";
      text(message);
      Fail(FailureKind::kAccounting, message);
    }
  }
};

// I19: what the memory of each page is, as the system sees it, is what the heap says: ready if a
// span has it or it is free and not scavenged, not ready if it is scavenged. `is_ready(address)` is
// the system's view; pages in caches are not asked about. At rest; takes the heap lock.
template <class HeapT, class IsReady>
void CheckMemoryStates(HeapT& heap, IsReady is_ready) HEDDLE_EXCLUDES(heap.heap_lock()) {
  using G = typename HeapT::G;
  const auto& pages = heap.pages();
  const typename HeapT::HeapSection section(pages.heap_lock(), heap.probe());
  const auto check = [&](Offset page, bool expected) {
    CheckInvariant(is_ready(G::AddressOf(page)) == expected, "I19", [&](FailureText& text) {
      text << "the page at " << Hex{G::AddressOf(page)} << " should "
           << (expected ? "be ready and is released" : "be released and is ready");
    });
  };
  for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
    const AddressRange range = pages.in_use().At(i);
    for (Offset page = range.base; page < range.limit; page = page + G::kPageBytes) {
      const auto& chunk = pages.chunks().Of(G::ChunkOf(page));
      const unsigned at = G::PageInChunk(page);
      if (chunk.allocated().CountRange(at, 1) == 0) {
        check(page, chunk.scavenged().CountRange(at, 1) == 0);
      }
    }
    heap.arenas().ForEach(range, [&](const Span& span) {
      for (std::uint64_t p = 0; p < span.pages; ++p) {
        check(G::OffsetOf(span.base) + p * G::kPageBytes, true);
      }
    });
  }
}

// I44: a background scavenger of a heap that is within its goal has nothing to do, so at rest it
// sleeps or is parked.
template <class HeapT, class Background>
void CheckBackgroundAtRest(const HeapT& heap, Background& background) {
  const bool within = heap.Retained() <= heap.Goal();
  CheckInvariant(!within || background.IsParked(), "I44", [&](FailureText& text) {
    text << "the heap retains " << heap.Retained() << " bytes, no more than its goal of "
         << heap.Goal() << ", but the background scavenger is busy";
  });
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_HEAP_INVARIANTS_H_
