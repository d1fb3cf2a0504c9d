// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_MOMENT_H_
#define HEDDLE_CHECKER_TRACE_MOMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "checker/program.h"
#include "checker/trace/thread_set.h"

namespace heddle::checker {

// A point in what a thread does, and what happens before it in the sense of C++: by the order of
// the thread's own steps and by what it has synchronized with. Of two equivalent executions each
// has the same moments, whatever the order in which they come to them, so a check of how moments
// are ordered is one that partial-order reduction preserves.
class Moment {
 public:
  using Ticks = std::array<std::uint64_t, kMaxThreads>;

  // A moment of no thread, which happens before nothing.
  Moment() = default;
  // `ticks`: how far the thread knows each thread to be; itself, how far it is.
  Moment(int thread, const Ticks& ticks) : thread_(thread), ticks_(ticks) {}

  // kNoThread if it is of none.
  int thread() const { return thread_; }

  // Whether it happens before the other moment, or is the same.
  bool HappensBefore(const Moment& other) const {
    return thread_ != kNoThread && Tick(thread_) <= other.Tick(thread_);
  }

 private:
  std::uint64_t Tick(int thread) const { return ticks_[static_cast<std::size_t>(thread)]; }

  int thread_ = kNoThread;
  Ticks ticks_{};
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_MOMENT_H_
