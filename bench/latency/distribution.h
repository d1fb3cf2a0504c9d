// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_LATENCY_DISTRIBUTION_H_
#define HEDDLE_BENCH_LATENCY_DISTRIBUTION_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

namespace heddle::bench {

// Of times in nanoseconds: their number, sum, median, 99th and 99.9th percentile and largest. All 0
// of none. And "quantiles", a list of [share, nanoseconds], from which a curve is drawn: the shares
// are 0, 1/2, 3/4, 7/8, and so on, as far as there are times enough to tell.
nlohmann::ordered_json Distribution(std::vector<std::uint32_t> nanoseconds);

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_LATENCY_DISTRIBUTION_H_
