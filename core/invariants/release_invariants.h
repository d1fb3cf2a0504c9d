// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_RELEASE_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_RELEASE_INVARIANTS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/address/address_range.h"
#include "core/address/align.h"
#include "core/invariants/ranges_invariants.h"
#include "core/page_alloc/page_alloc.h"
#include "core/sync/held_locks.h"

namespace heddle::core {

// How pages that a scavenger has claimed look to others.
enum class ClaimedAs : std::uint8_t {
  kFree,   // R1 to R3: the heap lock is all that keeps others away
  kInUse,  // R4: they are allocated until they come back
};

// The pages that a scavenger has selected, as the probe's Claimed tells them (allocator-spec 8):
// I33, they lie in one chunk, in whole groups that can be released, and none of them is scavenged,
// nor, before R4, in use; I37, they do not begin within a huge page that could have been released
// whole. That they were free and not scavenged before R4 allocated them can no longer be seen here;
// it is fatal if they were not. Under the heap lock.
template <class P>
void CheckClaim(const PageAlloc<P>& pages, const AddressRange& claim, ClaimedAs as)
    HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  const ChunkIndex index = G::ChunkOf(claim.base);
  const std::uint64_t group = pages.sizes().min_pages * G::kPageBytes;
  CheckInvariant(!claim.IsEmpty() && index == G::ChunkOf(claim.limit - 1) &&
                     IsAligned(claim.base.value | claim.limit.value, group),
                 "I33", [&](FailureText& text) {
                   text << claim << " is not made of groups of " << pages.sizes().min_pages
                        << " pages of one chunk";
                 });
  const auto& chunk = pages.chunks().Of(index);
  const unsigned first = G::PageInChunk(claim.base);
  const auto count = static_cast<unsigned>(claim.Size() / G::kPageBytes);
  CheckInvariant(chunk.scavenged().CountRange(first, count) == 0, "I33", [&](FailureText& text) {
    text << claim << " is to be released, but some of it is scavenged already";
  });
  const unsigned in_use = chunk.allocated().CountRange(first, count);
  CheckInvariant(in_use == (as == ClaimedAs::kInUse ? count : 0), "I33", [&](FailureText& text) {
    text << claim << " is to be released, and " << in_use << " of its " << count
         << " pages are in use";
  });
  const unsigned huge = pages.sizes().huge_pages;
  if (huge == 0 || first % huge == 0) {
    return;
  }
  const auto below = static_cast<unsigned>(RoundDown(first, huge));
  const bool is_whole = below + huge <= first + count;
  const bool is_idle = chunk.allocated().CountRange(below, first - below) == 0 &&
                       chunk.scavenged().CountRange(below, first - below) == 0;
  CheckInvariant(!is_whole || !is_idle, "I37", [&](FailureText& text) {
    text << claim << " begins within a huge page that is free from page " << below << " on";
  });
}

// I42, as the probe's FreedBack tells it: pages that are free again after a release are scavenged
// at the same time, unless the system has refused it. Under the heap lock.
template <class P>
void CheckFreedBack(const PageAlloc<P>& pages, const AddressRange& range)
    HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  const auto& chunk = pages.chunks().Of(G::ChunkOf(range.base));
  const unsigned first = G::PageInChunk(range.base);
  const auto count = static_cast<unsigned>(range.Size() / G::kPageBytes);
  const unsigned scavenged = chunk.scavenged().CountRange(first, count);
  CheckInvariant(
      chunk.allocated().CountRange(first, count) == 0 && (scavenged == count || scavenged == 0),
      "I42", [&](FailureText& text) {
        text << range << " comes back with " << scavenged << " of " << count << " pages scavenged";
      });
}

// I39: what a thread may hold while memory is released: the heap lock where releases are made under
// it (R1 to R3), and nothing otherwise. Wants a policy that keeps track of locks.
inline void CheckLocksAtRelease(const HeldLocks& held, bool under_heap_lock) {
  const bool heap = held.Holds(LockRank::kHeap);
  CheckInvariant(heap == under_heap_lock && !held.Holds(LockRank::kScavenger) &&
                     !held.Holds(LockRank::kBackgroundScavenger),
                 "I39", [&](FailureText& text) {
                   text << "memory is released with the heap lock " << (heap ? "held" : "free")
                        << (held.Holds(LockRank::kScavenger) ? " and the scavenger lock held" : "");
                 });
}

// What a scavenge changes when it is alone, of all the heap's bitmaps (I18, I36): no page's being
// in use; and of the free pages so many become scavenged as it says it has released. Take one
// before and check after; both under the heap lock.
template <class P>
class ScavengeInvariants {
 public:
  using G = typename P::Geometry;

  explicit ScavengeInvariants(const PageAlloc<P>& pages) HEDDLE_REQUIRES(pages.heap_lock()) {
    ForEachWord(pages, [this](std::uint64_t allocated, std::uint64_t scavenged) {
      words_.push_back({allocated, scavenged});
    });
  }

  void Check(const PageAlloc<P>& pages, std::uint64_t released) const
      HEDDLE_REQUIRES(pages.heap_lock()) {
    std::size_t i = 0;
    std::uint64_t gained = 0;
    ForEachWord(pages, [&](std::uint64_t allocated, std::uint64_t scavenged) {
      const Word& before = words_.at(i++);
      CheckInvariant(allocated == before.allocated && (before.scavenged & ~scavenged) == 0, "I36",
                     [&](FailureText& text) {
                       text << "a scavenge turned pages in use " << Hex{before.allocated} << " to "
                            << Hex{allocated} << ", scavenged ones " << Hex{before.scavenged}
                            << " to " << Hex{scavenged};
                     });
      gained += static_cast<unsigned>(std::popcount(scavenged & ~before.scavenged));
    });
    CheckInvariant(gained * G::kPageBytes == released &&
                       released % (pages.sizes().min_pages * G::kPageBytes) == 0,
                   "I18", [&](FailureText& text) {
                     text << "a scavenge says " << released << " bytes, scavenged are "
                          << gained * G::kPageBytes;
                   });
  }

 private:
  struct Word {
    std::uint64_t allocated;
    std::uint64_t scavenged;
  };

  template <class Visit>
  static void ForEachWord(const PageAlloc<P>& pages, Visit visit)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    for (std::size_t i = 0; i < pages.in_use().Count(); ++i) {
      const AddressRange range = pages.in_use().At(i);
      for (ChunkIndex c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
        const auto& chunk = pages.chunks().Of(c);
        for (unsigned w = 0; w < G::kChunkWords; ++w) {
          visit(chunk.allocated().Word(w), chunk.scavenged().Word(w));
        }
      }
    }
  }

  std::vector<Word> words_;
};

// I34 and I35, of a scavenge that was alone: less than was asked for means that the cycle is over,
// and then there is no more in it. `again` is what the next one released; so many bytes were asked
// for each time.
inline void CheckScavenged(std::uint64_t asked, std::uint64_t released, std::uint64_t again) {
  CheckInvariant(released >= asked || again == 0, released == 0 ? "I35" : "I34",
                 [&](FailureText& text) {
                   text << "of " << asked << " bytes a scavenge released " << released
                        << " as if no more were left, and the next one " << again;
                 });
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_RELEASE_INVARIANTS_H_
