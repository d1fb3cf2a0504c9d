// SPDX-License-Identifier: BSD-3-Clause
//
// Bodies of Machine: pages and caches, and the checks after each operation.

#ifndef HEDDLE_TESTS_PROPERTIES_MACHINE_INL_H_
#define HEDDLE_TESTS_PROPERTIES_MACHINE_INL_H_

#include <bit>

#include "tests/properties/machine.h"

namespace heddle::tests {

template <class PlaceT, class ProtocolT>
Machine<PlaceT, ProtocolT>::Machine(const core::PhysicalSizes& sizes, const ProtocolT& protocol)
    : world_(sizes, protocol) {
  world_.probe.Watch(world_.HeapRanges(), world_.LeftToReserve());
  world_.memory.on_release = [this](core::Address base, std::uint64_t bytes, bool taken) {
    Released(base, bytes, taken);
  };
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const Grow& o) {
  std::size_t chunk = o.chunk % naive_.Chunks();
  while (chunk < naive_.Chunks() && naive_.IsGrown(chunk)) {
    ++chunk;
  }
  std::size_t count = 0;
  while (count < o.count && chunk + count < naive_.Chunks() && !naive_.IsGrown(chunk + count)) {
    ++count;
  }
  if (count > 0) {
    world_.Grow(PlaceT::kFirst + chunk, count);
    naive_.Grow(chunk, count);
    heap_bytes_ += count * G::kChunkBytes;
  }
}

// I31, I32.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const Alloc& o) {
  const auto first = naive_.FindFree(o.pages);
  const core::Allocation run = world_.Alloc(o.pages);
  Require(run.base, first ? AddressOfPage(*first) : 0, "the allocated address");
  if (first) {
    const std::size_t scavenged = naive_.Allocate(*first, o.pages);
    Require(run.scavenged_bytes, scavenged * kPage, "the count of scavenged bytes");
    runs_.push_back({*first, o.pages});
    ++reached_->allocations;
    const bool across = *first / G::kChunkPages != (*first + o.pages - 1) / G::kChunkPages;
    reached_->allocations_across_chunks += across ? 1 : 0;
  } else {
    ++reached_->allocations_without_room;
  }
}

// Spec 3.9.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const AllocAligned& o) {
  const std::size_t unit = world_.pages.sizes().min_pages;
  const std::size_t slack = unit == 1 ? 0 : unit;
  const auto first = naive_.FindFree(o.pages + slack);
  core::Allocation run;
  {
    const HeapSection section(world_.pages.heap_lock(), world_.probe);
    run = world_.pages.AllocAligned(o.pages);
    world_.statistics.heap_released.fetch_sub(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
    world_.statistics.committed.fetch_add(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
  }
  if (!first) {
    Require(run.base, core::Address{0}, "the aligned address");
    return;
  }
  const std::size_t scavenged = naive_.Allocate(*first, o.pages + slack);
  Require(run.scavenged_bytes, scavenged * kPage, "the count of scavenged bytes");
  const std::size_t aligned = (*first + unit - 1) / unit * unit;
  Require(run.base, AddressOfPage(aligned), "the aligned address");
  runs_.push_back({aligned, o.pages});
  const auto trim = [this](std::size_t from, std::size_t count) {
    if (count > 0) {
      naive_.Free(from, count);
      RaiseFreeHigh(from, count);
      ++reached_->aligned_allocations_trimmed;
    }
  };
  trim(*first, aligned - *first);
  trim(aligned + o.pages, *first + slack - aligned);
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const Free& o) {
  if (!runs_.empty()) {
    const std::size_t run = o.run % runs_.size();
    FreeRun(run, 0, runs_[run].count);
  }
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const FreePart& o) {
  if (!runs_.empty()) {
    const std::size_t run = o.run % runs_.size();
    const std::size_t skip = o.skip % runs_[run].count;
    FreeRun(run, skip, std::min<std::size_t>(o.pages, runs_[run].count - skip));
  }
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::FreeRun(std::size_t run, std::size_t skip, std::size_t count) {
  const Run whole = runs_[run];
  const std::size_t first = whole.first + skip;
  world_.Free(AddressOfPage(first), count);
  naive_.Free(first, count);
  RaiseFreeHigh(first, count);
  runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(run));
  if (skip > 0) {
    runs_.push_back({whole.first, skip});
  }
  if (skip + count < whole.count) {
    runs_.push_back({first + count, whole.count - skip - count});
  }
}

// Spec 7.2; I11.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const FillCache& o) {
  CacheState& cache = caches_[o.cache % 2];
  if (!cache.real.IsEmpty()) {
    return;
  }
  cache = {};
  if (const auto lowest = naive_.FindFree(1)) {
    ++reached_->caches_filled;
    cache.first = *lowest / 64 * 64;
    for (unsigned i = 0; i < 64; ++i) {
      const NaiveHeap::Page& page = naive_.At(cache.first + i);
      cache.free |= std::uint64_t{page.IsFree()} << i;
      cache.scavenged |= std::uint64_t{page.scavenged} << i;
    }
    for (unsigned i = 0; i < 64; ++i) {
      if (naive_.At(cache.first + i).IsFree()) {
        naive_.Allocate(cache.first + i, 1);
      }
    }
  }
  const HeapSection section(world_.pages.heap_lock(), world_.probe);
  cache.real = world_.pages.AllocToCache();
  Require(cache.real.base, cache.free == 0 ? 0 : AddressOfPage(cache.first), "the cache's block");
  Require(cache.real.free, cache.free, "the set of the cache's pages");
  Require(cache.real.scavenged, cache.scavenged, "the set of its scavenged pages");
}

