// SPDX-License-Identifier: BSD-3-Clause

#include "tests/fuzz/page_alloc_fuzz.h"

#include <array>
#include <cstdint>
#include <exception>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <variant>

#include "core/protocol/protocol.h"
#include "tests/fuzz/operation_bytes.h"

namespace heddle::tests {
namespace {

// As the places are numbered in RunPlaced.
constexpr std::array<std::string_view, 5> kPlaces = {"OneWord", "TwoShards", "ThreeLevels",
                                                     "SmallPages", "Production"};
// Every page is looked at after every operation.
constexpr std::size_t kMostOperations = 200;

// A multiple of an odd number, so that most are no whole number of pages; of the largest number,
// more than there is to release in any place.
std::uint64_t ReleasedBytes(std::uint16_t number) {
  return number == 0xFFFF ? ~std::uint64_t{0} : std::uint64_t{number} * 1021;
}

Operation OperationOf(const OperationBytes::Four& four) {
  const std::uint64_t which = four.which;
  const std::uint64_t number = four.number;
  switch (four.kind % std::variant_size_v<Operation>) {
    case 0:
      return Grow{which, 1 + number % 4};
    case 1:
      return Alloc{1 + number % 1500};
    case 2:
      return AllocAligned{1 + number % 1500};
    case 3:
      return Free{which};
    case 4:
      return FreePart{which, number % 256, 1 + number / 256};
    case 5:
      return FillCache{which % 2};
    case 6:
      return CacheAlloc{which % 2, 1 + number % 64};
    case 7:
      return FlushCache{which % 2};
    case 8:
      return StartGeneration{};
    case 9:
      return Reserve{};
    case 10:
      return Unreserve{which};
    case 11:
      return ScavengeOne{which, ReleasedBytes(four.number)};
    case 12:
      return Scavenge{ReleasedBytes(four.number)};
    default:
      return RefuseReleases{1 + number % 2};
  }
}

}  // namespace

PlacedProgram PlacedProgramIn(Bytes bytes) {
  OperationBytes input(bytes);
  PlacedProgram placed;
  placed.place = input.Byte() % kPlaces.size();
  placed.program.log_system_page = 12U + input.Byte() % 8U;
  const unsigned huge = input.Byte() % 11U;
  placed.program.log_huge_page = huge == 0 ? 0 : 12U + huge;
  input.Byte();
  while (!input.AtEnd() && placed.program.operations.size() < kMostOperations) {
    placed.program.operations.push_back(OperationOf(input.Next()));
  }
  return placed;
}

void FuzzPageAlloc(Bytes bytes) {
  const PlacedProgram placed = PlacedProgramIn(bytes);
  try {
    RunPlaced(placed, core::ShippedProtocol{});
  } catch (const std::exception& error) {
    std::ostringstream text;
    text << error.what() << "\nafter some of\n"
         << "RunProgram<" << kPlaces.at(placed.place) << ">(" << placed.program
         << ", core::ShippedProtocol{})";
    throw std::runtime_error(text.str());
  }
}

}  // namespace heddle::tests
