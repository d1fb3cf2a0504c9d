// SPDX-License-Identifier: BSD-3-Clause
//
// Traces of kind heap: one page allocator with its scavenger and any number of page caches.

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/memory/null_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/page_alloc/page_alloc_setup.h"
#include "core/policies.h"
#include "core/probe/probe.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/statistics/memory_statistics.h"
#include "core/sync/section.h"
#include "core/sync/std_sync.h"
#include "tests/data/str_cat.h"
#include "tests/traces/expect.h"
#include "tests/traces/heap_state.h"
#include "tests/traces/replayer.h"

namespace heddle::tests {
namespace {

using core::AddressRange;
using core::ChunkIndex;
using core::Offset;
using G = core::ProductionGeometry;

// Bitmaps are real memory: what one trace may make the allocator take of it, in chunks.
constexpr std::uint64_t kMostChunks = std::uint64_t{1} << 21;

// Tells whether a reservation that was given back was still valid.
struct UnreserveProbe : core::NoProbe {
  void Unreserved(const AddressRange& /*range*/, core::Generation /*generation*/,
                  core::UnreserveOutcome what) {
    last = what;
  }
  std::optional<core::UnreserveOutcome> last;
};

Place ToPlace(core::Address address) {
  if (address == 0) {
    return {};
  }
  const Offset offset = G::OffsetOf(address);
  return {static_cast<std::int64_t>(G::ChunkOf(offset) - TraceBase::kChunk),
          static_cast<std::int64_t>(G::PageInChunk(offset))};
}

Bytes ToBytes(const AddressRange& range) {
  if (range.IsEmpty()) {
    return {};
  }
  return {static_cast<std::int64_t>(range.base - TraceBase::kOffset),
          static_cast<std::int64_t>(range.limit - TraceBase::kOffset)};
}

ChunkIndex ChunkAt(const Operation& operation, std::size_t i) {
  return TraceBase::kChunk + operation.Number(i, 0, TraceBase::kChunks - 1);
}
// A chunk and a page of it.
Offset OffsetAt(const Operation& operation, std::size_t i) {
  return G::PageOffset(ChunkAt(operation, i),
                       static_cast<unsigned>(operation.Number(i + 1, 0, G::kChunkPages - 1)));
}
Place PlaceAt(const Operation& operation, std::size_t i) {
  return {operation.NumberOrNone(i), operation.NumberOrNone(i + 1)};
}
Bytes BytesAt(const Operation& operation, std::size_t i) {
  return {operation.NumberOrNone(i), operation.NumberOrNone(i + 1)};
}
std::uint64_t PagesAt(const Operation& operation, std::size_t i) {
  return operation.Number(i, 1, TraceBase::kChunks * G::kChunkPages);
}

// Value `i`, a list of pairs: first page and number of pages, which may be 0.
std::vector<core::PageRun> RunsAt(const Operation& operation, std::size_t i) {
  std::vector<core::PageRun> runs;
  for (const Value& item : operation.List(i)) {
    const Value::Array& pair = item.Items();
    if (pair.size() != 2 || pair[0].Unsigned() >= G::kChunkPages ||
        pair[1].Unsigned() > G::kChunkPages - pair[0].Unsigned()) {
      throw Malformed(StrCat("value ", i, ": expected pages of one chunk, found ", item.Show()));
    }
    runs.push_back(
        {static_cast<unsigned>(pair[0].Unsigned()), static_cast<unsigned>(pair[1].Unsigned())});
  }
  return runs;
}

// What the trace made earlier under this number.
template <class T>
T& InSlot(std::map<std::uint64_t, T>& slots, const Operation& operation) {
  const auto found = slots.find(operation.Number(1));
  if (found == slots.end()) {
    throw Malformed(StrCat("value 1: expected a slot in use, found ", operation.At(1).Show()));
  }
  return found->second;
}

template <class Sync>
class HeapReplayer final : public Replayer {
 public:
  explicit HeapReplayer(const Header& header)
      : pages_(memory_, core::PhysicalSizes::For<G>(header.physical_page, header.huge_page)),
        scavenger_(pages_, memory_, statistics_, probe_) {}

