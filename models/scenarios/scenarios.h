// SPDX-License-Identifier: BSD-3-Clause
//
// The models, one source each.

#ifndef HEDDLE_MODELS_SCENARIOS_SCENARIOS_H_
#define HEDDLE_MODELS_SCENARIOS_SCENARIOS_H_

#include "models/model.h"

namespace heddle::models {

Model AllocateAllocateModel();
Model AllocateFreeScavengeModel();
Model AllocateOptimisticSearchModel();
Model GrowOptimisticSearchModel();
Model IndexMarkFindFindModel();
Model IndexMarkFindModel();
Model ReserveStartGenerationModel();
Model ScavengeScavengeModel();
Model ScavengeStartGenerationModel();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_SCENARIOS_SCENARIOS_H_
