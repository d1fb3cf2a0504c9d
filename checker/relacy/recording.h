// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_RECORDING_H_
#define HEDDLE_CHECKER_RELACY_RECORDING_H_

#include <cstdint>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/primitives.h"
#include "checker/relacy/relacy.h"
#include "checker/trace/event.h"
#include "checker/trace/recorder.h"
#include "core/sync/memory_order.h"

namespace heddle::checker {

// What the primitives tell a recorder, if there is one: nothing of this is on the path of a search.

inline int CurrentThread() { return rl::ctx().current_thread(); }
inline rl::debug_info InfoOf(const Location& where) {
  return {where.function_name(), where.file_name(), where.line()};
}

// A call of the recorder.
template <class... Arguments>
void Tell(void (Recorder::*what)(Arguments...), Arguments... arguments) {
  if (execution_state.recorder != nullptr) {
    (execution_state.recorder->*what)(arguments...);
  }
}

// Only while a recorder is there. Fills in the thread, its clock and the place.
void Add(Event event, const Location& where);

// The running thread's load has failed: nobody has written what it reads. Records it, if it was not
// yet, without a value.
void RecordFailedLoad();
void Record(EventKind kind, const void* object, core::MemoryOrder order, std::uint64_t value,
            const Location& where);

// The thread is about to wait for the object; null: it no longer does.
void Want(const void* object, const Location& where);

// The plain access that was just recorded is unordered with an earlier one; finds the latest such.
void RecordConflict(EventKind kind, const void* object);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_RECORDING_H_
