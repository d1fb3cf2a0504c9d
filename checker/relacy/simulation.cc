// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/simulation.h"

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/recording.h"
#include "checker/relacy/simulation_of.h"

namespace heddle::checker {
namespace {

// Relacy replaces these by inline functions, which a compiler emits where they are called and not
// inlined, and nowhere else. A program has all of them or none: what one `new` has allocated would
// not be known to the other's `delete`.
[[gnu::used]] void* (*const kNew)(std::size_t) = &::operator new;
[[gnu::used]] void* (*const kNewArray)(std::size_t) = &::operator new[];
[[gnu::used]] void (*const kDelete)(void*) noexcept = &::operator delete;
[[gnu::used]] void (*const kDeleteArray)(void*) noexcept = &::operator delete[];

Verdict VerdictOf(core::FailureKind kind) {
  switch (kind) {
    case core::FailureKind::kAssertion:
      return Verdict::kAssertion;
    case core::FailureKind::kInvariant:
      return Verdict::kInvariant;
    case core::FailureKind::kLockRank:
      return Verdict::kLockRank;
    case core::FailureKind::kLockDiscipline:
      return Verdict::kLockDiscipline;
    case core::FailureKind::kMisuse:
      return Verdict::kMisuse;
    case core::FailureKind::kContents:
      return Verdict::kContents;
    case core::FailureKind::kAccounting:
      return Verdict::kAccounting;
    case core::FailureKind::kLostWork:
      return Verdict::kLostWork;
    case core::FailureKind::kLinearizability:
      return Verdict::kLinearizability;
  }
  return Verdict::kAssertion;
}

Verdict VerdictOf(rl::test_result_e result) {
  switch (result) {
    case rl::test_result_data_race:
      return Verdict::kRace;
    case rl::test_result_unitialized_access:
      return Verdict::kUninitialized;
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

}  // namespace

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
      execution_state.message << "more than " << execution_state.steps - 1 << " steps";
      return;
    case Verdict::kLeak:
      execution_state.message << text;
      return;
    case Verdict::kUninitialized:
      RecordFailedLoad();
      break;  // the counterexample names what was read
    default:
      execution_state.message << (text[0] != '\0' ? text : rl::test_result_str(result));
  }
  execution_state.location = {where.file_, where.func_, where.line_};
}

namespace {

std::unique_ptr<Simulation> Dispatch(Program& program, const SimulationOptions& options,
                                     Strategy* strategy, std::optional<unsigned> bound) {
  if (options.history_depth < 1 || options.history_depth > 2) {
    throw std::invalid_argument("loads go back 1 or 2 stores, not " +
                                std::to_string(options.history_depth));
  }
  if (options.max_steps > kMostSteps) {
    throw std::invalid_argument("an execution has at most " + std::to_string(kMostSteps) +
                                " steps, not " + std::to_string(options.max_steps));
  }
  switch (program.ThreadCount()) {
    case 1:
      return SimulateThreads<1>(program, options, strategy, bound);
    case 2:
      return SimulateThreads<2>(program, options, strategy, bound);
    case 3:
      return SimulateThreads<3>(program, options, strategy, bound);
    case 4:
      return SimulateThreads<4>(program, options, strategy, bound);
    case 5:
      return SimulateThreads<5>(program, options, strategy, bound);
    case 6:
      return SimulateThreads<6>(program, options, strategy, bound);
    case 7:
      return SimulateThreads<7>(program, options, strategy, bound);
    case 8:
      return SimulateThreads<8>(program, options, strategy, bound);
    default:
      throw std::invalid_argument("a program has from 1 to " + std::to_string(kMaxThreads) +
                                  " threads, not " + std::to_string(program.ThreadCount()));
  }
}

}  // namespace

std::unique_ptr<Simulation> SimulateUnder(Strategy& strategy, Program& program,
                                          const SimulationOptions& options) {
  return Dispatch(program, options, &strategy, std::nullopt);
}

std::unique_ptr<Simulation> SimulateUnderRelacy(std::optional<unsigned> bound, Program& program,
                                                const SimulationOptions& options) {
  SimulationOptions as_relacy_does = options;
  as_relacy_does.history_depth = 1;
  return Dispatch(program, as_relacy_does, nullptr, bound);
}

}  // namespace heddle::checker