// Spec 7.1.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const CacheAlloc& o) {
  CacheState& cache = caches_[o.cache % 2];
  const auto fits = [&](unsigned at) {
    return (cache.free >> at & core::BitMask(0, static_cast<unsigned>(o.pages))) ==
           core::BitMask(0, static_cast<unsigned>(o.pages));
  };
  unsigned at = 0;
  while (at + o.pages <= 64 && !fits(at)) {
    ++at;
  }
  const core::Allocation run = cache.real.Alloc(o.pages);
  if (at + o.pages > 64) {
    Require(run.base, core::Address{0}, "the address from the cache");
    return;
  }
  Require(run.base, AddressOfPage(cache.first + at), "the address from the cache");
  const std::uint64_t mask = core::BitMask(at, static_cast<unsigned>(o.pages));
  Require(run.scavenged_bytes,
          static_cast<std::uint64_t>(std::popcount(cache.scavenged & mask)) * kPage,
          "the count of scavenged bytes");
  world_.statistics.heap_released.fetch_sub(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
  world_.statistics.committed.fetch_add(run.scavenged_bytes, core::MemoryOrder::kRelaxed);
  cache.free &= ~mask;
  cache.scavenged &= ~mask;
  runs_.push_back({cache.first + at, static_cast<std::size_t>(o.pages)});
}

// Spec 7.3.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Do(const FlushCache& o) {
  CacheState& cache = caches_[o.cache % 2];
  reached_->caches_flushed += cache.real.IsEmpty() ? 0 : 1;
  {
    const HeapSection section(world_.pages.heap_lock(), world_.probe);
    world_.pages.Flush(cache.real);
  }
  for (unsigned i = 0; i < 64; ++i) {
    if ((cache.free >> i & 1) != 0) {
      naive_.Free(cache.first + i, 1);
    }
    if ((cache.scavenged >> i & 1) != 0) {
      naive_.MarkScavenged(cache.first + i, 1);
    }
  }
  cache = {};
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::RaiseFreeHigh(std::size_t first, std::size_t count) {
  free_high_ = std::max(free_high_, OffsetOfPage(first + count) - 1);
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::Check() {
  world_.Check();  // I1 to I10, I22, I23
  CheckPages();
  CheckCounters();
  CheckScavengerState();
}

template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::CheckPages() {
  for (std::size_t chunk = 0; chunk < naive_.Chunks(); ++chunk) {
    if (!naive_.IsGrown(chunk)) {
      continue;
    }
    const auto& bits = world_.Chunks().Of(PlaceT::kFirst + chunk);
    for (unsigned word = 0; word < G::kChunkWords; ++word) {
      std::uint64_t used = 0;
      std::uint64_t scavenged = 0;
      for (unsigned i = 0; i < 64; ++i) {
        const NaiveHeap::Page& page = naive_.At(chunk * G::kChunkPages + word * 64 + i);
        used |= std::uint64_t{page.used} << i;
        scavenged |= std::uint64_t{page.scavenged} << i;
      }
      Require(bits.allocated().Word(word), used, "the set of pages in use");
      Require(bits.scavenged().Word(word), scavenged, "the set of scavenged pages");
    }
  }
}

// I12, I14, I16 without a heap above.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::CheckCounters() {
  const auto load = [](const auto& counter) { return counter.load(core::MemoryOrder::kRelaxed); };
  std::uint64_t scavenged = naive_.CountScavenged();
  for (const CacheState& cache : caches_) {
    scavenged += static_cast<unsigned>(std::popcount(cache.scavenged));
  }
  Require(load(world_.statistics.heap_released), scavenged * kPage, "I14: heap_released");
  Require(load(world_.statistics.heap_sys), heap_bytes_, "heap_sys");
  Require(load(world_.statistics.committed), heap_bytes_ - scavenged * kPage, "I16: committed");
  std::uint64_t owned = 0;
  for (const Run& run : runs_) {
    owned += run.count;
  }
  std::uint64_t used = 0;
  for (std::size_t page = 0; page < naive_.Count(); ++page) {
    used += naive_.At(page).used ? 1 : 0;
  }
  for (const CacheState& cache : caches_) {
    owned += static_cast<unsigned>(std::popcount(cache.free));
  }
  Require(used, owned, "I12: the number of pages in use");
  const HeapSection section(world_.pages.heap_lock(), world_.probe);
  Require(world_.pages.in_use().TotalBytes(), heap_bytes_, "the size of the heap");
}

// I24, I26, I27, I29.
template <class PlaceT, class ProtocolT>
void Machine<PlaceT, ProtocolT>::CheckScavengerState() {
  {
    const HeapSection section(world_.pages.heap_lock(), world_.probe);
    Require(world_.pages.FreeHighWatermark().value, free_high_.value,
            "I27: the highest address freed");
  }
  const ScavengerSection section(world_.scavenger.scavenger_lock(), world_.probe);
  Require(world_.scavenger.generation(), generation_, "I24: the generation");
  Require(world_.scavenger.low_watermark().value, low_.value, "I26: the lowest address released");
  Require(world_.scavenger.reservation_bytes(), share_, "I29: a reservation's share");
  world_.probe.ledger().CheckLeft(world_.scavenger.in_use());
  world_.probe.ledger().CheckShare(world_.scavenger.reservation_bytes());
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_PROPERTIES_MACHINE_INL_H_
