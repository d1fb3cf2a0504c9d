// SPDX-License-Identifier: BSD-3-Clause
//
// A simulation of a fixed number of threads. Instantiated once for each count, in two sources that
// compile side by side, because it takes the compiler seconds.

#ifndef HEDDLE_CHECKER_RELACY_SIMULATION_OF_H_
#define HEDDLE_CHECKER_RELACY_SIMULATION_OF_H_

#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <source_location>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "checker/relacy/crash_guard.h"
#include "checker/relacy/execution_state.h"
#include "checker/relacy/fibers.h"
#include "checker/relacy/primitives.h"
#include "checker/relacy/recording.h"
#include "checker/relacy/relacy.h"
#include "checker/relacy/relacy_director.h"
#include "checker/relacy/simulated_context.h"
#include "checker/relacy/simulation.h"
#include "checker/relacy/steps.h"
#include "checker/relacy/strategy_director.h"

namespace heddle::checker {

// Fills in `execution_state` unless a check of the program has done so already.
void RecordRelacyFailure(char const* text, rl::test_result_e result, rl::debug_info_param where);

// The failure handler of a process that simulates.
void EndExecution(core::FailureKind kind, std::string_view message,
                  const std::source_location& location);

// Relacy's parameters. They outlive the context, which refers to them.
struct RelacyParameters {
  explicit RelacyParameters(const SimulationOptions& options, std::optional<unsigned> bound)
      : nowhere(nullptr) {
    params.output_stream = &nowhere;
    params.progress_stream = &nowhere;
    params.execution_depth_limit = options.max_steps;
    params.context_bound = bound.value_or(0);
    // Relacy lets loads go back two stores in its random search alone.
    params.search_type =
        options.history_depth > 1 ? rl::random_scheduler_type : rl::fair_full_search_scheduler_type;
  }

