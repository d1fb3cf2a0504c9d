// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_MODEL_CLOCK_H_
#define HEDDLE_MODELS_WORLD_MODEL_CLOCK_H_

#include <cstdint>

#include "checker/relacy/relacy_sync.h"

namespace heddle::models {

// A clock for the background scavenger. No time passes but what a sleep asks for.
struct ModelClock {
  std::int64_t Now() const { return now; }

  bool ParkFor(checker::RelacySync::Event& /*event*/, std::int64_t nanoseconds) {
    now += nanoseconds;
    return false;
  }

  std::int64_t now = 0;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_MODEL_CLOCK_H_
