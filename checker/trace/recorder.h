// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_RECORDER_H_
#define HEDDLE_CHECKER_TRACE_RECORDER_H_

#include <array>
#include <cstddef>
#include <optional>

#include "checker/program.h"
#include "checker/trace/event.h"
#include "checker/trace/malloc_vector.h"

namespace heddle::checker {

// The events of one execution, in the order in which they took effect.
class Recorder {
 public:
  using Events = MallocVector<Event>;

  // A lock or event that a thread has asked for and not yet got.
  struct Wanted {
    const void* object = nullptr;
    Place location;
  };

  void Add(const Event& event) {
    events_.push_back(event);
    events_.back().hidden =
        event.kind != EventKind::kState && hiding_.at(static_cast<std::size_t>(event.thread)) > 0;
  }

  // What an oracle does on a thread is no part of the execution. What it says of the state is.
  void Hide(int thread) { ++hiding_.at(static_cast<std::size_t>(thread)); }
  void Unhide(int thread) { --hiding_.at(static_cast<std::size_t>(thread)); }

  void Want(int thread, const Wanted& wanted) {
    wanted_.at(static_cast<std::size_t>(thread)) = wanted;
  }

  // The last event was one of two accesses that nothing orders; this is the other.
  void SetConflict(std::size_t event) { conflict_ = event; }

  // What came before was the set-up.
  void BeginThreads() { first_of_threads_ = events_.size(); }

  const Events& events() const { return events_; }
  std::size_t first_of_threads() const { return first_of_threads_; }
  const std::array<Wanted, kMaxThreads>& wanted() const { return wanted_; }
  std::optional<std::size_t> conflict() const { return conflict_; }

 private:
  Events events_;
  std::array<Wanted, kMaxThreads> wanted_{};
  std::size_t first_of_threads_ = 0;
  std::optional<std::size_t> conflict_;
  std::array<int, kMaxThreads> hiding_{};
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_RECORDER_H_
