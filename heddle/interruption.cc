// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/interruption.h"

#include <csignal>

#include "checker/search/limits.h"

namespace heddle::program {

void StopSearchesOnSignals() {
  struct sigaction action = {};
  action.sa_handler = [](int /*signal*/) { checker::stop_requested = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace heddle::program
