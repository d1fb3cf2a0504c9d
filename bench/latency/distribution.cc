// SPDX-License-Identifier: BSD-3-Clause

#include "bench/latency/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace heddle::bench {
namespace {

// The least time that at least this share of all does not exceed. `times` are sorted, and some.
std::uint32_t Quantile(const std::vector<std::uint32_t>& times, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(times.size())));
  return times[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

nlohmann::ordered_json Distribution(std::vector<std::uint32_t> nanoseconds) {
  if (nanoseconds.empty()) {
    return {{"count", 0},
            {"sum_ns", 0},
            {"median_ns", 0},
            {"p99_ns", 0},
            {"p999_ns", 0},
            {"max_ns", 0},
            {"quantiles", nlohmann::json::array()}};
  }
  std::ranges::sort(nanoseconds);
  nlohmann::ordered_json quantiles = nlohmann::ordered_json::array();
  double rest = 1;
  for (; rest * static_cast<double>(nanoseconds.size()) >= 1; rest /= 2) {
    quantiles.push_back({1 - rest, Quantile(nanoseconds, 1 - rest)});
  }
  return {{"count", nanoseconds.size()},
          {"sum_ns", std::accumulate(nanoseconds.begin(), nanoseconds.end(), std::uint64_t{0})},
          {"median_ns", Quantile(nanoseconds, 0.5)},
          {"p99_ns", Quantile(nanoseconds, 0.99)},
          {"p999_ns", Quantile(nanoseconds, 0.999)},
          {"max_ns", nanoseconds.back()},
          {"quantiles", quantiles}};
}

}  // namespace heddle::bench