  std::ostream nowhere;
  rl::test_params params;
};

template <int kThreads>
class SimulationOf final : public Simulation,
                           private RelacyParameters,
                           private SimulatedContext<kThreads> {
 public:
  using Context = SimulatedContext<kThreads>;

  SimulationOf(Program& program, const SimulationOptions& options, std::optional<unsigned> bound)
      : RelacyParameters(options, bound),
        Context(RelacyParameters::params),
        max_steps_(options.max_steps),
        longer_is_livelock_(options.longer_is_livelock),
        fibers_(Body{this}) {
    execution_state.program = &program;
    execution_state.recorder = nullptr;
    execution_state.hasher = nullptr;
    execution_state.check_lock_ranks = options.check_lock_ranks;
    execution_state.check_races = options.check_races;
    execution_state.trouble = nullptr;
  }

  void DirectBy(std::unique_ptr<Director> director) {
    director_ = std::move(director);
    execution_state.director = director_.get();
  }
  rl::test_params& relacy_parameters() { return RelacyParameters::params; }

  Execution Run() override {
    ExecutionState& state = execution_state;
    this->ForgetExecution();
    state.BeginExecution(kThreads);
    if (state.hasher != nullptr) {
      state.hasher->Begin();
    }
    ending_ = Ending::kComplete;
    const InstalledHandler handler;
    if (Enter(0, Task::kSetup)) {
      const int first = director_->First();
      state.threads_run = true;
      if (first < 0 ? GoneWrong(first) : Enter(first, Task::kThread)) {
        state.threads_run = false;
        Enter(0, Task::kFinish);
      }
    }
    state.threads_run = false;
    this->threadx_ = nullptr;
    if (was_left_) {
      fibers_.Reset();
    }
    if (state.trouble != nullptr) {
      throw std::logic_error(state.trouble);
    }
    director_->End(ending_);
    return {.ending = ending_,
            .verdict = state.verdict,
            .message = state.message.view(),
            .location = state.location,
            .steps = state.steps};
  }
  bool Advance() override { return director_->Advance(); }
  const Schedule& schedule() const override { return execution_state.schedule; }

  Execution RunUnder(Strategy& strategy) override {
    std::unique_ptr<Director> usual = std::move(director_);
    DirectBy(std::make_unique<StrategyDirector>(strategy));
    const Execution execution = Run();
    DirectBy(std::move(usual));
    return execution;
  }
  void Record(Recorder* recorder) override { execution_state.recorder = recorder; }
  void Hash(TraceHasher* hasher) override { execution_state.hasher = hasher; }

 private:
  enum class Task { kSetup, kThread, kFinish };

  struct Body {
    SimulationOf* simulation;
    int operator()(int fiber) const { return simulation->RunTask(fiber); }
  };

  // For the length of an execution.
  class InstalledHandler {
   public:
    InstalledHandler() : before_(core::failure_handler) { core::failure_handler = &EndExecution; }
    InstalledHandler(const InstalledHandler&) = delete;
    InstalledHandler& operator=(const InstalledHandler&) = delete;
    ~InstalledHandler() { core::failure_handler = before_; }

   private:
    core::FailureHandler before_;
  };

  // From the process's stack; false if the execution has ended.
  bool Enter(int thread, Task task) {
    task_ = task;
    was_left_ = false;
    GoTo(thread);
    execution_state.in_program = true;
    fibers_.Enter(thread);
    execution_state.in_program = false;
    return !was_left_;
  }

  void GoTo(int thread) {
    this->threadx_ = &this->thread(thread);
    execution_state.running = thread;
  }

  // Leaves the execution from within a thread, for good.
  [[noreturn]] void Leave(Ending ending) {
    ending_ = ending;
    was_left_ = true;
    fibers_.Leave(execution_state.running);
    std::abort();  // nobody comes back
  }

  // What a director says instead of a thread; true if all is well.
  bool GoneWrong(int next) {
    if (next == Director::kAllFinished) {
      return true;
    }
    ending_ = next == Director::kGiveUp ? Ending::kCut : Ending::kDeadlock;
    if (next == Director::kNobodyCanGoOn) {
      RecordRelacyFailure("", rl::test_result_deadlock, rl::debug_info());
    }
    was_left_ = true;
    return false;
  }

  // On a fiber. Returns the fiber that goes on, or a negative number.
  int RunTask(int fiber) {
    ExecutionState& state = execution_state;
    switch (task_) {
      case Task::kSetup: {
        const Unrecorded no_step;
        Guarded([&] { state.program->Setup(); });
        this->rl_global_fence();
        Tell(&Recorder::BeginThreads);
        return -1;
      }
      case Task::kFinish: {
        const Unrecorded no_step;
        this->rl_global_fence();
        Tell(&Recorder::EndThreads);
        Guarded([&] { state.program->Finish(); });
        if (const char* const leak = this->Leak()) {
          fail_test(leak, rl::test_result_resource_leak, rl::debug_info());
        }
        return -1;
      }
      case Task::kThread:
        break;
    }
    if (!director_->DisablesWaiting()) {
      LogStep(fiber);
    }
    state.is_starting = true;
    state.has_accessed = false;
    Guarded([&] { state.program->Thread(fiber); });
    PerformStart();
    state.threads.Finish(fiber);
    Tell(&Recorder::EndThread, fiber);
    state.in_program = false;
    const int next = director_->NextAfterFinish();
    state.in_program = true;
    if (next < 0) {
      GoneWrong(next);
      return -1;
    }
    GoTo(next);
    return next;
  }

  // An exception must not leave the fiber.
  template <class Function>
  static void Guarded(Function function) {
    core::FailureText message;
    try {
      function();
      return;
    } catch (const std::exception& error) {
      message << "an exception leaves the program: " << error.what();
    } catch (...) {
      message << "an exception leaves the program";
    }
    core::Fail(core::FailureKind::kAssertion, message);
  }

  // The scheduling point before every operation, called by Relacy's primitives.
  void sched() override {
    ExecutionState& state = execution_state;
    if (this->disable_preemption_ != 0 || !state.threads_run) {
      return;
    }
    if (!state.is_announced) {
      Refuse("an operation came to a scheduling point without having been announced");
    }
    state.is_announced = false;
    if (++state.steps > max_steps_) {
      TooLong();
    }
    const int current = state.running;
    state.in_program = false;
    const int next = director_->Next();
    state.in_program = true;
    Switch(current, next);
    if (!director_->DisablesWaiting()) {
      LogStep(current);
    }
  }

  void TooLong() {
    if (!longer_is_livelock_) {
      Leave(Ending::kCut);
    }
    fail_test("", rl::test_result_livelock, rl::debug_info());
  }

  void Switch(int current, int next) {
    if (next == current) {
      return;
    }
    if (next < 0) {
      GoneWrong(next);
      Leave(ending_);
    }
    GoTo(next);
    fibers_.Switch(current, next);
  }

  static void LogStep(int thread) {
    execution_state.schedule.push_back(
        {Decision::Kind::kThread, static_cast<std::uint8_t>(thread)});
  }

  void fail_test(char const* text, rl::test_result_e result, rl::debug_info_param where) override {
    RecordRelacyFailure(text, result, where);
    const bool on_thread = execution_state.threads_run;
    Leave(on_thread ? Ending::kFailure : Ending::kComplete);
  }

  void Refuse(const char* what) override {
    execution_state.trouble = what;
    Leave(Ending::kFailure);
  }

  // Only Relacy's own searches let threads block.
  rl::unpark_reason park_current_thread(bool is_timed, bool allow_spurious_wakeup,
                                        bool /*do_switch*/, rl::debug_info_param where) override {
    if (director_->DisablesWaiting()) {
      Refuse("a thread was scheduled that has to wait: the program is not deterministic");
    }
    const unsigned disabled = std::exchange(this->disable_preemption_, 0U);
    if (!director_->Block(is_timed, allow_spurious_wakeup)) {
      RecordRelacyFailure("", rl::test_result_deadlock, where);
      Leave(Ending::kDeadlock);
    }
    const int current = execution_state.running;
    this->threadx_->last_yield_ = this->threadx_->own_acq_rel_order_;
    Switch(current, director_->NextAfterBlock());
    LogStep(current);
    this->disable_preemption_ = disabled;
    return rl::unpark_reason_normal;
  }
  void unpark_thread(rl::thread_id_t thread, bool /*do_switch*/,
                     rl::debug_info_param /*where*/) override {
    director_->Unblock(thread);
  }

  unsigned rand(unsigned limit, rl::sched_type type) override {
    switch (type) {
      case rl::sched_type_atomic_load:
        return director_->Choose(limit, RelacyChoice::kAtomicLoad);
      case rl::sched_type_cas_fail:
        return director_->Choose(limit, RelacyChoice::kCasFail);
      case rl::sched_type_mem_realloc:
        return director_->Choose(limit, RelacyChoice::kMemory);
      default:
        return director_->Choose(limit, RelacyChoice::kUser);
    }
  }

  // Which memory an allocation gets depends on those before it, so it is an operation of its own;
  // Relacy's own searches do not know it.
  bool HeapStep() override {
    if (!execution_state.threads_run) {
      return false;
    }
    if (director_->DisablesWaiting()) {
      const Operation operation = {OperationKind::kHeap, kHeapObject};
      Announce(operation);
      sched();
      Perform(operation, 0);
    } else {
      StepUnasked();
    }
    return true;
  }

  const unsigned max_steps_;
  const bool longer_is_livelock_;
  std::unique_ptr<Director> director_;
  Fibers<kThreads, Body> fibers_;
  const CrashGuard crash_guard_;
  Task task_ = Task::kSetup;
  bool was_left_ = false;
  Ending ending_ = Ending::kComplete;
};

template <int kThreads>
std::unique_ptr<Simulation> SimulateThreads(Program& program, const SimulationOptions& options,
                                            Strategy* strategy, std::optional<unsigned> bound) {
  auto simulation = std::make_unique<SimulationOf<kThreads>>(program, options, bound);
  if (strategy != nullptr) {
    simulation->DirectBy(std::make_unique<StrategyDirector>(*strategy));
  } else if (bound) {
    simulation->DirectBy(std::make_unique<RelacyDirector<rl::context_bound_scheduler<kThreads>>>(
        simulation->relacy_parameters(), /*drop_yields=*/true));
  } else {
    simulation->DirectBy(std::make_unique<RelacyDirector<rl::full_search_scheduler<kThreads>>>(
        simulation->relacy_parameters(), /*drop_yields=*/false));
  }
  return simulation;
}

extern template std::unique_ptr<Simulation> SimulateThreads<1>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<2>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<3>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<4>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<5>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<6>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<7>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);
extern template std::unique_ptr<Simulation> SimulateThreads<8>(Program&, const SimulationOptions&,
                                                               Strategy*, std::optional<unsigned>);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_SIMULATION_OF_H_
