// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORKLOAD_WORKLOADS_H_
#define HEDDLE_MODELS_WORKLOAD_WORKLOADS_H_

#include <vector>

#include "models/model.h"

namespace heddle::models {

// Programs that checkers are measured with. They are about no allocator: their options do nothing.
std::vector<Model> AllWorkloads();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORKLOAD_WORKLOADS_H_
