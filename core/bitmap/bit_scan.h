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
  while (known < length && word != 0) {
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

// The lowest bit of each aligned group of 2^i bits.
inline constexpr std::uint64_t kGroupBases[] = {
    ~std::uint64_t{0},  0x5555555555555555, 0x1111111111111111,
    0x0101010101010101, 0x0001000100010001, 0x0000000100000001,
};

// Sets every aligned group of `group` bits that has a bit set. Fatal unless `group` is a power of
// two from 1 to 64.
constexpr std::uint64_t FillAligned(std::uint64_t word, unsigned group) {
  if (!std::has_single_bit(group) || group > 64) {
    Fatal("bad m value");
  }
  if (group == 1) {
    return word;
  }
  if (group == 64) {
    return word == 0 ? 0 : ~std::uint64_t{0};
  }
  for (unsigned step = 1; step < group; step *= 2) {
    word |= word >> step;  // bit 0 of a group collects the group; higher bits collect more
  }
  word &= kGroupBases[std::countr_zero(group)];
  return (word << group) - word;  // each base bit becomes the whole group
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_BITMAP_BIT_SCAN_H_
