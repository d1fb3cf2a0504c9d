// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_SCAVENGE_PACING_H_
#define HEDDLE_CORE_HEAP_SCAVENGE_PACING_H_

#include <algorithm>
#include <cstdint>

namespace heddle::core {

// How long the background scavenger sleeps, so that it takes a hundredth of one processor
// (allocator-spec 6.7). Sleeping is not exact, so what was really slept is averaged and made up
// for. Times in nanoseconds.
class ScavengePacing {
 public:
  // R3's lower bound on the share was an integer constant, 0, and bounded nothing; R4's is a
  // thousandth.
  explicit ScavengePacing(double least_share) : least_share_(least_share) {}

  // The time to count for releasing so many system pages. Clocks may be too coarse to see it, and
  // one long release must not put the scavenger to sleep for minutes.
  static std::int64_t Counted(std::int64_t elapsed, std::uint64_t system_pages) {
    constexpr std::int64_t kPerPage = 10'000;
    constexpr std::int64_t kMost = 10'000'000;
    if (elapsed > 0) {
      return std::min(elapsed, kMost);
    }
    return system_pages >= kMost / kPerPage ? kMost
                                            : static_cast<std::int64_t>(system_pages) * kPerPage;
  }

  // How long to sleep after `counted` of work.
  std::int64_t SleepAfter(std::int64_t counted) const {
    return static_cast<std::int64_t>(average_share_ / kShare * static_cast<double>(counted) /
                                     kShare);
  }

  // It was this long.
  void Slept(std::int64_t counted, std::int64_t slept) {
    const auto work = static_cast<double>(counted);
    const double share = std::max(work / (work + static_cast<double>(slept)), least_share_);
    average_share_ = 0.5 * share + 0.5 * average_share_;
  }

  // The part of the time that was work, on average.
  double average_share() const { return average_share_; }

 private:
  static constexpr double kShare = 0.01;

  double least_share_;
  double average_share_ = kShare;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_SCAVENGE_PACING_H_
