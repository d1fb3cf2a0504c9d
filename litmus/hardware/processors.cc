// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/processors.h"

#include <sched.h>

namespace heddle::litmus {

// A process of more processors than a cpu_set_t has room for gets an error, and no list.
std::vector<int> UsableProcessors() {
  std::vector<int> processors;
  cpu_set_t usable;
  CPU_ZERO(&usable);
  if (sched_getaffinity(0, sizeof(usable), &usable) == 0) {
    for (int i = 0; i < CPU_SETSIZE; ++i) {
      if (CPU_ISSET(i, &usable)) {
        processors.push_back(i);
      }
    }
  }
  return processors;
}

void StayOn(int processor) {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(processor, &only);
  // Where it fails the threads run wherever they are put, and fewer outcomes show.
  (void)sched_setaffinity(0, sizeof(only), &only);
}

}  // namespace heddle::litmus
