// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SUMMARY_SUMMARY_TREE_H_
#define HEDDLE_CORE_SUMMARY_SUMMARY_TREE_H_

#include <array>
#include <cstdint>
#include <source_location>

#include "core/geometry/geometry.h"
#include "core/policies.h"
#include "core/summary/summary.h"

namespace heddle::core {

// The radix tree over the whole address space (allocator-spec 3.2, 3.5): one array a level, a leaf
// entry a chunk, an inner entry the merge of the entries below it (I2). Reserved whole at the start
// and zero until touched, which says that nothing is free; memory that is never grown costs nothing
// and reads as full (I3).
//
// Everything needs the heap lock but PeekLeaf.
template <class P>
class SummaryTree {
 public:
  using G = typename P::Geometry;
  using Entry = Summary<G::kLogMaxPages>;
  using Location = std::source_location;

  static constexpr Entry kChunkAllFree =
      Entry::Pack({G::kChunkPages, G::kChunkPages, G::kChunkPages});

  explicit SummaryTree(typename P::Memory& memory) {
    for (unsigned level = 0; level < G::kLeaf; ++level) {
      inner_[level] = memory.template Metadata<InnerCell>(G::LevelEntries(level));
      CheckReserved(inner_[level]);
    }
    leaves_ = memory.template Metadata<LeafCell>(G::LevelEntries(G::kLeaf));
    CheckReserved(leaves_);
  }

  Entry At(unsigned level, std::uint64_t i) const {
    return level == G::kLeaf ? leaves_[i].Get() : inner_[level][i].Get();
  }
  Entry Leaf(ChunkIndex chunk) const { return leaves_[chunk].Get(); }

  // Without the lock; the partner of the store in SetLeaf.
  Entry PeekLeaf(ChunkIndex chunk, MemoryOrder order,
                 const Location& where = Location::current()) const {
    return leaves_[chunk].Peek(order, where);
  }

  // Returns whether that changed the entry. Relaxed: readers without the lock take it for a hint
  // (spec 9.3).
  bool SetLeaf(ChunkIndex chunk, Entry entry) {
    if (leaves_[chunk].Get() == entry) {
      return false;
    }
    leaves_[chunk].Set(entry, MemoryOrder::kRelaxed);
    return true;
  }

  // Restores I2 above the leaves of chunks `first` to `last`, level by level until one does not
  // change. Correct only if I2 held before those leaves changed.
  void PropagateUp(ChunkIndex first, ChunkIndex last) {
    bool changed = true;
    for (unsigned level = G::kLeaf; level-- > 0 && changed;) {
      const unsigned shift = G::LevelShift(level) - G::kLogChunkBytes;
      changed = false;
      for (std::uint64_t i = first >> shift; i <= last >> shift; ++i) {
        const Entry merged = Merge(level, i);
        if (inner_[level][i].Get() != merged) {
          inner_[level][i].Set(merged);
          changed = true;
        }
      }
    }
  }

  // What entry `i` of an inner level must be.
  Entry Merge(unsigned level, std::uint64_t i) const {
    const std::uint64_t fan_out = std::uint64_t{1} << G::LevelBits(level + 1);
    RunMerger merger;
    for (std::uint64_t child = i * fan_out; child < (i + 1) * fan_out; ++child) {
      merger.Append(At(level + 1, child).Unpack(), G::LevelLogPages(level + 1));
    }
    return Entry::Pack(merger.runs());
  }

 private:
  template <class>
  friend struct PageAllocDescription;

  // Only leaves are read without the lock.
  using InnerCell = typename P::Sync::template Shared<Entry>;
  using LeafCell = typename P::Sync::template Published<Entry>;

  static void CheckReserved(const void* level) {
    if (level == nullptr) {
      Fatal("failed to reserve page summary memory");
    }
  }

  std::array<InnerCell*, G::kLeaf> inner_{};  // immutable after construction, like leaves_
  LeafCell* leaves_ = nullptr;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SUMMARY_SUMMARY_TREE_H_
