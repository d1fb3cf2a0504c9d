// SPDX-License-Identifier: BSD-3-Clause

#include "checker/process/signals.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>

#include "checker/search/limits.h"

namespace heddle::checker {
namespace {

constexpr std::int64_t kMoment = 1'000;  // milliseconds

// Of a clock that can be asked in a signal handler.
std::int64_t Milliseconds() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000 + now.tv_nsec / 1'000'000;
}

// When searches were first asked to stop; 0 before that is noted. Both signals are blocked in the
// handler, but in its own thread alone, and a stress test has others.
std::atomic<std::int64_t> first_request = 0;
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "a signal handler may not wait");

// What runs the program may pass on a signal that the terminal has sent to it as well, and it is
// one interruption all the same.
void StopSearches(int signal) {
  if (stop_requested.exchange(1) == 0) {
    first_request = Milliseconds();
    return;
  }
  const std::int64_t first = first_request;
  if (first != 0 && Milliseconds() - first > kMoment) {
    std::signal(signal, SIG_DFL);
    raise(signal);  // when this returns
  }
}

}  // namespace

void StopSearchesOnSignals() {
  struct sigaction action = {};
  action.sa_handler = StopSearches;
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGINT);
  sigaddset(&action.sa_mask, SIGTERM);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void OutliveFileSizeLimit() { std::signal(SIGXFSZ, SIG_IGN); }

}  // namespace heddle::checker
