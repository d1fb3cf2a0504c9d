// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_REGISTRY_H_
#define HEDDLE_MODELS_REGISTRY_H_

#include <string_view>
#include <vector>

#include "models/faults/fault.h"
#include "models/model.h"

namespace heddle::models {

const std::vector<Model>& Models();

// Null if there is none of that name.
const Model* FindModel(std::string_view name);
const Fault* FindFault(std::string_view name);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_REGISTRY_H_
