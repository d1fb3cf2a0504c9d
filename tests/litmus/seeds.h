// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_LITMUS_SEEDS_H_
#define HEDDLE_TESTS_LITMUS_SEEDS_H_

#include <cstdint>
#include <ostream>

namespace heddle::litmus {

// Of random programs: `count` of them, from `first` on.
struct Seeds {
  std::uint64_t first;
  std::uint64_t count;

  friend void PrintTo(const Seeds& seeds, std::ostream* out) {
    *out << seeds.count << " from " << seeds.first << " on";
  }
};

}  // namespace heddle::litmus

#endif  // HEDDLE_TESTS_LITMUS_SEEDS_H_
