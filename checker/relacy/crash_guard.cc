// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/crash_guard.h"

#include <cstdint>
#include <cstring>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/relacy.h"

namespace heddle::checker {
namespace {

constexpr std::uintptr_t kNearNull = 65536;

}  // namespace

CrashGuard::CrashGuard() {
  stack_t stack{};
  stack.ss_sp = stack_.data();
  stack.ss_size = stack_.size();
  sigaltstack(&stack, &stack_before_);
  struct sigaction action{};
  action.sa_sigaction = &Handle;
  // The handler does not return, so nothing would unblock the signal.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals.at(i), &action, &before_.at(i));
  }
}

CrashGuard::~CrashGuard() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals.at(i), &before_.at(i), nullptr);
  }
  sigaltstack(&stack_before_, nullptr);
}

// The thread stands still in the middle of its own code, so the state of the checker is sound; what
// the program was doing to its own memory is forgotten with the execution.
void CrashGuard::Handle(int signal, siginfo_t* info, void* /*context*/) {
  ExecutionState& state = execution_state;
  if (!state.in_program) {
    struct sigaction action{};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
    raise(signal);
    return;
  }
  state.verdict = Verdict::kMisuse;
  state.message << "the program crashes: " << strsignal(signal);
  // Other addresses are different ones each time.
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (signal == SIGSEGV && address < kNearNull) {
    state.message << " at " << core::Hex{address} << ", through a null pointer";
  }
  rl::ctx().fail_test("", rl::test_result_user_assert_failed, rl::debug_info());
}

}  // namespace heddle::checker
