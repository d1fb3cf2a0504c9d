// SPDX-License-Identifier: BSD-3-Clause

#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

// The runs of pages with one of these letters, in the chunk whose last pages are `text`.
struct ChunkLayout {
  std::array<core::PageRun, core::kWordPages + 1> runs{};
  std::size_t count = 0;

  void Add(unsigned start, unsigned size) { runs[count++] = {start, size}; }
};

}  // namespace

template <unsigned kShards>
void SmallHeap<kShards>::LayOut(std::string_view layout) {
  std::uint64_t scavenged_pages = 0;
  core::ChunkIndex index = kFirstChunk;
  while (!layout.empty()) {
    const std::string_view text = layout.substr(0, layout.find(','));
    layout.remove_prefix(std::min(layout.size(), text.size() + 1));
    ChunkLayout used;
    ChunkLayout scavenged;
    const auto below = static_cast<unsigned>(G::kChunkPages - text.size());
    used.Add(0, below);
    for (unsigned i = 0; i < text.size(); ++i) {
      if (text[i] == 'A') {
        used.Add(below + i, 1);
      } else if (text[i] == 'S') {
        scavenged.Add(below + i, 1);
      } else if (text[i] != 'F') {
        core::Fatal("a layout is made of the letters A, F and S");
      }
    }
    core::PageAllocSetup<P>::GrowChunk(pages_, index, {used.runs.data(), used.count},
                                       {scavenged.runs.data(), scavenged.count});
    for (unsigned i = 0; i < text.size(); ++i) {
      if (text[i] == 'F') {
        memory_.Use(G::AddressOf(G::PageOffset(index, below + i)), kPage);
      }
    }
    places_[index - kFirstChunk] = &pages_.chunks().Of(index);
    pages_in_use_at_first_ += pages_.chunks().Of(index).allocated().CountRange(0, G::kChunkPages);
    scavenged_pages += scavenged.count;
    ++index;
  }
  const std::uint64_t bytes = (index - kFirstChunk) * G::kChunkBytes;
  statistics_.heap_sys.store(bytes, core::MemoryOrder::kRelaxed);
  statistics_.heap_released.store(scavenged_pages * kPage, core::MemoryOrder::kRelaxed);
  statistics_.committed.store(bytes - scavenged_pages * kPage, core::MemoryOrder::kRelaxed);
  statistics_.released.store(scavenged_pages * kPage, core::MemoryOrder::kRelaxed);
}

template <unsigned kShards>
void SmallHeap<kShards>::CheckQuiet(std::uint64_t pages_in_use) {
  if (!options_.oracles.accounting) {
    return;
  }
  const checker::Unrecorded oracle;
  const HeapSection section(pages_.heap_lock(), probe_);
  std::uint64_t used = 0;
  std::uint64_t scavenged = 0;
  for (std::size_t i = 0; i < pages_.in_use().Count(); ++i) {
    const core::AddressRange range = pages_.in_use().At(i);
    for (auto c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
      used += pages_.chunks().Of(c).allocated().CountRange(0, G::kChunkPages);
      scavenged += pages_.chunks().Of(c).scavenged().CountRange(0, G::kChunkPages);
    }
  }
  if (used != pages_in_use_at_first_ + pages_in_use) {
    core::Fail(core::FailureKind::kAccounting,
               core::FailureText() << "I13: " << used << " pages are in use, their owners have "
                                   << pages_in_use_at_first_ + pages_in_use);
  }
  const std::uint64_t released = statistics_.heap_released.load(core::MemoryOrder::kRelaxed);
  if (released != scavenged * kPage) {
    core::Fail(core::FailureKind::kAccounting,
               core::FailureText() << "I14: heap_released is " << released
                                   << " bytes, scavenged are " << scavenged * kPage);
  }
  const std::uint64_t paired = statistics_.released.load(core::MemoryOrder::kRelaxed);
  if (released != paired) {
    core::Fail(core::FailureKind::kAccounting, core::FailureText()
                                                   << "I15: heap_released is " << released
                                                   << " bytes, the paired counter says " << paired);
  }
  const std::uint64_t sys = statistics_.heap_sys.load(core::MemoryOrder::kRelaxed);
  const std::uint64_t committed = statistics_.committed.load(core::MemoryOrder::kRelaxed);
  if (sys - released != committed) {
    core::Fail(core::FailureKind::kAccounting,
               core::FailureText() << "I16: heap_sys less heap_released is " << sys - released
                                   << " bytes, committed are " << committed);
  }
}

template <unsigned kShards>
std::string SmallHeap<kShards>::Describe(const void* object) const {
  std::string name = core::PageAllocDescription<P>::NameOf(pages_, object);
  if (name.empty()) {
    name = core::LockedRangeScavengerDescription<P>::NameOf(scavenger_, object);
  }
  for (core::ChunkIndex i = 0; i < kMaxChunks && name.empty(); ++i) {
    if (places_[i] != nullptr) {
      name = core::PageAllocDescription<P>::NameOf(*places_[i], kFirstChunk + i, object);
    }
  }
  if (!name.empty()) {
    return name;
  }
  if (const auto page = memory_.PageOf(object)) {
    const core::Offset offset = G::OffsetOf(*page);
    return "memory of page " + std::to_string(G::PageInChunk(offset)) + " of chunk " +
           std::to_string(G::ChunkOf(offset));
  }
  if (core::ContainsAddress(statistics_.heap_released, object)) {
    return "heap_released";
  }
  if (core::ContainsAddress(statistics_.committed, object)) {
    return "committed";
  }
  if (core::ContainsAddress(statistics_.released, object)) {
    return "released";
  }
  return core::ContainsAddress(statistics_, object) ? "memory statistics" : "";
}

template <unsigned kShards>
void SmallHeap<kShards>::OnLockReleased(core::LockRank rank) {
  if (rank == core::LockRank::kHeap && options_.oracles.invariants) {
    core::PageAllocInvariants<P>::Check(pages_);
  }
  if (rank == core::LockRank::kScavenger && options_.oracles.invariants) {
    core::CheckScavenger(scavenger_);
  }
  if (rank == core::LockRank::kScavenger && options_.oracles.ledger) {
    ledger_.CheckLeft(scavenger_.in_use());
    ledger_.CheckShare(scavenger_.reservation_bytes());
  }
}

template <unsigned kShards>
void SmallHeap<kShards>::OnGenerationStarted(core::Generation generation, core::Offset start) {
  if (options_.oracles.ledger) {
    ledger_.GenerationStarted(generation, start, pages_.in_use(), scavenger_.in_use());
  }
}

template <unsigned kShards>
void SmallHeap<kShards>::OnReserved(const core::AddressRange& range, core::Generation generation) {
  if (options_.oracles.ledger) {
    ledger_.Reserved(range, generation);
  }
}

template <unsigned kShards>
void SmallHeap<kShards>::OnUnreserved(const core::AddressRange& range, core::Generation generation,
                                      core::UnreserveOutcome what) {
  if (options_.oracles.ledger) {
    ledger_.Unreserved(range, generation, what);
  }
}

template class SmallHeap<1>;
template class SmallHeap<2>;

}  // namespace heddle::models
