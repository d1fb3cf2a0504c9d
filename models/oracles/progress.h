// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_PROGRESS_H_
#define HEDDLE_MODELS_ORACLES_PROGRESS_H_

#include <source_location>
#include <string_view>

#include "core/sync/failure.h"
#include "models/model.h"

namespace heddle::models {

// Progress: what was possible all the time has come about. A heap that can grow hands out pages; a
// thread that is due a page of its own gets one; a page that was free all the time is released by
// who looks for it. Nothing else sees an operation that does nothing: it breaks no invariant, and a
// heap may refuse pages as far as its interface goes.
//
// Evaluated on the result of an operation, by the thread that asked for it or in the end. Results
// are the same in equivalent executions.
inline void DemandProgress(const Oracles& oracles, bool came_about, std::string_view otherwise,
                           const std::source_location& where = std::source_location::current()) {
  if (oracles.progress && !came_about) {
    core::Fatal(otherwise, where);
  }
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_PROGRESS_H_
