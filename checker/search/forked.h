// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_FORKED_H_
#define HEDDLE_CHECKER_SEARCH_FORKED_H_

#if defined(HEDDLE_COVERAGE)
extern "C" {
#include <gcov.h>  // g++ 12's has no declarations for C++
}
#endif
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <sys/socket.h>
#include <unistd.h>

namespace heddle::checker {

// Ends a process that was forked, and does nothing of what its parent meant to do at its own end.
[[noreturn]] inline void EndForked(int status) {
#if defined(HEDDLE_COVERAGE)
  __gcov_dump();  // which lines have run is written at an end of the usual kind only
#endif
  _exit(status);
}

// Ends such a process from outside, whatever it does; the caller waits for its end. Where lines are
// counted it ends by itself, when it finds the other side of its socket shut.
inline void AskForkedToEnd(pid_t process, int socket) {
#if defined(HEDDLE_COVERAGE)
  (void)process;
  shutdown(socket, SHUT_RDWR);
#else
  (void)socket;
  kill(process, SIGKILL);
#endif
}

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_FORKED_H_
