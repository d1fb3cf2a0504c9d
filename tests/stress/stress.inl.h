// SPDX-License-Identifier: BSD-3-Clause
//
// The run of one revision. Each is a source of its own, since a heap takes long to compile.

#ifndef HEDDLE_TESTS_STRESS_STRESS_INL_H_
#define HEDDLE_TESTS_STRESS_STRESS_INL_H_

#include <chrono>
#include <cstdint>

#include "core/sync/perturbed_sync.h"
#include "core/sync/std_sync.h"
#include "tests/stress/asked_protocol.h"
#include "tests/stress/failure.h"
#include "tests/stress/life.h"
#include "tests/stress/stress.h"

namespace heddle::stress {

inline constexpr int kRoundsOfAHeap = 4;

template <class Sync, core::Revision kRevision, class Protocol>
void StressWith(const StressOptions& options, const Protocol& protocol, StressReport& report) {
  const auto begin = std::chrono::steady_clock::now();
  ProgressPrinter progress(options.progress);
  const auto goes_on = [&] {
    report.time = std::chrono::steady_clock::now() - begin;
    progress.Print(report);
    return IsToGoOn(options, report);
  };
  do {
    const std::uint64_t seed = options.seed + 0x1000000 * report.heaps;
    EndWithFailures(options.again ? options.again(seed) : "");
    Life<StressHeap<Sync, Protocol, kRevision>> life(options, protocol, seed, report);
    ++report.heaps;
    life.Live(kRoundsOfAHeap, goes_on);
  } while (goes_on());
}

template <core::Revision kRevision>
void StressRevision(const StressOptions& options, StressReport& report) {
  const bool is_shipped =
      !options.protocol && options.perturbation.one_in == 0 && options.perturbation.places.empty();
  if (is_shipped) {
    StressWith<core::StdSync, kRevision>(options, core::ShippedProtocol{}, report);
  } else {
    const AskedProtocol protocol(options.protocol.value_or(core::TunableProtocol{}), report.asked);
    StressWith<core::PerturbedSync, kRevision>(options, protocol, report);
  }
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_INL_H_
