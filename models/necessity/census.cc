// SPDX-License-Identifier: BSD-3-Clause

#include "models/necessity/census.h"

#include <algorithm>
#include <memory>

#include "models/faults/changes.h"

namespace heddle::models {

bool Census::IsTouchedBy(const Fault& fault) const {
  return !shipped.exhausted || std::ranges::any_of(ChangesOf(fault), [this](const Change& change) {
    return asked.Has(change.question);
  });
}

Census TakeCensus(const Model& model, const checker::CheckOptions& options) {
  Census census{.model = &model, .shipped = {}, .asked = {}};
  ModelOptions asking;
  asking.protocol.TellPlaces(census.asked);
  checker::CheckOptions exhaustive = options;
  exhaustive.strategy = {};
  const std::unique_ptr<checker::Program> program = model.make(asking);
  census.shipped = checker::Check(*program, exhaustive);
  return census;
}

}  // namespace heddle::models
