// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_SCAVENGE_INDEX_H_
#define HEDDLE_CORE_SCAVENGER_SCAVENGE_INDEX_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/geometry/geometry.h"
#include "core/policies.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Which chunks may have free pages whose memory is not released yet: what took the place of
// reservations and generations in Go 1.19 (allocator-spec, appendix B). A bit for each chunk, and
// the highest page from which a search has to begin. Whoever holds the heap lock marks and clears
// chunks; anyone finds them, from the highest down, without a lock.
//
// The page and the number of marks so far share one word. A find lowers the page only if that word
// is still what it was before the find looked at the bits, so a mark that came meanwhile is not
// passed over. (Go marks the page itself, by negating its offset, and does not store one that it
// takes for high enough already: see Decision::kEveryMarkCounts.)
template <class P>
class ScavengeIndex {
 public:
  using G = typename P::Geometry;
  using Sync = typename P::Sync;
  using Protocol = typename P::Protocol;

  // A chunk that may have something to release, at this page or below it.
  struct Candidate {
    ChunkIndex chunk;
    unsigned page;

    friend bool operator==(const Candidate&, const Candidate&) = default;
  };

  // Nothing is marked. Fatal if the memory has no room for the bits of the address space.
  explicit ScavengeIndex(typename P::Memory& memory, Protocol protocol = {})
      : protocol_(protocol), bits_(memory.template Metadata<BitsCell>(kWords)) {
    if (bits_ == nullptr) {
      Fatal("failed to reserve the scavenge index");
    }
  }

  // Under the heap lock: the pages of [base, limit), which is not empty, may be released now.
  void Mark(Offset base, Offset limit) {
    const ChunkIndex first = G::ChunkOf(base);
    const ChunkIndex last = G::ChunkOf(limit - 1);
    const bool bits_first = protocol_.Holds(Decision::kMarksBitsBeforeStart);
    if (!bits_first) {
      Raise(limit - G::kPageBytes);
    }
    for (ChunkIndex word = WordOf(first); word <= WordOf(last); ++word) {
      const unsigned from = word == WordOf(first) ? BitOf(first) : 0;
      const unsigned to = word == WordOf(last) ? BitOf(last) : kWordBits - 1;
      SetBits(word, Bits(word) | Ones(from, to));
    }
    if (lowest_.Get() > WordOf(first)) {
      lowest_.Set(WordOf(first), MemoryOrder::kRelaxed);
    }
    if (bits_first) {
      Raise(limit - G::kPageBytes);
    }
  }

  // Under the heap lock: the chunk has nothing to release.
  void Clear(ChunkIndex chunk) {
    SetBits(WordOf(chunk), Bits(WordOf(chunk)) & ~Ones(BitOf(chunk), BitOf(chunk)));
  }

  // Without a lock. The highest chunk that is marked, or none. A mark that comes meanwhile may be
  // missed by this call, but not by all calls after it.
  std::optional<Candidate> Find() {
    // Acquire, as shipped: pairs with the release in Raise. Who sees a mark's page sees its bits.
    const std::uint64_t seen = start_.load(Order(protocol_.Order(Access::kLoadIndexStart)));
    if (PageIn(seen) == kNone) {
      return std::nullopt;
    }
    const ChunkIndex highest = G::ChunkOf(PageIn(seen));
    const std::optional<ChunkIndex> found = HighestMarked(highest);
    if (!found) {
      Lower(seen, kNone);
      return std::nullopt;
    }
    if (*found == highest) {
      return Candidate{highest, G::PageInChunk(PageIn(seen))};
    }
    Lower(seen, G::PageOffset(*found, G::kChunkPages - 1));
    return Candidate{*found, G::kChunkPages - 1};
  }

  // The name of a shared object, for traces; empty if it is none of the index's.
  const char* NameOf(const void* object) const {
    return ContainsAddress(start_, object)         ? "start"
           : ContainsAddress(lowest_, object)      ? "lowest"
           : IndexOfAddress(bits_, kWords, object) ? "bits"
                                                   : "";
  }

 private:
  using BitsCell = typename Sync::template Atomic<std::uint64_t>;

