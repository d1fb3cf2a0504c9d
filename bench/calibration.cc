// SPDX-License-Identifier: BSD-3-Clause

#include "bench/calibration.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "bench/processor_time.h"
#include "bench/split_mix.h"

namespace heddle::bench {

double MeasureCalibrationStep() {
  constexpr int kSteps = 100'000'000;
  constexpr std::uint64_t kLast = 0x9d92395df042626b;
  double best = 0;
  for (int repetition = 0; repetition < 3; ++repetition) {
    const double start = ProcessorSeconds();
    std::uint64_t x = 1;
    for (int i = 0; i < kSteps; ++i) {
      x = SplitMixStep(x);
    }
    const double seconds = ProcessorSeconds() - start;
    if (x != kLast) {
      throw std::logic_error("the calibration loop computes something else");
    }
    best = repetition == 0 ? seconds : std::min(best, seconds);
  }
  return best * 1e9 / kSteps;
}

}  // namespace heddle::bench
