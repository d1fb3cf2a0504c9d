// SPDX-License-Identifier: BSD-3-Clause
//
// Searches within one 64-bit word (allocator-spec 2.3, 2.6).

#ifndef HEDDLE_CORE_BITMAP_BIT_SCAN_H_
#define HEDDLE_CORE_BITMAP_BIT_SCAN_H_

#include <bit>
#include <cstdint>

#include "core/sync/failure.h"

namespace heddle::core {

// `count` one bits from `first` on; 1 <= count, first + count <= 64.
constexpr std::uint64_t BitMask(unsigned first, unsigned count) {
  return (~std::uint64_t{0} >> (64 - count)) << first;
}

// The bits of `word` at which a run of `length` ones begins; 1 <= length <= 64. Each round halves
// what is left to check: a run of k + m starts where runs of k start at both i and i + m, m <= k.
constexpr std::uint64_t RunStarts(std::uint64_t word, unsigned length) {
  unsigned known = 1;
  while (known < length) {
    const unsigned step = known < length - known ? known : length - known;
    word &= word >> step;
    known += step;
  }
  return word;
}

// The lowest bit at which `length` ones begin, or 64.
constexpr unsigned FindBitRange64(std::uint64_t word, unsigned length) {
  return static_cast<unsigned>(std::countr_zero(RunStarts(word, length)));
}

// Sets every aligned group of `group` bits that has a bit set. Fatal unless `group` is a power of
// two from 1 to 64.
constexpr std::uint64_t FillAligned(std::uint64_t word, unsigned group) {
  if (!std::has_single_bit(group) || group > 64) {
    Fatal("bad m value");
  }
  const std::uint64_t whole_group = BitMask(0, group);
  const std::uint64_t group_bases = ~std::uint64_t{0} / whole_group;
  for (unsigned step = 1; step < group; step *= 2) {
    word |= word >> step;  // bit 0 of a group collects the group; higher bits collect more
  }
  return (word & group_bases) * whole_group;
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_BITMAP_BIT_SCAN_H_
