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
    const auto thread = static_cast<std::size_t>(event.thread);
    events_.push_back(event);
    events_.back().hidden =
        event.kind == EventKind::kState ? have_threads_ended_ : hiding_.at(thread) > 0;
    begun_.at(thread).reset();
  }

  // A load that is about to be made: all that is known of it if it fails.
  void Begin(const Event& load) { begun_.at(static_cast<std::size_t>(load.thread)) = load; }
  const std::optional<Event>& begun(int thread) const {
    return begun_.at(static_cast<std::size_t>(thread));
  }

  // What an oracle does on a thread is no part of the execution. What it says of the state is, as
  // long as there are threads.
  void Hide(int thread) { ++hiding_.at(static_cast<std::size_t>(thread)); }
  void Unhide(int thread) { --hiding_.at(static_cast<std::size_t>(thread)); }

  void Want(int thread, const Wanted& wanted) {
    wanted_.at(static_cast<std::size_t>(thread)) = wanted;
  }

  // The last event was one of two accesses that nothing orders; this is the other.
  void SetConflict(std::size_t event) { conflict_ = event; }

  // What came before was the set-up.
  void BeginThreads() { first_of_threads_ = events_.size(); }
  void EndThread(int thread) { has_ended_.at(static_cast<std::size_t>(thread)) = true; }
  // What comes now are checks of the end.
  void EndThreads() { have_threads_ended_ = true; }

  const Events& events() const { return events_; }
  // The number of an event; nothing if the execution ended in its set-up.
  std::optional<std::size_t> first_of_threads() const { return first_of_threads_; }
  bool HasEnded(int thread) const { return has_ended_.at(static_cast<std::size_t>(thread)); }
  bool have_threads_ended() const { return have_threads_ended_; }
  const std::array<Wanted, kMaxThreads>& wanted() const { return wanted_; }
  std::optional<std::size_t> conflict() const { return conflict_; }

 private:
  Events events_;
  std::array<Wanted, kMaxThreads> wanted_{};
  std::array<std::optional<Event>, kMaxThreads> begun_{};
  std::optional<std::size_t> first_of_threads_;
  std::array<bool, kMaxThreads> has_ended_{};
  bool have_threads_ended_ = false;
  std::optional<std::size_t> conflict_;
  std::array<int, kMaxThreads> hiding_{};
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_RECORDER_H_
