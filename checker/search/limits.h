// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_LIMITS_H_
#define HEDDLE_CHECKER_SEARCH_LIMITS_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>

namespace heddle::checker {

// Set by a signal handler, on whatever thread the signal meets: every search of this process comes
// to a stop after its current execution.
inline std::atomic<int> stop_requested = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

// The highest resident memory of this process so far, in bytes.
std::uint64_t PeakBytes();

// When a search is to stop before it is done.
class Limits {
 public:
  // 0: none.
  Limits(std::uint64_t max_executions, double max_seconds, std::uint64_t max_bytes)
      : max_executions_(max_executions), max_seconds_(max_seconds), max_bytes_(max_bytes) {}

  // After each execution: whether to stop. The clock and the memory are looked at now and then: it
  // costs more than a short execution.
  bool Count(std::uint64_t steps) {
    is_reached_ = is_reached_ || Look(steps);
    return is_reached_ || executions_ == pause_at_;
  }
  // Stops after so many more executions without having reached a limit; 0: not.
  void PauseAfter(std::uint64_t executions) {
    pause_at_ = executions == 0 ? 0 : executions_ + executions;
  }
  // Called whenever the clock is looked at.
  void OnLook(std::function<void()> listener) { listener_ = std::move(listener); }

  // For executions that another process has run: whether to stop.
  bool Add(std::uint64_t executions) {
    executions_ += executions;
    is_reached_ = is_reached_ || stop_requested != 0 || executions_left() == 0 || IsTimeUp();
    return is_reached_;
  }
  // Whatever the limits are.
  void Reach() { is_reached_ = true; }

  bool is_reached() const { return is_reached_; }
  std::uint64_t executions_left() const {
    return max_executions_ == 0 ? std::numeric_limits<std::uint64_t>::max()
                                : max_executions_ - std::min(executions_, max_executions_);
  }
  double seconds_left() const {
    return max_seconds_ > 0 ? std::max(0.0, max_seconds_ - seconds())
                            : std::numeric_limits<double>::infinity();
  }
  std::uint64_t executions() const { return executions_; }
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  static constexpr std::uint64_t kExecutionsBetweenLooks = 256;
  static constexpr std::uint64_t kStepsBetweenLooks = 20'000;

  bool Look(std::uint64_t steps) {
    ++executions_;
    steps_ += steps;
    if (stop_requested != 0 || (max_executions_ != 0 && executions_ >= max_executions_)) {
      return true;
    }
    if (executions_ < next_look_ && steps_ < kStepsBetweenLooks) {
      return false;
    }
    next_look_ = executions_ + kExecutionsBetweenLooks;
    steps_ = 0;
    if (listener_) {
      listener_();
    }
    return IsTimeUp() || (max_bytes_ != 0 && PeakBytes() > max_bytes_);
  }
  bool IsTimeUp() const { return max_seconds_ > 0 && seconds() >= max_seconds_; }

  const std::uint64_t max_executions_;
  const double max_seconds_;
  const std::uint64_t max_bytes_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::uint64_t executions_ = 0;
  std::uint64_t next_look_ = kExecutionsBetweenLooks;
  std::uint64_t steps_ = 0;
  std::uint64_t pause_at_ = 0;
  std::function<void()> listener_;
  bool is_reached_ = false;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_LIMITS_H_
