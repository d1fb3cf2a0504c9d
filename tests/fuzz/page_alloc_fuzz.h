// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_FUZZ_PAGE_ALLOC_FUZZ_H_
#define HEDDLE_TESTS_FUZZ_PAGE_ALLOC_FUZZ_H_

#include <cstddef>
#include <span>

#include "tests/fuzz/fuzzers.h"
#include "tests/properties/operations.h"
#include "tests/properties/places.h"

namespace heddle::tests {

// Which of the geometries, and what is done there. Four bytes of machine, four for each operation.
struct PlacedProgram {
  std::size_t place = 0;
  Program program;
};
PlacedProgram PlacedProgramIn(Bytes bytes);

// The state is the Machine, which performs each operation on the allocator and on the naive heap
// and compares. Throws where they differ.
template <class ProtocolT>
void RunPlaced(const PlacedProgram& placed, const ProtocolT& protocol) {
  switch (placed.place) {
    case 0:
      return RunProgram<OneWord>(placed.program, protocol);
    case 1:
      return RunProgram<TwoShards>(placed.program, protocol);
    case 2:
      return RunProgram<ThreeLevels>(placed.program, protocol);
    case 3:
      return RunProgram<SmallPages>(placed.program, protocol);
    default:
      return RunProgram<Production>(placed.program, protocol);
  }
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_FUZZ_PAGE_ALLOC_FUZZ_H_