  void Apply(const Operation& operation) override {
    using Self = HeapReplayer;
    static constexpr Handler<Self> kHandlers[] = {
        {"g", 2, &Self::Grow},         {"i", 3, &Self::GrowInto},
        {"a", 4, &Self::Alloc},        {"f", 4, &Self::Free},
        {"s", 2, &Self::Scavenge},     {"G", 1, &Self::StartGeneration},
        {"r", 4, &Self::Reserve},      {"o", 7, &Self::ScavengeOne},
        {"u", 5, &Self::Unreserve},    {"c", 5, &Self::AllocToCache},
        {"ca", 5, &Self::CacheAlloc},  {"cf", 1, &Self::Flush},
        {"D", 3, &Self::CheckDigests}, {"ST", 1, &Self::CheckState},
    };
    Dispatch<Self>(*this, "heap", kHandlers, operation);
  }

 private:
  using P = core::Policies<Sync, core::NullMemory<Sync>, G, core::ShippedProtocol, UnreserveProbe>;
  using HeapSection = core::Section<P, core::LockRank::kHeap>;
  using ScavengerSection = core::Section<P, core::LockRank::kScavenger>;
  using Cache = typename core::PageAlloc<P>::Cache;
  using Reservation = typename core::LockedRangeScavenger<P>::Reservation;

  void CountChunks(std::uint64_t more) {
    chunks_ += more;
    if (chunks_ > kMostChunks) {
      throw Malformed(
          StrCat("expected a heap of at most ", kMostChunks, " chunks in all, found ", chunks_));
    }
  }

  void Grow(const Operation& operation) {
    const ChunkIndex chunk = ChunkAt(operation, 1);
    const std::uint64_t count =
        operation.Number(2, 1, TraceBase::kChunk + TraceBase::kChunks - chunk);
    CountChunks(count);
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.Grow(G::AddressOf(G::ChunkBase(chunk)), count * G::kChunkBytes);
  }

  void GrowInto(const Operation& operation) {
    const ChunkIndex chunk = ChunkAt(operation, 1);
    const std::vector<core::PageRun> allocated = RunsAt(operation, 2);
    const std::vector<core::PageRun> scavenged = RunsAt(operation, 3);
    CountChunks(1);
    const HeapSection section(pages_.heap_lock(), probe_);
    core::PageAllocSetup<P>::GrowChunk(pages_, chunk, allocated, scavenged);
  }

  void Alloc(const Operation& operation) {
    const std::uint64_t pages = PagesAt(operation, 1);
    const core::Allocation got = [&] {
      const HeapSection section(pages_.heap_lock(), probe_);
      return pages_.Alloc(pages);
    }();
    ExpectAllocation(operation, 2, got);
  }

  // Three values from `i` on: the address and its scavenged bytes.
  static void ExpectAllocation(const Operation& operation, std::size_t i,
                               const core::Allocation& got) {
    Expect("address", PlaceAt(operation, i), ToPlace(got.base));
    Expect("scavenged bytes", operation.Number(i + 2), got.scavenged_bytes);
  }

  void Free(const Operation& operation) {
    const Offset base = OffsetAt(operation, 1);
    const std::uint64_t pages = PagesAt(operation, 3);
    const auto freed = operation.Flag(4) ? core::Freed::kScavenged : core::Freed::kCommitted;
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.FreeAt(base, pages, freed);
  }

  void Scavenge(const Operation& operation) {
    const std::uint64_t expected = operation.Number(2);
    Expect("released", expected, scavenger_.Scavenge(operation.Amount(1)));
  }

  void StartGeneration(const Operation& operation) {
    {
      const HeapSection section(scavenger_.heap_lock(), probe_);
      scavenger_.StartGeneration();
    }
    Expect("generation", operation.Number(1), Generation());
  }

  core::Generation Generation() {
    const ScavengerSection section(scavenger_.scavenger_lock(), probe_);
    return scavenger_.generation();
  }

