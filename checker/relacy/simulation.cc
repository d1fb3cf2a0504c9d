// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/simulation.h"

#include <stdexcept>
#include <string>
#include <string_view>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/simulate_threads.h"

namespace heddle::checker {
namespace {

Verdict VerdictOf(core::FailureKind kind) {
  switch (kind) {
    case core::FailureKind::kAssertion:
      return Verdict::kAssertion;
    case core::FailureKind::kInvariant:
      return Verdict::kInvariant;
    case core::FailureKind::kLockRank:
      return Verdict::kLockRank;
    case core::FailureKind::kMisuse:
      return Verdict::kMisuse;
    case core::FailureKind::kContents:
      return Verdict::kContents;
    case core::FailureKind::kAccounting:
      return Verdict::kAccounting;
  }
  return Verdict::kAssertion;
}

Verdict VerdictOf(rl::test_result_e result) {
  switch (result) {
    case rl::test_result_data_race:
      return Verdict::kRace;
    case rl::test_result_unitialized_access:
      return Verdict::kUninitialized;
    case rl::test_result_user_invariant_failed:
      return Verdict::kInvariant;
    case rl::test_result_deadlock:
      return Verdict::kDeadlock;
    case rl::test_result_livelock:
      return Verdict::kLivelock;
    case rl::test_result_memory_leak:
    case rl::test_result_resource_leak:
      return Verdict::kLeak;
    case rl::test_result_recursion_on_nonrecursive_mutex:
    case rl::test_result_unlocking_mutex_wo_ownership:
    case rl::test_result_destroying_owned_mutex:
    case rl::test_result_double_free:
    case rl::test_result_access_to_freed_memory:
      return Verdict::kMisuse;
    default:
      return Verdict::kAssertion;
  }
}

// The failure handler of a process that simulates. Outside a simulation a failure is what it always
// was; inside, it ends the execution by switching away from its fiber for good.
void EndExecution(core::FailureKind kind, std::string_view message,
                  const std::source_location& location) {
  if (!rl::is_ctx() || rl::ctx().threadx_ == nullptr) {
    core::PrintAndAbort(kind, message, location);
  }
  execution_state.verdict = VerdictOf(kind);
  execution_state.message << message;
  execution_state.location = location;
  rl::ctx().fail_test(
      "", rl::test_result_user_assert_failed,
      rl::debug_info(location.function_name(), location.file_name(), location.line()));
}

SimulationResult Dispatch(int threads, const SimulationRequest& request) {
  switch (threads) {
    case 1:
      return SimulateThreads<1>(request);
    case 2:
      return SimulateThreads<2>(request);
    case 3:
      return SimulateThreads<3>(request);
    case 4:
      return SimulateThreads<4>(request);
    default:
      throw std::invalid_argument("a program has from 1 to " + std::to_string(kMaxThreads) +
                                  " threads, not " + std::to_string(threads));
  }
}

// For the length of a simulation.
class InstalledHandler {
 public:
  InstalledHandler() : before_(core::failure_handler) { core::failure_handler = &EndExecution; }
  InstalledHandler(const InstalledHandler&) = delete;
  InstalledHandler& operator=(const InstalledHandler&) = delete;
  ~InstalledHandler() { core::failure_handler = before_; }

 private:
  core::FailureHandler before_;
};

}  // namespace

void RecordRelacyFailure(char const* text, rl::test_result_e result, rl::debug_info_param where) {
  if (execution_state.verdict != Verdict::kPass) {
    return;  // ended by a check of the program, which has said all there is to say
  }
  execution_state.verdict = VerdictOf(result);
  switch (execution_state.verdict) {
    case Verdict::kRace:
    case Verdict::kDeadlock:
      return;  // the counterexample names the accesses, or who waits for whom
    case Verdict::kLivelock:
      execution_state.message << "more than " << kMaxSteps << " steps";
      return;
    case Verdict::kLeak:
      execution_state.message << text;
      return;
    case Verdict::kUninitialized:
      break;  // the verdict says it all
    default:
      execution_state.message << (text[0] != '\0' ? text : rl::test_result_str(result));
  }
  execution_state.location = {where.file_, where.func_, where.line_};
}

SimulationResult Simulate(Program& program, const SimulationRequest& request) {
  const InstalledHandler handler;
  execution_state = {};
  execution_state.program = &program;
  execution_state.recorder = request.recorder;
  execution_state.check_lock_ranks = request.check_lock_ranks;
  SimulationResult result = Dispatch(program.ThreadCount(), request);
  result.verdict = execution_state.verdict;
  result.message = execution_state.message.view();
  result.location = execution_state.location;
  result.steps = execution_state.steps;
  result.preemptions = execution_state.preemptions;
  return result;
}

}  // namespace heddle::checker
