// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_STEPS_H_
#define HEDDLE_CHECKER_RELACY_STEPS_H_

#include <cstdint>

#include "checker/relacy/execution_state.h"
#include "checker/trace/operation.h"

namespace heddle::checker {

// What is done, and turned out to be this. `result` is what was read or written, as a word.
inline void Perform(const Operation& operation, std::uint64_t result) {
  ExecutionState& state = execution_state;
  if (state.threads_run) {
    const int thread = state.running;
    state.in_program = false;
    state.director->Performed(thread, operation);
    state.threads.Perform(thread, operation);
    if (state.hasher != nullptr) {
      state.hasher->Step(thread, operation, result, state.choices);
    }
    state.in_program = true;
    state.choices = 0;
    state.choice_count = 0;
  }
}

// The running thread has come to its first operation, or to its end.
inline void PerformStart() {
  ExecutionState& state = execution_state;
  if (state.is_starting) {
    state.is_starting = false;
    const OperationKind kind =
        state.has_accessed ? OperationKind::kStartWithAccess : OperationKind::kStart;
    Perform({kind, kNoObject}, 0);
  }
}

// The running thread is about to do this, as soon as it is scheduled. Before the primitive of
// Relacy that does it, which comes to the scheduling point.
inline void Announce(const Operation& operation) {
  ExecutionState& state = execution_state;
  if (state.threads_run) {
    PerformStart();
    state.threads.Announce(state.running, operation);
    state.is_announced = true;
  }
}

// Relacy's own searches do not know this step: the running thread goes on with it at once. A
// schedule says so, for it is a step when it is followed.
inline void StepUnasked() {
  ExecutionState& state = execution_state;
  state.schedule.push_back({Decision::Kind::kThread, static_cast<std::uint8_t>(state.running)});
}

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_STEPS_H_
