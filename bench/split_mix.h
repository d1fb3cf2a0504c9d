// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_SPLIT_MIX_H_
#define HEDDLE_BENCH_SPLIT_MIX_H_

#include <cstdint>

namespace heddle::bench {

// The finalizer of splitmix64 over the next state.
constexpr std::uint64_t SplitMixStep(std::uint64_t x) {
  std::uint64_t z = x + 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// splitmix64: the random numbers of every benchmark whose work is defined to the bit.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    const std::uint64_t value = SplitMixStep(state_);
    state_ += 0x9E3779B97F4A7C15;
    return value;
  }
  // By remainder, as the definitions have it.
  std::uint64_t Below(std::uint64_t bound) { return Next() % bound; }

 private:
  std::uint64_t state_;
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_SPLIT_MIX_H_