  void Reserve(const Operation& operation) {
    const Reservation got = scavenger_.Reserve();
    Expect("range", BytesAt(operation, 2), ToBytes(got.range));
    Expect("generation", operation.Number(4), got.generation);
    reservations_[operation.Number(1)] = got;
  }

  void ScavengeOne(const Operation& operation) {
    Reservation& held = InSlot(reservations_, operation);
    Expect("range in the slot", BytesAt(operation, 2), ToBytes(held.range));
    const std::uint64_t expected = operation.Number(5);
    Expect("released", expected, scavenger_.ScavengeOne(held, operation.Amount(4)));
    Expect("rest", BytesAt(operation, 6), ToBytes(held.range));
  }

  void Unreserve(const Operation& operation) {
    Reservation& held = InSlot(reservations_, operation);
    const Bytes range = BytesAt(operation, 2);
    const Bytes whole = ToBytes(held.range);
    Expect("lower end of the range in the slot", range.low, whole.low);
    if (range.high > whole.high) {
      throw Malformed(StrCat("value 3: expected at most the end of the range in the slot, ",
                             whole.high, ", found ", operation.At(3).Show()));
    }
    Expect("generation of the slot", operation.Number(4), held.generation);
    const bool expected = operation.Flag(5);
    if (held.range.IsEmpty()) {
      return;  // nothing to give back, in whatever generation
    }
    const Offset cut = TraceBase::kOffset + static_cast<std::uint64_t>(range.high);
    probe_.last.reset();
    scavenger_.Unreserve({{held.range.base, cut}, held.generation});
    held.range.base = cut;
    Expect("given back", expected, probe_.last == core::UnreserveOutcome::kReturned);
  }

  void AllocToCache(const Operation& operation) {
    const Cache cache = [&] {
      const HeapSection section(pages_.heap_lock(), probe_);
      return pages_.AllocToCache();
    }();
    Expect("block", PlaceAt(operation, 2), ToPlace(cache.base));
    Expect("pages", Word{operation.Word(4)}, Word{cache.free});
    Expect("scavenged pages", Word{operation.Word(5)}, Word{cache.scavenged});
    caches_[operation.Number(1)] = cache;
  }

  void CacheAlloc(const Operation& operation) {
    Cache& cache = InSlot(caches_, operation);
    ExpectAllocation(operation, 3, cache.Alloc(PagesAt(operation, 2)));
  }

  void Flush(const Operation& operation) {
    Cache& cache = InSlot(caches_, operation);
    const HeapSection section(pages_.heap_lock(), probe_);
    pages_.Flush(cache);
  }

  HeapState State() {
    const HeapSection heap(pages_.heap_lock(), probe_);
    const ScavengerSection scavenger(scavenger_.scavenger_lock(), probe_);
    return Capture(pages_, scavenger_);
  }

  void CheckDigests(const Operation& operation) {
    Expect("digest of the state", Word{operation.Word(2)}, Word{State().Hash()});
    const HeapSection section(pages_.heap_lock(), probe_);
    Expect("digest of the bitmaps", Word{operation.Word(1)}, Word{HashBitmaps(pages_)});
    Expect("digest of the summaries", Word{operation.Word(3)}, Word{HashSummaries(pages_)});
  }

  void CheckState(const Operation& operation) { State().CompareWith(operation.At(1)); }

  typename P::Memory memory_;
  core::MemoryStatistics<Sync> statistics_;
  UnreserveProbe probe_;
  core::PageAlloc<P> pages_;
  core::LockedRangeScavenger<P> scavenger_;
  std::map<std::uint64_t, Reservation> reservations_;
  std::map<std::uint64_t, Cache> caches_;
  std::uint64_t chunks_ = 0;
};

}  // namespace

std::unique_ptr<Replayer> MakeHeapReplayer(const Header& header, Replay with) {
  if (with == Replay::kSingleThread) {
    return std::make_unique<HeapReplayer<CheckedSingleThread>>(header);
  }
  return std::make_unique<HeapReplayer<core::StdSync>>(header);
}

}  // namespace heddle::tests
