// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PAGE_ALLOC_CHUNK_TABLE_H_
#define HEDDLE_CORE_PAGE_ALLOC_CHUNK_TABLE_H_

#include <cstdint>
#include <source_location>

#include "core/bitmap/chunk.h"
#include "core/geometry/geometry.h"
#include "core/policies.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Finds a chunk's bitmaps by its index (allocator-spec 9.4): a first level of pointers, each null
// or to a block of chunks. A pointer goes from null to a zeroed block once and never changes (I10),
// so it can be followed without the lock.
template <class P>
class ChunkTable {
 public:
  using G = typename P::Geometry;
  using ChunkT = Chunk<typename P::Sync, G>;
  using Location = std::source_location;

  explicit ChunkTable(typename P::Memory& memory)
      : memory_(memory),
        blocks_(memory.template Metadata<BlockCell>(std::size_t{1} << G::kChunkTableL1Bits)) {
    if (blocks_ == nullptr) {
      Fatal("failed to reserve the chunk table");
    }
  }

  // Under the heap lock; the chunk has been grown.
  ChunkT& Of(ChunkIndex chunk) const { return blocks_[BlockOf(chunk)].Get()[InBlock(chunk)]; }
  // Under the heap lock; null if no chunk of its block has been grown.
  ChunkT* Find(ChunkIndex chunk) const { return At(blocks_[BlockOf(chunk)].Get(), chunk); }

  // Without the lock. Acquire, as shipped: pairs with the release in Ensure, so that a block that
  // is seen is seen zeroed.
  ChunkT* Peek(ChunkIndex chunk, MemoryOrder order,
               const Location& where = Location::current()) const {
    return At(blocks_[BlockOf(chunk)].Peek(order, where), chunk);
  }

  // Under the heap lock: makes sure that the chunk's block exists. `order` publishes a new one,
  // when `prepare(chunk)` is done with it.
  template <class Prepare>
  ChunkT& Ensure(ChunkIndex chunk, MemoryOrder order, Prepare prepare) {
    BlockCell& cell = blocks_[BlockOf(chunk)];
    if (cell.Get() == nullptr) {
      auto* const block = memory_.template Metadata<ChunkT>(std::size_t{1} << G::kChunkTableL2Bits);
      if (block == nullptr) {
        Fatal("pageAlloc: out of memory");
      }
      prepare(block[InBlock(chunk)]);
      cell.Set(block, order);
    }
    return cell.Get()[InBlock(chunk)];
  }

 private:
  template <class>
  friend struct PageAllocDescription;

  using BlockCell = typename P::Sync::template Published<ChunkT*>;

  static constexpr std::uint64_t BlockOf(ChunkIndex chunk) { return chunk >> G::kChunkTableL2Bits; }
  static constexpr std::uint64_t InBlock(ChunkIndex chunk) {
    return chunk & ((std::uint64_t{1} << G::kChunkTableL2Bits) - 1);
  }
  static ChunkT* At(ChunkT* block, ChunkIndex chunk) {
    return block == nullptr ? nullptr : block + InBlock(chunk);
  }

  typename P::Memory& memory_;
  BlockCell* blocks_;  // immutable after construction
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PAGE_ALLOC_CHUNK_TABLE_H_
