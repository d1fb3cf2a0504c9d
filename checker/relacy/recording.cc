// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/recording.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "checker/relacy/execution_state.h"

namespace heddle::checker {

using core::MemoryOrder;

namespace {

void AddNow(Event event) {
  event.thread = CurrentThread();
  const rl::thread_info_base& thread = *rl::ctx().threadx_;
  event.clock = thread.own_acq_rel_order_;
  std::copy_n(thread.acq_rel_order_, execution_state.threads.count(), event.seen.begin());
  execution_state.recorder->Add(event);
}

}  // namespace

void Add(Event event, const Location& where) {
  event.location = where;
  AddNow(event);
}

void RecordFailedLoad() {
  if (execution_state.recorder != nullptr) {
    if (const std::optional<Event> begun = execution_state.recorder->begun(CurrentThread())) {
      AddNow(*begun);
    }
  }
}

void Record(EventKind kind, const void* object, MemoryOrder order, std::uint64_t value,
            const Location& where) {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = kind;
    event.order = order;
    event.object = object;
    event.value = value;
    event.written = value;
    Add(event, where);
  }
}

void Want(const void* object, const Location& where) {
  if (execution_state.recorder != nullptr) {
    execution_state.recorder->Want(CurrentThread(), {object, where});
  }
}

void RecordConflict(EventKind kind, const void* object) {
  if (execution_state.recorder == nullptr) {
    return;
  }
  const rl::thread_info_base& thread = *rl::ctx().threadx_;
  const Recorder::Events& events = execution_state.recorder->events();
  for (std::size_t i = events.size() - 1; i-- > 0;) {
    const Event& other = events[i];
    const bool conflicts = other.kind == EventKind::kWrite ||
                           (other.kind == EventKind::kRead && kind == EventKind::kWrite);
    if (other.object == object && other.thread != thread.index_ && conflicts &&
        other.clock > thread.acq_rel_order_[other.thread]) {
      execution_state.recorder->SetConflict(i);
      return;
    }
  }
}

}  // namespace heddle::checker
