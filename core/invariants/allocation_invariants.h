// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_INVARIANTS_ALLOCATION_INVARIANTS_H_
#define HEDDLE_CORE_INVARIANTS_ALLOCATION_INVARIANTS_H_

#include <cstddef>
#include <cstdint>

#include "core/allocation.h"
#include "core/invariants/ranges_invariants.h"
#include "core/page_alloc/page_alloc.h"

namespace heddle::core {

// What an allocation promises, worked out page by page before it is made and compared afterwards
// (allocator-spec 8): I31, it is the lowest run that fits, and fails only if there is none; I32, it
// says how much of it was scavenged, and none of it is any longer. Within one section of the heap
// lock:
//
//   const AllocationInvariants<P> expected(pages, count);
//   expected.Check(pages, pages.Alloc(count));
template <class P>
class AllocationInvariants {
 public:
  using G = typename P::Geometry;

  AllocationInvariants(const PageAlloc<P>& pages, std::uint64_t count)
      HEDDLE_REQUIRES(pages.heap_lock())
      : count_(count) {
    for (std::size_t i = 0; i < pages.in_use().Count() && expected_.base == 0 && count > 0; ++i) {
      FindIn(pages, pages.in_use().At(i));
    }
  }

  void Check(const PageAlloc<P>& pages, const Allocation& made) const
      HEDDLE_REQUIRES(pages.heap_lock()) {
    CheckInvariant(made.base == expected_.base, "I31", [&](FailureText& text) {
      text << "of " << count_ << " pages, the lowest fit is at " << Hex{expected_.base}
           << ", but the allocation is at " << Hex{made.base};
    });
    CheckInvariant(made.scavenged_bytes == expected_.scavenged_bytes, "I32",
                   [&](FailureText& text) {
                     text << expected_.scavenged_bytes << " bytes of the run at " << Hex{made.base}
                          << " were scavenged, the allocation says " << made.scavenged_bytes;
                   });
    for (std::uint64_t i = 0; made && i < count_; ++i) {
      const Offset page = G::OffsetOf(made.base) + i * G::kPageBytes;
      CheckInvariant(Has(pages, page, &ChunkT::allocated) && !Has(pages, page, &ChunkT::scavenged),
                     "I32", [&](FailureText& text) {
                       text << "the page at " << Hex{G::AddressOf(page)}
                            << " was allocated, but is free or scavenged";
                     });
    }
  }

 private:
  using ChunkT = typename PageAlloc<P>::ChunkT;
  using Bits = typename ChunkT::Bits;

  static bool Has(const PageAlloc<P>& pages, Offset page, const Bits& (ChunkT::*bits)() const)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    const ChunkT& chunk = pages.chunks().Of(G::ChunkOf(page));
    return (chunk.*bits)().CountRange(G::PageInChunk(page), 1) == 1;
  }

  // The lowest fit in a range of the heap, whole free words at a time where they are.
  void FindIn(const PageAlloc<P>& pages, const AddressRange& range)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    std::uint64_t run = 0;
    for (Offset page = range.base; page < range.limit && run < count_;) {
      const ChunkT& chunk = pages.chunks().Of(G::ChunkOf(page));
      const unsigned at = G::PageInChunk(page);
      const std::uint64_t used = chunk.allocated().Word(at / kWordPages);
      if (at % kWordPages == 0 && (used == 0 || used == ~std::uint64_t{0})) {
        run = used == 0 ? run + kWordPages : 0;
        page = page + kWordPages * G::kPageBytes;
      } else {
        run = (used >> (at % kWordPages) & 1) == 0 ? run + 1 : 0;
        page = page + G::kPageBytes;
      }
      if (run >= count_) {
        Expect(pages, page - run * G::kPageBytes);
      }
    }
  }

  void Expect(const PageAlloc<P>& pages, Offset base) HEDDLE_REQUIRES(pages.heap_lock()) {
    expected_.base = G::AddressOf(base);
    for (std::uint64_t i = 0; i < count_; ++i) {
      if (Has(pages, base + i * G::kPageBytes, &ChunkT::scavenged)) {
        expected_.scavenged_bytes += G::kPageBytes;
      }
    }
  }

  std::uint64_t count_;
  Allocation expected_{};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_INVARIANTS_ALLOCATION_INVARIANTS_H_
