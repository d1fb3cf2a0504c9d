// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/failure.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>
#include <thread>

#include "core/sync/failure.h"

namespace heddle::stress {
namespace {

using core::FailureKind;

// Read by the thread that fails.
std::string& Again() {
  static std::string again;
  return again;
}

std::string_view Name(FailureKind kind) {
  switch (kind) {
    case FailureKind::kAssertion:
      return "assertion";
    case FailureKind::kInvariant:
      return "invariant";
    case FailureKind::kLockRank:
      return "lock-rank";
    case FailureKind::kLockDiscipline:
      return "lock-discipline";
    case FailureKind::kMisuse:
      return "misuse";
    case FailureKind::kContents:
      return "contents";
    case FailureKind::kAccounting:
      return "accounting";
    case FailureKind::kLostWork:
      return "lost-work";
    case FailureKind::kLinearizability:
      return "linearizability";
  }
  return "failure";
}

// The first thread to come here ends the process; others wait for that. No destructors, because the
// other threads are still running.
void PrintAndExit(FailureKind kind, std::string_view message, const std::source_location& where) {
  static std::atomic<bool> is_failing{false};
  while (is_failing.exchange(true)) {
    std::this_thread::sleep_for(std::chrono::hours(1));
  }
  const std::string_view name = Name(kind);
  std::fflush(stdout);
  if (isatty(STDERR_FILENO) != 0) {
    std::fputs("\r\x1b[K", stderr);  // there may be a line that says how far the run has come
  }
  std::fprintf(stderr, "heddle: stress: %.*s: %.*s [%s:%u]\nheddle: again:\n%s\n",
               static_cast<int>(name.size()), name.data(), static_cast<int>(message.size()),
               message.data(), where.file_name(), static_cast<unsigned>(where.line()),
               Again().c_str());
  std::_Exit(kViolation);
}

}  // namespace

void EndWithFailures(const std::string& again) {
  Again() = again;
  core::failure_handler = &PrintAndExit;
}

}  // namespace heddle::stress
