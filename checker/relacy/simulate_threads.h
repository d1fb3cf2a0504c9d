// SPDX-License-Identifier: BSD-3-Clause
//
// Relacy for a fixed number of threads. Instantiated once for each count, in a source of its own,
// because it takes the compiler seconds.

#ifndef HEDDLE_CHECKER_RELACY_SIMULATE_THREADS_H_
#define HEDDLE_CHECKER_RELACY_SIMULATE_THREADS_H_

#include <chrono>
#include <exception>
#include <ostream>
#include <string>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/primitives.h"
#include "checker/relacy/relacy.h"
#include "checker/relacy/simulation.h"

namespace heddle::checker {

// Relacy builds and destroys one of these in each execution.
template <int kThreads>
struct Suite : rl::test_suite<Suite<kThreads>, kThreads> {
  // Neither the making nor the taking down of what the threads share is a step of a thread.
  void before() {
    const Unrecorded no_step;
    Run([] { execution_state.program->Setup(); });
  }
  void thread(unsigned index) {
    Run([index] { execution_state.program->Thread(static_cast<int>(index)); });
  }
  void after() {
    const Unrecorded no_step;
    Run([] { execution_state.program->Finish(); });
  }

 private:
  // An exception must not leave the fiber.
  template <class Function>
  static void Run(Function function) {
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
};

// When to stop, and what became of the search.
class Budget {
 public:
  explicit Budget(const SimulationRequest& request)
      : request_(request), start_(std::chrono::steady_clock::now()) {}

  // After each execution that passed; `done` says that it was the last there is. Runs while a
  // simulation's context is alive, so it must not allocate.
  bool Stop(bool done) {
    ++executions_;
    exhausted_ = done;
    return done || OutOfExecutions() || OutOfTime();
  }

  std::uint64_t executions() const { return executions_; }
  bool exhausted() const { return exhausted_; }

 private:
  static constexpr std::uint64_t kExecutionsPerLookAtTheClock = 64;

  bool OutOfExecutions() const {
    return request_.max_executions != 0 && executions_ >= request_.max_executions;
  }
  bool OutOfTime() const {
    if (request_.max_seconds <= 0 || executions_ % kExecutionsPerLookAtTheClock != 0) {
      return false;
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
    return spent.count() >= request_.max_seconds;
  }

  const SimulationRequest& request_;
  std::chrono::steady_clock::time_point start_;
  std::uint64_t executions_ = 0;
  bool exhausted_ = false;
};

// One of Relacy's schedulers, with an eye on it: counts steps and preemptions of each execution,
// and ends the search when the budget is spent. Relacy calls these members by the static type of
// its scheduler, so hiding them is enough.
template <class Base>
class WatchedScheduler : public Base {
 public:
  using SharedContext = typename Base::shared_context_t;

  WatchedScheduler(rl::test_params& params, SharedContext& context, rl::thread_id_t dynamic_threads)
      : Base(params, context, dynamic_threads) {}

  // Set before each run; Relacy constructs the scheduler itself.
  inline static Budget* budget = nullptr;

  rl::thread_id_t iteration_begin(rl::iteration_t iteration) {
    execution_state.BeginExecution();
    return Base::iteration_begin(iteration);
  }

  // Relacy lets a thread that waits for a lock also yield, and keeps it from running again until
  // every other thread has made a step: fair, but a bounded search would then miss executions
  // within its bound. Nothing here yields, so the wish is dropped.
  rl::thread_id_t schedule(rl::unpark_reason& reason, unsigned /*yield*/) {
    const rl::thread_id_t before = this->thread_->index_;
    const bool could_go_on = this->thread_->state_ == rl::thread_state_running;
    const rl::thread_id_t next = Base::schedule(reason, /*yield=*/0);
    ++execution_state.steps;
    execution_state.preemptions += could_go_on && next != before ? 1 : 0;
    return next;
  }

  bool iteration_end() { return budget->Stop(Base::iteration_end()); }
};

// Fills in `execution_state` unless a check of the program has done so already.
void RecordRelacyFailure(char const* text, rl::test_result_e result, rl::debug_info_param where);

// Keeps what Relacy says of a violation of its own finding.
template <int kThreads, class Scheduler>
class WatchedContext : public rl::context_impl<Suite<kThreads>, Scheduler> {
 public:
  using Base = rl::context_impl<Suite<kThreads>, Scheduler>;
  using Base::Base;

  void fail_test(char const* text, rl::test_result_e result, rl::debug_info_param where) override {
    RecordRelacyFailure(text, result, where);
    Base::fail_test(text, result, where);
  }
};

template <int kThreads, class RelacyScheduler>
SimulationResult RunUnder(const SimulationRequest& request, rl::test_params& params) {
  using Scheduler = WatchedScheduler<RelacyScheduler>;
  Budget budget(request);
  Scheduler::budget = &budget;
  typename Scheduler::shared_context_t shared;
  rl::ostringstream final_state;
  rl::istringstream initial_state(rl::string(request.replay.begin(), request.replay.end()));
  SimulationResult result;
  {
    WatchedContext<kThreads, Scheduler> context(params, shared);
    context.simulate(final_state, initial_state, /*second=*/false);
  }
  const rl::string state = final_state.str();
  result.replay.assign(state.begin(), state.end());
  const bool violated = params.test_result != rl::test_result_success;
  result.executions = budget.executions() + (violated ? 1 : 0);
  result.exhausted = !violated && budget.exhausted() && request.search != RelacySearch::kRandom;
  return result;
}

template <int kThreads>
SimulationResult SimulateThreads(const SimulationRequest& request) {
  std::ostream nowhere(nullptr);
  rl::test_params params;
  params.output_stream = &nowhere;
  params.progress_stream = &nowhere;
  params.execution_depth_limit = kMaxSteps;
  params.context_bound = request.preemption_bound;
  params.iteration_count = request.max_executions != 0 ? request.max_executions : ~std::uint64_t{0};
  switch (request.search) {
    case RelacySearch::kFull:
      params.search_type = rl::fair_full_search_scheduler_type;
      return RunUnder<kThreads, rl::full_search_scheduler<kThreads>>(request, params);
    case RelacySearch::kBound:
      params.search_type = rl::fair_context_bound_scheduler_type;
      return RunUnder<kThreads, rl::context_bound_scheduler<kThreads>>(request, params);
    case RelacySearch::kRandom:
      break;
  }
  params.search_type = rl::random_scheduler_type;
  return RunUnder<kThreads, rl::random_scheduler<kThreads>>(request, params);
}

extern template SimulationResult SimulateThreads<1>(const SimulationRequest&);
extern template SimulationResult SimulateThreads<2>(const SimulationRequest&);
extern template SimulationResult SimulateThreads<3>(const SimulationRequest&);
extern template SimulationResult SimulateThreads<4>(const SimulationRequest&);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_SIMULATE_THREADS_H_
