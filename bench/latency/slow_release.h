// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_LATENCY_SLOW_RELEASE_H_
#define HEDDLE_BENCH_LATENCY_SLOW_RELEASE_H_

#include <chrono>
#include <cstdint>

#include "bench/latency/clock.h"
#include "core/address/offset.h"
#include "core/memory/posix_memory.h"

namespace heddle::bench {

// The system, with a release that takes at least so long: as where page tables of many processors
// have to be told. It waits as the system does, on the processor.
struct SlowRelease : core::PosixMemory {
  std::chrono::nanoseconds at_least{0};

  int Discard(core::Address base, std::uint64_t bytes) {
    const Instant start = Now();
    const int error = PosixMemory::Discard(base, bytes);
    while (Now() - start < at_least) {
    }
    return error;
  }
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_LATENCY_SLOW_RELEASE_H_
