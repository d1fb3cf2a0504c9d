// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_CLUSTER_COORDINATOR_H_
#define HEDDLE_HEDDLE_CLUSTER_COORDINATOR_H_

#include <string>
#include <vector>

#include "checker/search/progress.h"
#include "checker/search/shard.h"
#include "heddle/cluster/engine.h"
#include "heddle/shard_folder.h"

namespace heddle::program {

// Has the engine explore every shard without a result, and those that they leave, until there are
// none, a violation is enough, or this process is asked to stop; then ends what is active. It knows
// nothing but what the folder and the engine say: another one goes on where it was ended.
//
// Returns the files of the shards that have ended again and again without a result.
std::vector<std::string> Coordinate(ShardFolder& folder, const checker::ShardPlan& plan,
                                    Engine& engine, checker::Progress& progress);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_CLUSTER_COORDINATOR_H_
