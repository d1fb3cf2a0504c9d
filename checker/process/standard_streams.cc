// SPDX-License-Identifier: BSD-3-Clause

#include "checker/process/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace heddle::checker {

void OpenStandardStreams() {
  for (int descriptor = 0; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) < 0) {
      // It becomes the lowest that is free: this one.
      open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_RDWR);
    }
  }
}

bool FlushStandardOutput() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

}  // namespace heddle::checker
