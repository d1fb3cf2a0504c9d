// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_ALLOCATOR_STOPWATCH_H_
#define HEDDLE_BENCH_ALLOCATOR_STOPWATCH_H_

#include <time.h>  // NOLINT(modernize-deprecated-headers): clock_gettime is POSIX

namespace heddle::bench {

// Nanoseconds of one of the system's clocks since the stopwatch was made.
class Stopwatch {
 public:
  explicit Stopwatch(clockid_t clock) : clock_(clock), start_(Now()) {}

  double Nanoseconds() const { return Now() - start_; }

 private:
  double Now() const {
    timespec now{};
    clock_gettime(clock_, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
  }

  clockid_t clock_;
  double start_;
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_STOPWATCH_H_
