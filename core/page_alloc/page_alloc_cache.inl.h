// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of PageAlloc: filling and flushing page caches (allocator-spec 7.2, 7.3).

#ifndef HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_CACHE_INL_H_
#define HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_CACHE_INL_H_

#include <bit>
#include <cstdint>

#include "core/page_alloc/page_alloc.h"

namespace heddle::core {

template <class P>
typename PageAlloc<P>::Cache PageAlloc<P>::AllocToCache() {
  const Offset search = search_.Get();
  if (G::ChunkOf(search) >= end_.Get()) {
    return {};
  }
  Offset page = search;
  if (tree_.Leaf(G::ChunkOf(search)).IsNothingFree()) {
    const FoundRun found = Find(1);
    if (!found) {
      search_.Set(G::kMaxOffset);
      return {};
    }
    page = found.base;
  } else {
    const ChunkIndex chunk = G::ChunkOf(search);
    const auto found = chunks_.Of(chunk).allocated().FindClear(1, G::PageInChunk(search));
    if (!found) {
      Fatal("bad summary data");
    }
    page = G::PageOffset(chunk, found.index);
  }
  const ChunkIndex index = G::ChunkOf(page);
  const unsigned word = G::PageInChunk(page) / kWordPages;
  const Offset block = G::PageOffset(index, word * kWordPages);
  ChunkT& chunk = chunks_.Of(index);
  const Cache cache{G::AddressOf(block), ~chunk.allocated().Word(word),
                    chunk.scavenged().Word(word)};
  chunk.allocated().SetInWord(word, cache.free);
  chunk.scavenged().ClearInWord(word, cache.free);
  UpdateChunk(index);
  // The block is full now. Its last page, not the one after it, which may lie outside the heap.
  search_.Set(block + (kWordPages - 1) * G::kPageBytes);
  return cache;
}

template <class P>
void PageAlloc<P>::Flush(Cache& cache) {
  if (cache.IsEmpty()) {
    return;
  }
  const Offset block = G::OffsetOf(cache.base);
  const ChunkIndex index = G::ChunkOf(block);
  const unsigned word = G::PageInChunk(block) / kWordPages;
  ChunkT& chunk = chunks_.Of(index);
  if constexpr (P::Sync::kChecked) {
    if ((chunk.allocated().Word(word) & cache.free) != cache.free) {
      Fail(FailureKind::kAssertion, FailureText()
                                        << "a page cache at " << Hex{cache.base} << " holds pages "
                                        << Hex{cache.free} << " but in use are "
                                        << Hex{chunk.allocated().Word(word)});
    }
  }
  chunk.allocated().ClearInWord(word, cache.free);
  if (protocol_.Does(Step::kFlushRestoresScavengedBits)) {
    chunk.scavenged().SetInWord(word, cache.scavenged);
  }
  if (protocol_.Does(Step::kFlushLowersSearch)) {
    LowerSearch(block);
  }
  const std::uint64_t committed = cache.free & ~cache.scavenged;
  if (protocol_.Repairs(Repair::kFlushRaisesWatermark) && committed != 0) {
    const auto pages = static_cast<unsigned>(std::bit_width(committed));
    RaiseFreeHighWatermark(block + (pages * G::kPageBytes - 1));
  }
  UpdateChunk(index);
  cache = {};
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_PAGE_ALLOC_CACHE_INL_H_
