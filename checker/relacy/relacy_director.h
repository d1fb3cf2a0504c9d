// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_RELACY_DIRECTOR_H_
#define HEDDLE_CHECKER_RELACY_RELACY_DIRECTOR_H_

#include "checker/relacy/director.h"
#include "checker/relacy/execution_state.h"
#include "checker/relacy/relacy.h"

namespace heddle::checker {

// Hands every decision to one of Relacy's own schedulers, which branches over threads' starts and
// ends and lets threads block, as Relacy does.
template <class Scheduler>
class RelacyDirector final : public Director {
 public:
  // Relacy lets a thread that waits for a lock also yield, and keeps it from running again until
  // every other thread has made a step: fair, but a bounded search would then miss executions
  // within its bound. Nothing here yields, so a bounded search drops the wish.
  RelacyDirector(rl::test_params& params, bool drop_yields)
      : scheduler_(params, shared_, 0), drop_yields_(drop_yields) {}

  int First() override {
    scheduler_.Forget();
    return scheduler_.iteration_begin(++iteration_);
  }
  int Next() override { return Schedule(/*yield=*/0); }
  int NextAfterFinish() override {
    switch (scheduler_.thread_finished()) {
      case rl::thread_finish_result_normal:
        return Schedule(/*yield=*/0);
      case rl::thread_finish_result_last:
        return kAllFinished;
      default:
        return kNobodyCanGoOn;
    }
  }
  unsigned Choose(unsigned limit, RelacyChoice choice) override {
    const unsigned picked = scheduler_.rand(limit, TypeOf(choice));
    if (choice != RelacyChoice::kUser || PendingKind() == OperationKind::kTryLock) {
      const bool usual = (picked == 0) != (choice == RelacyChoice::kCasFail);
      execution_state.Chosen(usual ? 0 : 1);
    }
    return picked;
  }
  void Performed(int /*thread*/, const Operation& /*operation*/) override {}
  void End(Ending /*ending*/) override {}
  bool Advance() override { return !scheduler_.iteration_end(); }

  bool DisablesWaiting() const override { return false; }
  bool Block(bool is_timed, bool allow_spurious_wakeup) override {
    execution_state.schedule.pop_back();  // it was no step
    return scheduler_.park_current_thread(is_timed, allow_spurious_wakeup);
  }
  void Unblock(int thread) override { scheduler_.unpark_thread(thread); }

  int NextAfterBlock() override { return Schedule(drop_yields_ ? 0 : 1); }

 private:
  struct Access : Scheduler {
    using Scheduler::Scheduler;
    // After an execution that was given up: Relacy never begins another one after such.
    void Forget() { this->running_threads.clear(); }
  };

  static rl::sched_type TypeOf(RelacyChoice choice) {
    switch (choice) {
      case RelacyChoice::kAtomicLoad:
        return rl::sched_type_atomic_load;
      case RelacyChoice::kCasFail:
        return rl::sched_type_cas_fail;
      case RelacyChoice::kMemory:
        return rl::sched_type_mem_realloc;
      case RelacyChoice::kUser:
        break;
    }
    return rl::sched_type_user;
  }
  static OperationKind PendingKind() {
    const ExecutionState& state = execution_state;
    return state.threads.next(state.running_thread()).kind;
  }
  int Schedule(unsigned yield) {
    rl::unpark_reason reason = rl::unpark_reason_normal;
    return scheduler_.schedule(reason, yield);
  }

  typename Scheduler::shared_context_t shared_;
  Access scheduler_;
  const bool drop_yields_;
  rl::iteration_t iteration_ = 0;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_RELACY_DIRECTOR_H_
