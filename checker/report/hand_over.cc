// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/hand_over.h"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::checker {
namespace {

// What a thread can be stopped before: a note and an access of plain memory belong to the operation
// before them.
bool IsOperation(EventKind kind) { return !IsSaid(kind) && !IsPlain(kind); }

}  // namespace

HandOvers::HandOvers(const Counterexample& example)
    : example_(example), following_(example.steps.size(), kNone) {
  std::map<int, std::size_t> next;  // of each thread
  for (std::size_t i = example.steps.size(); i-- > 0;) {
    const Event& event = example.steps[i].event;
    if (const auto found = next.find(event.thread); found != next.end()) {
      following_[i] = found->second;
    }
    if (IsOperation(event.kind)) {
      next[event.thread] = i;
    }
  }
}

std::string HandOvers::Why(std::size_t last, std::size_t next) {
  for (; seen_ < next; ++seen_) {
    const Event& event = example_.steps[seen_].event;
    if (event.kind == EventKind::kLock) {
      holders_[event.object] = event.thread;
    } else if (event.kind == EventKind::kUnlock) {
      holders_.erase(event.object);
    }
  }
  const int thread = example_.steps[last].event.thread;
  const std::size_t following = following_[last];
  if (following != kNone) {
    return Waits(thread, next, following)
               ? fmt::format("T{} waits for {}", thread, example_.steps[following].object)
               : fmt::format("T{} is preempted", thread);
  }
  return WhyForGood(thread);
}

// Of a thread that goes on no more.
std::string HandOvers::WhyForGood(int thread) const {
  const auto wait = std::ranges::find(example_.waits, thread, &Counterexample::Wait::thread);
  if (wait != example_.waits.end()) {
    return fmt::format("T{} waits for {}", thread, wait->object);
  }
  if (example_.stops.empty()) {
    return {};
  }
  const Counterexample::Stop& stop = example_.stops.at(static_cast<std::size_t>(thread));
  if (stop.has_ended) {
    return fmt::format("T{} has ended", thread);
  }
  return IsHeldByAnother(stop.wanted, thread)
             ? fmt::format("T{} waits for {}", thread, stop.wanted_name)
             : fmt::format("T{} is preempted", thread);
}

bool HandOvers::IsHeldByAnother(const void* lock, int thread) const {
  const auto holder = holders_.find(lock);
  return holder != holders_.end() && holder->second != thread;
}

// Whether the thread, stopped at step `from`, could not have made its next one, `until`, there.
bool HandOvers::Waits(int thread, std::size_t from, std::size_t until) const {
  const Event& event = example_.steps[until].event;
  if (event.kind == EventKind::kLock) {
    return IsHeldByAnother(event.object, thread);
  }
  if (event.kind != EventKind::kPark) {
    return false;
  }
  const auto begin = example_.steps.begin();
  return std::any_of(begin + static_cast<std::ptrdiff_t>(from),
                     begin + static_cast<std::ptrdiff_t>(until), [&event](const auto& step) {
                       return step.event.kind == EventKind::kWake &&
                              step.event.object == event.object;
                     });
}

}  // namespace heddle::checker
