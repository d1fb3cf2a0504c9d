// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_PROPERTIES_PLACES_H_
#define HEDDLE_TESTS_PROPERTIES_PLACES_H_

#include <algorithm>
#include <cstdint>

#include "core/geometry/physical_sizes.h"
#include "tests/properties/machine.h"
#include "tests/properties/operations.h"

namespace heddle::tests {

// The geometry of the models: chunks of one word, two levels.
using OneWord = Place<SmallGeometry, 1, 14>;

// The same with reservations of half the heap, and a flat chunk table.
inline constexpr core::GeometryParameters kTwoShards = [] {
  core::GeometryParameters parameters = kSmallParameters;
  parameters.chunk_table_l1_bits = 0;
  parameters.reservation_shards = 2;
  return parameters;
}();
using TwoShards = Place<core::Geometry<kTwoShards>, 1, 14>;

// Three levels, a fan-out of four, 64 chunks.
inline constexpr core::GeometryParameters kThreeLevels{.log_page_bytes = 13,
                                                       .log_chunk_pages = 6,
                                                       .levels = 3,
                                                       .level_bits = 2,
                                                       .address_bits = 25,
                                                       .chunk_table_l1_bits = 3,
                                                       .base_address = 0,
                                                       .arena_bytes = std::uint64_t{1} << 19,
                                                       .reservation_shards = 4,
                                                       .initial_ranges = 1};
using ThreeLevels = Place<core::Geometry<kThreeLevels>, 6, 30>;

// Pages of the system's own size, chunks of two words, an address space that begins somewhere.
inline constexpr core::GeometryParameters kSmallPages{.log_page_bytes = 12,
                                                      .log_chunk_pages = 7,
                                                      .levels = 3,
                                                      .level_bits = 3,
                                                      .address_bits = 26,
                                                      .chunk_table_l1_bits = 4,
                                                      .base_address = core::Address{1} << 40,
                                                      .arena_bytes = std::uint64_t{1} << 19,
                                                      .reservation_shards = 3,
                                                      .initial_ranges = 2};
using SmallPages = Place<core::Geometry<kSmallPages>, 58, 16>;

// As in production, around the first chunk of a root entry.
using Production = Place<core::ProductionGeometry, 0x200bffb, 10>;

// Performs the program on a new machine. Throws where something is wrong.
template <class PlaceT, class ProtocolT>
void RunProgram(const Program& program, const ProtocolT& protocol, Reached* reached = nullptr) {
  using G = typename PlaceT::Geometry;
  const std::uint64_t system_page =
      std::min(std::uint64_t{1} << program.log_system_page, core::kWordPages * G::kPageBytes);
  const std::uint64_t huge_page =
      program.log_huge_page == 0 ? 0 : std::uint64_t{1} << program.log_huge_page;
  Machine<PlaceT, ProtocolT> machine(core::PhysicalSizes::For<G>(system_page, huge_page), protocol);
  if (reached != nullptr) {
    machine.CountIn(*reached);
  }
  for (const Operation& operation : program.operations) {
    machine.Perform(operation);
  }
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_PROPERTIES_PLACES_H_
