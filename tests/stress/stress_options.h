// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_OPTIONS_H_
#define HEDDLE_TESTS_STRESS_STRESS_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/revision.h"
#include "core/sync/perturbation.h"

namespace heddle::stress {

struct StressOptions {
  core::Revision revision = core::Revision::kR4;
  std::chrono::milliseconds time{10'000};
  // Between two rests, at which everything is counted.
  std::chrono::milliseconds round{250};
  // How long to wait for what is sure to come, at least (patience.h).
  std::chrono::milliseconds patience{30'000};
  std::uint64_t seed = 1;
  unsigned mutators = 4;
  // The most that it may grow to with four mutators or more; with fewer, it is that much less.
  std::uint64_t heap_bytes = std::uint64_t{24} << 20;
  // Neither: the design as shipped, on StdSync.
  core::PerturbationPlan perturbation{};
  std::optional<core::TunableProtocol> protocol{};
  // Off: threads do the same and look at nothing, so that what is found is found by core's own
  // checks, by the sanitizer, or not.
  bool oracles = true;
  // On, a run goes on, up to ten times as long, until every path was taken.
  bool demand_paths = false;
  // How often to print speed and memory; 0: never.
  std::chrono::milliseconds progress{0};
  // Asked now and then: whether to end early. None: never.
  std::function<bool()> is_stopped{};
  // How the failure message says to run this again, beginning with the heap of this seed. None: it
  // does not.
  std::function<std::string(std::uint64_t seed)> again{};
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_OPTIONS_H_
