// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_RANDOM_H_
#define HEDDLE_CHECKER_STRATEGY_RANDOM_H_

#include <cstdint>
#include <random>

#include "checker/trace/thread_set.h"

namespace heddle::checker {

// The same numbers for the same seed on every platform, which the standard's distributions do not
// promise.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // From 0 to `limit` - 1. The limits here are so small against 2^64 that the remainder will do.
  std::uint64_t Below(std::uint64_t limit) { return engine_() % limit; }

  int OneOf(ThreadSet set) {
    for (std::uint64_t skip = Below(static_cast<std::uint64_t>(set.size())); skip > 0; --skip) {
      set.Erase(set.Lowest());
    }
    return set.Lowest();
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_RANDOM_H_
