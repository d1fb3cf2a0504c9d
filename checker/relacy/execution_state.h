// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_EXECUTION_STATE_H_
#define HEDDLE_CHECKER_RELACY_EXECUTION_STATE_H_

#include <array>
#include <cstdint>

#include "checker/program.h"
#include "checker/relacy/director.h"
#include "checker/trace/canonical.h"
#include "checker/trace/operation.h"
#include "checker/trace/recorder.h"
#include "checker/trace/schedule.h"
#include "checker/trace/threads.h"
#include "checker/verdict.h"
#include "core/sync/failure.h"
#include "core/sync/held_locks.h"

namespace heddle::checker {

// What the primitives and the context share about the simulation that is going on. There is one of
// it, as there is one Relacy context in a process.
struct ExecutionState {
  Program* program = nullptr;
  Director* director = nullptr;
  Recorder* recorder = nullptr;
  TraceHasher* hasher = nullptr;
  bool check_lock_ranks = true;
  bool check_races = true;

  // Of the current execution.
  Threads threads;
  // In Setup and Finish there is nothing to schedule.
  bool threads_run = false;
  // The program's own code is running, and not the checker on its behalf.
  bool in_program = false;
  // The running thread has not come to its first operation; and whether any code since the last
  // start has reached plain memory.
  bool is_starting = false;
  bool has_accessed = false;
  // The running thread has said what it is about to do, and has not been scheduled for it yet.
  bool is_announced = false;
  unsigned choices = 0;  // in this step: a bit for each alternative that was not the usual one
  unsigned choice_count = 0;
  bool* has_failed_spuriously = nullptr;  // the atomic that a weak compare-and-exchange is on
  std::uint64_t steps = 0;
  ObjectId setup_objects = 0;
  std::array<ObjectId, kMaxThreads> thread_objects{};
  std::array<core::HeldLocks, kMaxThreads> held_locks{};
  int running = kNoThread;
  Schedule schedule;

  // Of the violation that ended it.
  Verdict verdict = Verdict::kPass;
  core::FailureText message;
  Place location;
  // Not null: the simulation itself went wrong.
  const char* trouble = nullptr;

  void BeginExecution(int thread_count) {
    threads.Begin(thread_count);
    threads_run = false;
    in_program = false;
    is_starting = false;
    is_announced = false;
    choices = 0;
    choice_count = 0;
    steps = 0;
    setup_objects = 0;
    thread_objects.fill(0);
    for (core::HeldLocks& held : held_locks) {
      held.Forget();
    }
    running = kNoThread;
    schedule.clear();
    if (verdict != Verdict::kPass) {
      verdict = Verdict::kPass;
      message = {};
      location = {};
    }
  }

  int running_thread() const { return running; }

  void Chosen(unsigned alternative) {
    schedule.push_back({Decision::Kind::kAlternative, static_cast<std::uint8_t>(alternative)});
    choices |= alternative << choice_count++;
  }

  // For an object that is being built. The same one in every execution.
  ObjectId NewObject() {
    if (!threads_run) {
      return kFirstObject + setup_objects++;
    }
    const auto thread = static_cast<ObjectId>(running);
    const auto stride = static_cast<ObjectId>(threads.count());
    return kFirstObject + setup_objects + thread + stride * thread_objects[thread]++;
  }
};

inline ExecutionState execution_state;

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_EXECUTION_STATE_H_