  static constexpr unsigned kWordBits = 64;
  static constexpr std::size_t kChunks = std::size_t{1} << G::kChunkIndexBits;
  static constexpr std::size_t kWords = (kChunks + kWordBits - 1) / kWordBits;
  // Chunk 0 is never grown (G11), so its first page can stand for no page.
  static constexpr Offset kNone = G::kMinOffset;

  // The word: the offset of a page in the low bits, the number of marks above it. It is enough that
  // the number does not come back to the same while one find is under way.
  static constexpr unsigned kPageShift = 48;
  static_assert(G::kMaxOffset.value < std::uint64_t{1} << kPageShift);
  static constexpr std::uint64_t kOneMark = std::uint64_t{1} << kPageShift;
  static constexpr Offset PageIn(std::uint64_t word) { return {word & (kOneMark - 1)}; }
  static constexpr std::uint64_t WithPage(std::uint64_t word, Offset page) {
    return (word & ~(kOneMark - 1)) | page.value;
  }

  static constexpr ChunkIndex WordOf(ChunkIndex chunk) { return chunk / kWordBits; }
  static constexpr unsigned BitOf(ChunkIndex chunk) {
    return static_cast<unsigned>(chunk % kWordBits);
  }
  static constexpr std::uint64_t Ones(unsigned first, unsigned last) {
    return (~std::uint64_t{0} >> (kWordBits - 1 - last)) & (~std::uint64_t{0} << first);
  }

  // Each access has the order that is needed, unless a model asks for another one for all.
  MemoryOrder Order(MemoryOrder needed) const {
    const MemoryOrder order = protocol_.Order(Access::kScavengeIndex);
    return order == MemoryOrder::kRelaxed ? needed : order;
  }

  // Under the heap lock, without which nobody stores.
  std::uint64_t Bits(ChunkIndex word) const { return bits_[word].load(MemoryOrder::kRelaxed); }
  // Relaxed, as shipped: what orders the bits is the start that is stored after them.
  void SetBits(ChunkIndex word, std::uint64_t bits) {
    bits_[word].store(bits, Order(MemoryOrder::kRelaxed));
  }

  // Under the heap lock, so nobody else raises; those who lower can be overwritten, which only
  // makes the next find look at more.
  void Raise(Offset page) {
    const std::uint64_t before = start_.load(Order(MemoryOrder::kRelaxed));
    if (!protocol_.Holds(Decision::kEveryMarkCounts) && PageIn(before) >= page) {
      return;
    }
    // Release, as shipped: pairs with the acquire in Find.
    start_.store(WithPage(before + kOneMark, std::max(page, PageIn(before))),
                 Order(protocol_.Order(Access::kRaiseIndexStart)));
  }

  // `seen` is what a find has begun with. Relaxed: it says nothing of the bits, and what it
  // replaces keeps its release for those who load it from here.
  void Lower(std::uint64_t seen, Offset page) {
    const MemoryOrder order = Order(MemoryOrder::kRelaxed);
    if (protocol_.Holds(Decision::kFindYieldsToMarks)) {
      start_.compare_exchange_strong(seen, WithPage(seen, page), order, order);
      return;
    }
    while (PageIn(seen) > page &&
           !start_.compare_exchange_strong(seen, WithPage(seen, page), order, order)) {
    }
  }

  std::optional<ChunkIndex> HighestMarked(ChunkIndex highest) const {
    const ChunkIndex lowest = lowest_.Peek(MemoryOrder::kRelaxed);
    std::uint64_t below = Ones(0, BitOf(highest));
    for (ChunkIndex word = WordOf(highest) + 1; word-- > lowest;) {
      const std::uint64_t bits = bits_[word].load(Order(MemoryOrder::kRelaxed)) & below;
      if (bits != 0) {
        return word * kWordBits + (kWordBits - 1 - static_cast<unsigned>(std::countl_zero(bits)));
      }
      below = ~std::uint64_t{0};
    }
    return std::nullopt;
  }

  [[no_unique_address]] Protocol protocol_;
  BitsCell* const bits_;
  // The lowest word of the bits that has ever had one.
  typename Sync::template Published<ChunkIndex> lowest_{kWords};
  typename Sync::template Atomic<std::uint64_t> start_{0};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_SCAVENGE_INDEX_H_
