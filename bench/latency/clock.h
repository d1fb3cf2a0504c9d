// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_LATENCY_CLOCK_H_
#define HEDDLE_BENCH_LATENCY_CLOCK_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace heddle::bench {

using Instant = std::chrono::steady_clock::time_point;

inline Instant Now() { return std::chrono::steady_clock::now(); }

// Nanoseconds since then; at most what 32 bits hold, which is four seconds.
inline std::uint32_t Since(Instant start) {
  const auto nanoseconds =
      std::chrono::duration_cast<std::chrono::nanoseconds>(Now() - start).count();
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(nanoseconds, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_LATENCY_CLOCK_H_
