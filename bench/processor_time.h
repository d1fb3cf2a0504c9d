// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_PROCESSOR_TIME_H_
#define HEDDLE_BENCH_PROCESSOR_TIME_H_

#include <time.h>  // NOLINT(modernize-deprecated-headers): clock_gettime is POSIX

#include <algorithm>
#include <cstddef>
#include <vector>

namespace heddle::bench {

// Seconds of processor time of this process, so that what else the machine does hardly counts.
inline double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Of at least one value.
inline double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_PROCESSOR_TIME_H_
