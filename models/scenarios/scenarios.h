// SPDX-License-Identifier: BSD-3-Clause
//
// The models, one source each.

#ifndef HEDDLE_MODELS_SCENARIOS_SCENARIOS_H_
#define HEDDLE_MODELS_SCENARIOS_SCENARIOS_H_

#include "core/scavenger/revision.h"
#include "models/model.h"

namespace heddle::models {

// Of several revisions; there are those that the registry names.
template <core::Revision kOf>
Model AllocateFreeScavengeModel();
template <core::Revision kOf>
Model AllocateOptimisticSearchModel();
template <core::Revision kOf>
Model BackgroundGoalModel();
template <core::Revision kOf>
Model BackgroundWakeModel();
template <core::Revision kOf>
Model CountCountModel();
template <core::Revision kOf>
Model GrowOptimisticSearchModel();
template <core::Revision kOf>
Model HeapCacheScavengeModel();
template <core::Revision kOf>
Model HeapGrowCacheModel();
template <core::Revision kOf>
Model HeapGrowGoalModel();
template <core::Revision kOf>
Model HeapGrowGrowModel();
template <core::Revision kOf>
Model HeapGrowScavengeModel();
template <core::Revision kOf>
Model ReserveStartGenerationModel();
template <core::Revision kOf>
Model ScavengeAloneModel();
template <core::Revision kOf>
Model ScavengeForcedScavengeModel();
template <core::Revision kOf>
Model ScavengeFreeStartCycleModel();
template <core::Revision kOf>
Model ScavengeRefusedModel();
template <core::Revision kOf>
Model ScavengeScavengeModel();
template <core::Revision kOf>
Model ScavengeScavengeDrainModel();
template <core::Revision kOf>
Model ScavengeStartGenerationModel();
template <core::Revision kOf>
Model ScavengeStartStartModel();
template <core::Revision kOf>
Model UseScavengeModel();

Model AlignedAllocationModel();
Model AllocateAllocateModel();
Model AllocateFreeLowerModel();
Model AllocateFreeOptimisticSearchModel();
Model AllocateReallocateModel();
Model CacheScavengeGenerationModel();
Model CountStartGenerationModel();
Model ForcedStartGenerationModel();
Model FreeStartGenerationModel();
Model FreeStartScavengeModel();
Model FreeStartStartGenerationModel();
Model GrowBelowSearchModel();
Model HeapAllocateAllocateModel();
Model HeapAllocateFindModel();
Model HeapCacheAllocateModel();
Model HeapFreeAllocateModel();
Model HeapMapRefusedModel();
Model HeapUseRefusedModel();
Model IndexMarkFindFindModel();
Model IndexMarkFindModel();
Model RemainderStartGenerationModel();
Model ScavengeFallingCursorModel();
Model ScavengeFreeForcedScavengeModel();
Model ScavengeFreeGenerationModel();
Model ScavengeFreeIdleGenerationModel();
Model ScavengeHoleModel();
Model ScavengeScavengeChunkModel();
Model ScavengeScavengeGenerationModel();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_SCENARIOS_SCENARIOS_H_
