// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_VECTORS_VECTOR_SUITE_H_
#define HEDDLE_TESTS_VECTORS_VECTOR_SUITE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/address/address_range.h"
#include "core/bitmap/chunk.h"
#include "core/geometry/geometry.h"
#include "tests/data/value.h"

namespace heddle::tests {

// The contents of a file of tests/data/vectors, which is named without its ending.
Value ReadVectors(const std::string& file);

// Runs every case of the suite. What fails inside is reported with the names of the suite and the
// case; core's failures throw ThrownFailure, and one that gets out fails the case. There must be
// `count` cases.
void ForEachCase(const std::string& file, const std::string& suite, std::size_t count,
                 const std::function<void(const Value& vector)>& run);

// A list of [first, length], without those of length 0.
std::vector<core::PageRun> RunsOf(const Value& list);

// The bitmaps of one chunk.
using ChunkWords = std::array<std::uint64_t, core::ProductionGeometry::kChunkWords>;

ChunkWords WordsOf(const Value& list);
// With ones in these runs, set bit by bit.
ChunkWords WordsOf(const std::vector<core::PageRun>& runs);

// [base, limit), two raw addresses.
core::AddressRange RangeOf(const Value& pair);

// [start, max, end] or another list of numbers.
std::vector<std::uint64_t> NumbersOf(const Value& list);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_VECTORS_VECTOR_SUITE_H_
