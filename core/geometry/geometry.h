// SPDX-License-Identifier: BSD-3-Clause
//
// The geometry policy: how the address space is cut into pages, chunks and radix levels, all known
// at compile time (allocator-spec 1). The constraints G1 to G15 of 1.3 that concern it are checked
// here; what depends on the machine is in PhysicalSizes.

#ifndef HEDDLE_CORE_GEOMETRY_GEOMETRY_H_
#define HEDDLE_CORE_GEOMETRY_GEOMETRY_H_

#include <bit>
#include <concepts>
#include <cstdint>

#include "core/address/address_range.h"
#include "core/address/align.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Index of a chunk, counted from offset 0. Chunk 0 and the last one are never grown (G11, G12).
using ChunkIndex = std::uint64_t;

// Pages of one word of a bitmap, and of a page cache.
inline constexpr unsigned kWordPages = 64;

struct GeometryParameters {
  unsigned log_page_bytes = 13;
  unsigned log_chunk_pages = 9;
  unsigned levels = 5;         // of summaries, root and leaf included
  unsigned level_bits = 3;     // log2 of the fan-out of every level but the root
  unsigned address_bits = 48;  // width of an offset
  unsigned chunk_table_l1_bits = 13;
  Address base_address = 0xffff800000000000;  // the raw address of offset 0
  std::uint64_t arena_bytes = std::uint64_t{64}
                              << 20;  // unit of address space taken from the system
  unsigned reservation_shards = 64;   // a reservation is this part of the heap
  unsigned initial_ranges = 16;       // capacity of a new set of address ranges
};

template <GeometryParameters kP>
struct Geometry {
  static constexpr std::uint64_t kPageBytes = std::uint64_t{1} << kP.log_page_bytes;
  static constexpr unsigned kLogChunkPages = kP.log_chunk_pages;
  static constexpr unsigned kChunkPages = 1U << kP.log_chunk_pages;
  static constexpr unsigned kChunkWords = kChunkPages / kWordPages;
  static constexpr unsigned kLogChunkBytes = kP.log_page_bytes + kP.log_chunk_pages;
  static constexpr std::uint64_t kChunkBytes = std::uint64_t{1} << kLogChunkBytes;
  static constexpr std::uint64_t kArenaBytes = kP.arena_bytes;
  static constexpr unsigned kReservationShards = kP.reservation_shards;
  static constexpr unsigned kInitialRanges = kP.initial_ranges;

  static constexpr unsigned kLevels = kP.levels;
  static constexpr unsigned kLeaf = kLevels - 1;
  // log2 of the pages under a root entry; fields of a packed summary are this wide (spec 3.1).
  static constexpr unsigned kLogMaxPages = kP.log_chunk_pages + (kLevels - 1) * kP.level_bits;

  static constexpr unsigned kChunkIndexBits = kP.address_bits - kLogChunkBytes;
  static constexpr unsigned kChunkTableL1Bits = kP.chunk_table_l1_bits;
  static constexpr unsigned kChunkTableL2Bits = kChunkIndexBits - kChunkTableL1Bits;

  // The lowest offset, and the highest. The highest stands for "none" where a search ends above
  // everything: it lies in the last chunk, which is never grown.
  static constexpr Offset kMinOffset{0};
  static constexpr Offset kMaxOffset{(std::uint64_t{1} << kP.address_bits) - 1};

  // log2 of the bytes that an entry of the level stands for, of the pages, and of the fan-out with
  // which the level divides its parent's entry (the root's is its whole length).
  static constexpr unsigned LevelShift(unsigned level) {
    return kLogChunkBytes + (kLeaf - level) * kP.level_bits;
  }
  static constexpr unsigned LevelLogPages(unsigned level) {
    return LevelShift(level) - kP.log_page_bytes;
  }
  static constexpr unsigned LevelBits(unsigned level) {
    return level == 0 ? kP.address_bits - LevelShift(0) : kP.level_bits;
  }
  static constexpr std::uint64_t LevelEntries(unsigned level) {
    return std::uint64_t{1} << (kP.address_bits - LevelShift(level));
  }

  static constexpr Offset OffsetOf(Address address) { return {address - kP.base_address}; }
  static constexpr Address AddressOf(Offset offset) { return offset.value + kP.base_address; }

  // The range between two raw addresses. Fatal if they lie on different sides of raw address 0,
  // which a range may not cross (spec 4.1).
  static constexpr AddressRange MakeRange(Address base, Address limit) {
    if ((base - kP.base_address >= base) != (limit - kP.base_address >= limit)) {
      Fatal("addr range base and limit are not in the same memory segment");
    }
    return {OffsetOf(base), OffsetOf(limit)};
  }

  static constexpr ChunkIndex ChunkOf(Offset offset) { return offset.value >> kLogChunkBytes; }
  static constexpr Offset ChunkBase(ChunkIndex chunk) { return {chunk << kLogChunkBytes}; }
  // The page of its chunk that the offset lies in.
  static constexpr unsigned PageInChunk(Offset offset) {
    return static_cast<unsigned>((offset.value & (kChunkBytes - 1)) >> kP.log_page_bytes);
  }
  static constexpr Offset PageOffset(ChunkIndex chunk, unsigned page) {
    return ChunkBase(chunk) + page * kPageBytes;
  }

  static constexpr bool kValid =
      kP.log_page_bytes >= 1 && std::has_single_bit(kP.arena_bytes) &&     // G1
      kP.log_chunk_pages >= 6 &&                                           // G2
      kP.address_bits < 64 && kP.address_bits >= LevelShift(0) &&          // G3
      LevelLogPages(0) == kLogMaxPages && 3 * kLogMaxPages <= 63 &&        // G4, G5
      kLevels >= 2 && kP.level_bits >= 1 &&                                // G6
      IsAligned(kP.base_address, std::uint64_t{1} << LevelShift(0)) &&     // G9
      kP.chunk_table_l1_bits <= kChunkIndexBits &&                         // G10
      kP.arena_bytes % kChunkBytes == 0 &&                                 // G13
      kP.reservation_shards >= 1 && kChunkBytes >= kP.reservation_shards;  // G15
  static_assert(kValid, "the geometry breaks a constraint of the specification, section 1.3");
};

template <class G>
concept GeometryPolicy = requires(Offset offset, unsigned level) {
  requires G::kValid;
  { G::ChunkOf(offset) } -> std::same_as<ChunkIndex>;
  { G::PageInChunk(offset) } -> std::same_as<unsigned>;
  { G::LevelShift(level) } -> std::same_as<unsigned>;
};

// 64-bit Linux.
using ProductionGeometry = Geometry<GeometryParameters{}>;
static_assert(GeometryPolicy<ProductionGeometry>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_GEOMETRY_GEOMETRY_H_
