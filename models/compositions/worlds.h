// SPDX-License-Identifier: BSD-3-Clause
//
// The worlds that compositions run in, each built in the storage of an execution.

#ifndef HEDDLE_MODELS_COMPOSITIONS_WORLDS_H_
#define HEDDLE_MODELS_COMPOSITIONS_WORLDS_H_

#include "core/memory/execution_storage.h"
#include "core/scavenger/revision.h"
#include "models/compositions/world_layout.h"
#include "models/model.h"
#include "models/operations/operation_world.h"

namespace heddle::models {

// `shards`, 1 or 2, is of R3 and R4; before them there are no reservations.
OperationWorld* MakeSmallWorld(core::Revision revision, unsigned shards,
                               core::ExecutionStorage& storage, const ModelOptions& options,
                               const WorldLayout& layout);
OperationWorld* MakeWholeWorld(core::Revision revision, core::ExecutionStorage& storage,
                               const ModelOptions& options, const WorldLayout& layout);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_COMPOSITIONS_WORLDS_H_
