// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_CALIBRATION_H_
#define HEDDLE_BENCH_CALIBRATION_H_

namespace heddle::bench {

// Nanoseconds of processor time of a step of a fixed loop in which each step needs the one before,
// the least of three runs: how fast this machine is beside one on which figures were recorded.
double MeasureCalibrationStep();

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_CALIBRATION_H_
