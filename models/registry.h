// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_REGISTRY_H_
#define HEDDLE_MODELS_REGISTRY_H_

#include <string_view>
#include <vector>

#include "models/faults/fault.h"
#include "models/model.h"

namespace heddle::models {

// Of the allocator, written by hand.
const std::vector<Model>& Models();
// Every pair of operations, and more of them, side by side.
const std::vector<Model>& Compositions();
// Those that demand more than the design promised when it shipped. Each fails, and a finding says
// how.
const std::vector<Model>& DemandingModels();
// Programs to measure a checker with, some of them broken on purpose. No fault applies to them.
const std::vector<Model>& Workloads();

// A model of any of these. Null if there is none of that name.
const Model* FindModel(std::string_view name);
// A fault, a finding, a control, or a single change (models/faults/changes.h).
const Fault* FindFault(std::string_view name);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_REGISTRY_H_
