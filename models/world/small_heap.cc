// SPDX-License-Identifier: BSD-3-Clause

#include "models/world/small_heap.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace heddle::models {
namespace {

using core::Revision;

// The runs of pages with one of these letters.
struct ChunkLayout {
  std::array<core::PageRun, core::kWordPages + 1> runs{};
  std::size_t count = 0;

  void Add(unsigned start, unsigned size) { runs[count++] = {start, size}; }
  std::span<const core::PageRun> Runs() const { return {runs.data(), count}; }
};

// The pages of a chunk, one letter each.
template <unsigned kPages>
std::array<char, kPages> PageLetters(std::string_view text) {
  std::array<char, kPages> letters;
  letters.fill('A');
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    std::ranges::copy(text.substr(0, colon), letters.begin());
    text.remove_prefix(colon + 1);
  }
  std::ranges::copy_backward(text, letters.end());
  for (const char letter : letters) {
    if (letter != 'A' && letter != 'F' && letter != 'S') {
      core::Fatal("a layout is made of the letters A, F and S");
    }
  }
  return letters;
}

}  // namespace

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::LayOut(std::string_view layout) {
  core::ChunkIndex index = kFirstChunk;
  while (!layout.empty()) {
    const std::string_view text = layout.substr(0, layout.find(','));
    layout.remove_prefix(std::min(layout.size(), text.size() + 1));
    if (text != "-") {
      LayOutChunk(index, text);
    }
    ++index;
  }
  const PageCounts counts = Count();
  pages_in_use_at_first_ = counts.used;
  const std::uint64_t released = counts.scavenged * kPage;
  const std::uint64_t bytes = pages_.in_use().TotalBytes();
  statistics_.heap_sys.store(bytes, core::MemoryOrder::kRelaxed);
  statistics_.heap_released.store(released, core::MemoryOrder::kRelaxed);
  statistics_.committed.store(bytes - released, core::MemoryOrder::kRelaxed);
  statistics_.released.store(released, core::MemoryOrder::kRelaxed);
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::LayOutChunk(core::ChunkIndex index, std::string_view text) {
  const auto letters = PageLetters<G::kChunkPages>(text);
  ChunkLayout used;
  ChunkLayout scavenged;
  for (unsigned page = 0; page < G::kChunkPages; ++page) {
    if (letters[page] == 'A') {
      used.Add(page, 1);
    } else if (letters[page] == 'S') {
      scavenged.Add(page, 1);
    }
  }
  core::PageAllocSetup<P>::GrowChunk(pages_, index, used.Runs(), scavenged.Runs());
  for (unsigned page = 0; page < G::kChunkPages; ++page) {
    if (letters[page] == 'F') {
      memory_.Use(G::AddressOf(G::PageOffset(index, page)), kPage);
    }
  }
  places_[index - kFirstChunk] = &pages_.chunks().Of(index);
}

template <Revision kRevision, unsigned kShards>
core::Address SmallHeap<kRevision, kShards>::TakePage(core::ChunkIndex chunk, unsigned page,
                                                      std::uint64_t tag) {
  const core::Offset offset = G::PageOffset(chunk, page);
  core::Allocation allocation{G::AddressOf(offset), 0};
  {
    const HeapSection section(pages_.heap_lock(), probe_);
    allocation.scavenged_bytes = pages_.AllocRange(offset, 1);
  }
  return Prepare(allocation, 1, tag);
}

template <Revision kRevision, unsigned kShards>
core::Address SmallHeap<kRevision, kShards>::Prepare(const core::Allocation& allocation,
                                                     std::uint64_t pages, std::uint64_t tag) {
  if (!allocation) {
    return 0;
  }
  if (allocation.scavenged_bytes != 0) {
    memory_.Use(allocation.base, pages * kPage);
    const bool enough = statistics_.CountUse(allocation.scavenged_bytes);
    if (!enough && options_.oracles.accounting) {
      core::Fail(core::FailureKind::kAccounting,
                 core::FailureText() << "I18: heap_released goes below zero by an allocation of "
                                     << allocation.scavenged_bytes << " released bytes");
    }
  }
  for (std::uint64_t i = 0; i < pages; ++i) {
    memory_.Write(allocation.base + i * kPage, tag);
  }
  return allocation.base;
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckContents(Address base, std::uint64_t pages,
                                                  std::uint64_t tag) {
  for (std::uint64_t i = 0; i < pages; ++i) {
    const std::uint64_t found = memory_.Read(base + i * kPage);
    if (found != tag) {
      core::Fail(core::FailureKind::kContents,
                 core::FailureText() << "the page at " << core::Hex{base + i * kPage} << " holds "
                                     << found << ", its owner wrote " << tag);
    }
  }
}

template <Revision kRevision, unsigned kShards>
template <class Visit>
void SmallHeap<kRevision, kShards>::ForEachChunk(Visit visit) const {
  for (std::size_t i = 0; i < pages_.in_use().Count(); ++i) {
    const core::AddressRange range = pages_.in_use().At(i);
    for (auto c = G::ChunkOf(range.base); c < G::ChunkOf(range.limit); ++c) {
      visit(c, pages_.chunks().Of(c));
    }
  }
}

template <Revision kRevision, unsigned kShards>
auto SmallHeap<kRevision, kShards>::Count() const -> PageCounts {
  PageCounts counts;
  ForEachChunk([&counts](core::ChunkIndex /*index*/, const auto& chunk) {
    counts.used += chunk.allocated().CountRange(0, G::kChunkPages);
    counts.scavenged += chunk.scavenged().CountRange(0, G::kChunkPages);
    counts.idle += G::kChunkPages;
  });
  counts.idle -= counts.used + counts.scavenged;
  return counts;
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckQuiet(std::uint64_t pages_in_use) {
  const checker::Unrecorded oracle;
  const HeapSection section(pages_.heap_lock(), probe_);
  if (options_.oracles.accounting) {
    CheckCounters(Count(), pages_in_use);
  }
  if (options_.oracles.invariants) {
    CheckMemory();
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckCounters(const PageCounts& counts,
                                                  std::uint64_t pages_in_use) {
  using core::FailureText;
  const auto fail = [](const FailureText& text) {
    core::Fail(core::FailureKind::kAccounting, text);
  };
  if (counts.used != pages_in_use_at_first_ + pages_in_use) {
    fail(FailureText() << "I13: " << counts.used << " pages are in use, their owners have "
                       << pages_in_use_at_first_ + pages_in_use);
  }
  const std::uint64_t released = statistics_.heap_released.load(core::MemoryOrder::kRelaxed);
  if (released != counts.scavenged * kPage) {
    fail(FailureText() << "I14: heap_released is " << released << " bytes, scavenged are "
                       << counts.scavenged * kPage);
  }
  const std::uint64_t paired = statistics_.released.load(core::MemoryOrder::kRelaxed);
  if (released != paired) {
    fail(FailureText() << "I15: heap_released is " << released << " bytes, the paired counter says "
                       << paired);
  }
  const std::uint64_t sys = statistics_.heap_sys.load(core::MemoryOrder::kRelaxed);
  const std::uint64_t committed = statistics_.committed.load(core::MemoryOrder::kRelaxed);
  if (sys - released != committed) {
    fail(FailureText() << "I16: heap_sys less heap_released is " << sys - released
                       << " bytes, committed are " << committed);
  }
}

// Of the pages that are free: who owns the others knows whether they are ready.
template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckMemory() {
  ForEachChunk([this](core::ChunkIndex index, const auto& chunk) {
    for (unsigned page = 0; page < G::kChunkPages; ++page) {
      const core::Address address = G::AddressOf(G::PageOffset(index, page));
      const bool scavenged = chunk.scavenged().CountRange(page, 1) != 0;
      const bool free = chunk.allocated().CountRange(page, 1) == 0;
      core::CheckInvariant(!free || memory_.IsUsable(address) != scavenged, "I19",
                           [&](core::FailureText& text) {
                             text << "page " << page << " of chunk " << index << " is free and "
                                  << (scavenged ? "scavenged, but its memory is there"
                                                : "not scavenged, but its memory is released");
                           });
    }
  });
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckAllReleased() {
  const checker::Unrecorded oracle;
  const HeapSection section(pages_.heap_lock(), probe_);
  const std::uint64_t idle = Count().idle;
  if (idle != 0) {
    core::Fail(core::FailureKind::kLostWork,
               core::FailureText()
                   << "pages that were free when a cycle began and are not released "
                      "at its end: "
                   << idle);
  }
}

template <Revision kRevision, unsigned kShards>
std::string SmallHeap<kRevision, kShards>::Describe(const void* object) const {
  std::string name = core::PageAllocDescription<P>::NameOf(pages_, object);
  if (name.empty()) {
    name = core::NameIn(scavenger_, object);
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

// The lock that guards the reservations is H in R3 and S in R4.
template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::OnLockReleased(core::LockRank rank) {
  if (rank == core::LockRank::kHeap && options_.oracles.invariants) {
    core::PageAllocInvariants<P>::Check(pages_);
  }
  if constexpr (kHasCursor) {
    CheckCursor();
  } else if (rank == (kHasScavengerLock ? core::LockRank::kScavenger : core::LockRank::kHeap)) {
    if (options_.oracles.invariants) {
      core::CheckScavenger(scavenger_);
    }
    if (options_.oracles.ledger) {
      ledger_.CheckLeft(scavenger_.in_use());
      ledger_.CheckShare(scavenger_.reservation_bytes());
    }
  }
}

// Where the cursor has come to: no other step says so.
template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::Tell(core::LockRank rank, core::FailureText& text) {
  if constexpr (kHasCursor) {
    const core::Offset cursor = scavenger_.cursor();
    if (rank == core::LockRank::kHeap && cursor != told_cursor_) {
      if (cursor == G::kMinOffset) {
        text << "the cycle is over";
      } else {
        text << "searches start at " << core::Hex{G::AddressOf(cursor)};
      }
      told_cursor_ = cursor;
    }
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckCursor() {
  if constexpr (kHasCursor) {
    if (lowest_cursor_) {
      const core::Offset cursor = scavenger_.cursor();
      if (cursor > *lowest_cursor_) {
        core::Fail(core::FailureKind::kInvariant,
                   core::FailureText()
                       << "the cursor rises from " << core::Hex{lowest_cursor_->value} << " to "
                       << core::Hex{cursor.value} << " within a cycle");
      }
      lowest_cursor_ = cursor;
    }
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::OnGenerationStarted(core::Generation generation,
                                                        core::Offset start) {
  if constexpr (!kHasCursor) {
    if (options_.oracles.ledger) {
      ledger_.GenerationStarted(generation, start, pages_.in_use(), scavenger_.in_use());
    }
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::OnReserved(const core::AddressRange& range,
                                               core::Generation generation) {
  if (options_.oracles.ledger) {
    ledger_.Reserved(range, generation);
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::OnUnreserved(const core::AddressRange& range,
                                                 core::Generation generation,
                                                 core::UnreserveOutcome what) {
  if (options_.oracles.ledger) {
    ledger_.Unreserved(range, generation, what);
  }
}

template class SmallHeap<Revision::kR1, 1>;
template class SmallHeap<Revision::kR2, 1>;
template class SmallHeap<Revision::kR3, 1>;
template class SmallHeap<Revision::kR3, 2>;
template class SmallHeap<Revision::kR4, 1>;
template class SmallHeap<Revision::kR4, 2>;

}  // namespace heddle::models
