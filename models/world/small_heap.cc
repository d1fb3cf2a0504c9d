// SPDX-License-Identifier: BSD-3-Clause

#include "models/world/small_heap.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "models/oracles/accounting.h"
#include "models/oracles/page_counts.h"
#include "models/oracles/structural_invariants.h"
#include "models/world/show_left.h"

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
  const PageCounts counts = CountPages(pages_);
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
  history_.Invoke();
  {
    const HeapSection section(pages_.heap_lock(), probe_);
    allocation.scavenged_bytes = pages_.AllocRange(offset, 1);
  }
  history_.Respond({HeapAction::Kind::kTake, PagesAt(allocation.base, 1)});
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
    const bool enough = statistics_.CountUse(allocation.scavenged_bytes, options_.protocol);
    if (options_.oracles.accounting) {
      CheckUse(enough, allocation.scavenged_bytes);
    }
  }
  memory_.Fill(allocation.base, pages, tag);
  return allocation.base;
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::BeginHistory() {
  if (options_.oracles.linearizability) {
    history_.Begin(FirstFitOf(pages_, kFirstChunk));
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckQuiet(std::uint64_t pages_in_use) {
  const checker::Unrecorded oracle;
  pages_in_use_at_rest_ = pages_in_use_at_first_ + pages_in_use;
  CheckAtRest();
  history_.Check(G::AddressOf(G::ChunkBase(kFirstChunk)), kPage);
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckAtRest() {
  const HeapSection section(pages_.heap_lock(), probe_);
  if (options_.oracles.accounting) {
    CheckAccounts(statistics_, CountPages(pages_), pages_in_use_at_rest_, kPage);
  }
  if (options_.oracles.invariants) {
    CheckFreePages(pages_, memory_);
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckAllReleased() {
  if (options_.oracles.lost_work) {
    const checker::Unrecorded oracle;
    const HeapSection section(pages_.heap_lock(), probe_);
    models::CheckAllReleased(CountPages(pages_).idle);
  }
}

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::CheckNoLostWork(unsigned generations) {
  if (options_.oracles.lost_work) {
    history_.End();
    PassIdleGenerations(*this, generations, kMaxChunks * G::kChunkBytes);
    CheckAllReleased();
    CheckAtRest();
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

template <Revision kRevision, unsigned kShards>
void SmallHeap<kRevision, kShards>::OnLockReleased(core::LockRank rank) {
  if (options_.oracles.invariants) {
    CheckStructure<kRevision>(rank, pages_, scavenger_);
  }
  if constexpr (kHasCursor) {
    CheckCursor();
  } else if (rank == GuardOfReservations(kRevision)) {
    ShowLeft(scavenger_.in_use());
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
