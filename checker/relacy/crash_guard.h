// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_CRASH_GUARD_H_
#define HEDDLE_CHECKER_RELACY_CRASH_GUARD_H_

#include <signal.h>

#include <array>
#include <cstddef>

namespace heddle::checker {

// While one lives, a simulated thread that touches memory it must not, overflows its stack, divides
// by zero or aborts has violated something, and the execution ends like any other that does. A
// crash elsewhere, in the checker or outside of simulated threads, is what it always was.
class CrashGuard {
 public:
  CrashGuard();
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;
  ~CrashGuard();

 private:
  static constexpr std::array kSignals = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
  static constexpr std::size_t kStackBytes = std::size_t{64} * 1024;

  static void Handle(int signal, siginfo_t* info, void* context);

  // The stack that overflowed cannot be used to say so.
  std::array<std::byte, kStackBytes> stack_;
  stack_t stack_before_{};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_CRASH_GUARD_H_
