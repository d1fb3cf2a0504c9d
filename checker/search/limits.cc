// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/limits.h"

#include <sys/resource.h>

namespace heddle::checker {

std::uint64_t PeakBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace heddle::checker
