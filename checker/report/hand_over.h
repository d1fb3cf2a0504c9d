// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_HAND_OVER_H_
#define HEDDLE_CHECKER_REPORT_HAND_OVER_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "checker/search/counterexample.h"

namespace heddle::checker {

// Why one thread takes over from another, as far as the events of an execution say it.
class HandOvers {
 public:
  explicit HandOvers(const Counterexample& example);

  // Of the thread of step `last`, after which step `next` is another thread's: "T1 is preempted",
  // "T1 waits for heap lock", "T1 has ended". Empty if the example does not say how far the thread
  // had come. To be asked in the order of the steps.
  std::string Why(std::size_t last, std::size_t next);

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  bool Waits(int thread, std::size_t from, std::size_t until) const;
  bool IsHeldByAnother(const void* lock, int thread) const;
  std::string WhyForGood(int thread) const;

  const Counterexample& example_;
  std::vector<std::size_t> following_;  // of each step: the same thread's next operation, or kNone
  std::size_t seen_ = 0;                // steps that `holders_` knows
  std::map<const void*, int> holders_;  // of locks that are held
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_HAND_OVER_H_
