// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_EXECUTION_STATE_H_
#define HEDDLE_CHECKER_RELACY_EXECUTION_STATE_H_

#include <array>
#include <cstdint>

#include "checker/program.h"
#include "checker/trace/recorder.h"
#include "checker/verdict.h"
#include "core/sync/failure.h"
#include "core/sync/held_locks.h"

namespace heddle::checker {

// What the primitives, the scheduler and the context share about the simulation that is going on.
// There is one of it, as there is one Relacy context in a process.
struct ExecutionState {
  Program* program = nullptr;
  Recorder* recorder = nullptr;
  bool check_lock_ranks = true;

  // Of the current execution.
  std::array<core::HeldLocks, kMaxThreads> held_locks{};
  std::uint64_t steps = 0;
  std::uint64_t preemptions = 0;

  // Of the violation that ended it.
  Verdict verdict = Verdict::kPass;
  core::FailureText message;
  Place location;

  void BeginExecution() {
    held_locks = {};
    steps = 0;
    preemptions = 0;
  }
};

inline ExecutionState execution_state;

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_EXECUTION_STATE_H_
