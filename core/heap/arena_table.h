// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_ARENA_TABLE_H_
#define HEDDLE_CORE_HEAP_ARENA_TABLE_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "core/address/address_range.h"
#include "core/geometry/geometry.h"
#include "core/heap/span.h"
#include "core/policies.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::core {

// What the heap knows of each arena, the unit in which address space is obtained (allocator-spec
// 6.3, 7): which pages begin a span, and how much of the arena has ever been handed out.
//
// An arena's record appears with the first growth into it, under the heap lock, and stays. Its
// entries belong to whoever owns the pages, so spans are entered without the lock.
template <class P>
class ArenaTable {
 public:
  using G = typename P::Geometry;
  using SpanCell = typename P::Sync::template Atomic<std::uint64_t>;

  static constexpr std::uint64_t kArenaPages = G::kArenaBytes / G::kPageBytes;

  // Of one arena. Zero bytes are one of which nothing was ever handed out.
  struct Record {
    SpanCell used_bytes;  // below this offset in the arena
    SpanCell spans[kArenaPages];
  };

  explicit ArenaTable(typename P::Memory& memory, const typename P::Protocol& protocol = {})
      : memory_(memory),
        protocol_(protocol),
        records_(memory.template Metadata<RecordCell>(kArenas)) {
    if (records_ == nullptr) {
      Fatal("failed to reserve the table of arenas");
    }
  }

  // Under the heap lock: makes sure that the arenas of `range` have records. False if there is no
  // memory for one.
  bool Ensure(const AddressRange& range) {
    for (std::uint64_t arena = ArenaOf(range.base); arena <= ArenaOf(range.limit - 1); ++arena) {
      if (records_[arena].Get() == nullptr) {
        auto* const record = memory_.template Metadata<Record>(1);
        if (record == nullptr) {
          return false;
        }
        // Release, as shipped: pairs with the acquire in RecordOf.
        records_[arena].Set(record, protocol_.Order(Access::kPublishArena));
      }
    }
    return true;
  }

  // The span that begins at this page, if one does. Anything else is no span: other addresses, and
  // those outside the heap.
  std::optional<Span> Find(Address base) const {
    const Offset page = G::OffsetOf(base);
    if (page > G::kMaxOffset || page.value % G::kPageBytes != 0) {
      return std::nullopt;
    }
    const Record* const record = RecordOf(page);
    if (record == nullptr) {
      return std::nullopt;
    }
    // Acquire, as shipped: pairs with the release in Enter, for those who were handed the address
    // by other means than the heap.
    const std::uint64_t entry =
        record->spans[PageInArena(page)].load(protocol_.Order(Access::kFindSpan));
    if (entry == 0) {
      return std::nullopt;
    }
    return Span{base, entry >> kPagesShift, static_cast<SpanKind>((entry >> 1) & 3), false};
  }

  // By the pages' owner: from here on the span is found.
  void Enter(const Span& span) {
    const std::uint64_t entry =
        span.pages << kPagesShift | static_cast<std::uint64_t>(span.kind) << 1 | 1;
    // Release, as shipped: pairs with the acquire in Find.
    Cell(span.base).store(entry, protocol_.Order(Access::kEnterSpan));
  }
  // Under the heap lock.
  void Remove(const Span& span) { Cell(span.base).store(0, MemoryOrder::kRelaxed); }

  // By the owner of the pages: whether some of them have been handed out before. Afterwards all of
  // them have. Each arena keeps one mark, which only rises: below it anything may have been used.
  bool Claim(Address base, std::uint64_t pages) {
    bool used = false;
    Offset at = G::OffsetOf(base);
    std::uint64_t left = pages * G::kPageBytes;
    while (left > 0) {
      const std::uint64_t first = at.value % G::kArenaBytes;
      const std::uint64_t bytes = std::min(left, G::kArenaBytes - first);
      used |= RaiseMark(RecordOf(at)->used_bytes, first, first + bytes);
      at = at + bytes;
      left -= bytes;
    }
    return used;
  }

  // For the invariants. Under the heap lock: calls visit(span) for the spans of these addresses, in
  // their order.
  template <class Visit>
  void ForEach(const AddressRange& range, Visit visit) const {
    for (Offset page = range.base; page < range.limit;) {
      const std::optional<Span> span = Find(G::AddressOf(page));
      if (span) {
        visit(*span);
      }
      page = page + (span ? span->pages : 1) * G::kPageBytes;
    }
  }

  // For traces: what the object is; empty if it is none of the table's. What lies in the record of
  // an arena is asked for with that record, since following the pointer to it would be an access.
  std::string NameOf(const void* object) const {
    const auto arena = IndexOfAddress(records_, kArenas, object);
    return arena ? "record of arena " + std::to_string(*arena) : "";
  }
  static std::string NameIn(const Record* record, std::uint64_t arena, const void* object) {
    if (record == nullptr || !ContainsAddress(*record, object)) {
      return {};
    }
    const auto page = IndexOfAddress(record->spans, kArenaPages, object);
    return (page ? "span at page " + std::to_string(*page) : std::string("used part")) +
           " of arena " + std::to_string(arena);
  }
  // Under the heap lock; null if nothing was grown there.
  const Record* RecordAt(std::uint64_t arena) const { return records_[arena].Get(); }

 private:
  static constexpr std::uint64_t kArenas = G::kMaxOffset.value / G::kArenaBytes + 1;
  static constexpr unsigned kPagesShift = 3;  // above two bits of kind and one that says "a span"

  using RecordCell = typename P::Sync::template Published<Record*>;

  static constexpr std::uint64_t ArenaOf(Offset at) { return at.value / G::kArenaBytes; }
  static constexpr std::uint64_t PageInArena(Offset at) {
    return at.value % G::kArenaBytes / G::kPageBytes;
  }

  // Acquire, as shipped: pairs with the release in Ensure. The record was zeroed before that.
  Record* RecordOf(Offset at) const {
    return records_[ArenaOf(at)].Peek(protocol_.Order(Access::kFindArena));
  }

  SpanCell& Cell(Address base) {
    const Offset page = G::OffsetOf(base);
    return RecordOf(page)->spans[PageInArena(page)];
  }

  // Relaxed throughout: the pages are the caller's, who got them through the heap lock, and what is
  // compared is about those pages alone (9.2).
  bool RaiseMark(SpanCell& mark, std::uint64_t first, std::uint64_t limit) const {
    std::uint64_t seen = mark.load(MemoryOrder::kRelaxed);
    const bool used = first < seen;
    if (limit > seen && !protocol_.Holds(Decision::kRaisesUsedMarkInOneStep)) {
      mark.store(limit, MemoryOrder::kRelaxed);
      return used;
    }
    while (limit > seen && !mark.compare_exchange_strong(seen, limit, MemoryOrder::kRelaxed,
                                                         MemoryOrder::kRelaxed)) {
      if (first < seen && seen <= limit) {
        Fatal("potentially overlapping in-use allocations detected");
      }
    }
    return used;
  }

  typename P::Memory& memory_;
  [[no_unique_address]] typename P::Protocol protocol_;
  RecordCell* records_;  // immutable after construction
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_ARENA_TABLE_H_
