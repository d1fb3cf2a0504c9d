// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_ALLOC_DESCRIBE_H_
#define HEDDLE_CORE_PAGE_ALLOC_DESCRIBE_H_

#include <cstdint>
#include <string>

#include "core/page_alloc/page_alloc.h"
#include "core/sync/contains_address.h"

namespace heddle::core {

// Puts a page allocator's shared objects into words, for the traces of a checker: which of them an
// address belongs to. Reads nothing that a lock guards, only where things lie.
template <class P>
struct PageAllocDescription {
  using G = typename P::Geometry;

  // "heap lock", "leaf summary 2", ...; empty if the object is none
  // of this allocator's.
  static std::string NameOf(const PageAlloc<P>& pages, const void* object)
      HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // takes addresses of guarded fields, reads none
    if (ContainsAddress(pages.heap_lock_, object)) {
      return Name(LockRank::kHeap);
    }
    if (ContainsAddress(pages.search_, object)) {
      return "search address";
    }
    if (ContainsAddress(pages.free_high_, object)) {
      return "free high watermark";
    }
    if (ContainsAddress(pages, object)) {
      return "extent of the heap";
    }
    if (const auto chunk = IndexOfAddress(pages.tree_.leaves_, G::LevelEntries(G::kLeaf), object)) {
      return "leaf summary " + std::to_string(*chunk);
    }
    for (unsigned level = 0; level < G::kLeaf; ++level) {
      if (const auto entry =
              IndexOfAddress(pages.tree_.inner_[level], G::LevelEntries(level), object)) {
        return "summary " + std::to_string(*entry) + " of level " + std::to_string(level);
      }
    }
    const std::uint64_t blocks = std::uint64_t{1} << G::kChunkTableL1Bits;
    if (const auto block = IndexOfAddress(pages.chunks_.blocks_, blocks, object)) {
      return "pointer to chunk block " + std::to_string(*block);
    }
    return {};
  }

  // The same for a chunk's bitmaps, which the caller knows the place of.
  static std::string NameOf(const typename PageAlloc<P>::ChunkT& chunk, ChunkIndex index,
                            const void* object) {
    if (!ContainsAddress(chunk, object)) {
      return {};
    }
    const bool used = ContainsAddress(chunk.allocated(), object);
    return (used ? "pages in use of chunk " : "scavenged pages of chunk ") + std::to_string(index);
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_DESCRIBE_H_
