// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_NECESSITY_CENSUS_H_
#define HEDDLE_MODELS_NECESSITY_CENSUS_H_

#include <cstdint>

#include "checker/search/check.h"
#include "core/protocol/asked_places.h"
#include "models/faults/fault.h"
#include "models/model.h"

namespace heddle::models {

// What an exhaustive search of a model as shipped has come to, and which questions were asked in
// it, where.
struct Census {
  const Model* model = nullptr;
  checker::CheckResult shipped;
  core::AskedPlaces asked;

  // What it took, executions given up on the way included.
  std::uint64_t Executions() const { return shipped.executions + shipped.blocked; }
  bool Passes() const { return shipped.violations.empty() && shipped.exhausted; }

  // Whether the fault can make a difference. Where no execution of the design asks about what a
  // fault changes, the fault's executions are those of the design. If not every execution has been
  // seen, it can for all one knows.
  bool IsTouchedBy(const Fault& fault) const;
};

// `options` but for the strategy.
Census TakeCensus(const Model& model, const checker::CheckOptions& options);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_NECESSITY_CENSUS_H_
