// SPDX-License-Identifier: BSD-3-Clause
//
// How far the shards of a plan have come. Shards that were split have others below them, so that
// they are a tree, and all that is known of it is in the plan and the results.

#ifndef HEDDLE_CHECKER_SEARCH_SHARD_TREE_H_
#define HEDDLE_CHECKER_SEARCH_SHARD_TREE_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/search/search_in_parts.h"
#include "checker/search/shard.h"

namespace heddle::checker {

struct ShardTree {
  // For ResultOf: of the plan and of all results that belong to it, each once. While one is missing
  // it is not done.
  SearchInParts search;
  std::vector<ShardId> missing;  // shards without a result, as far as they are known; in order
  std::uint64_t known = 0;       // shards, those that are missing included
  double searched = 0;           // how much of the whole search the results cover: an estimate

  std::uint64_t done() const { return known - missing.size(); }
};

// The result of a shard; null if there is none.
using FindResult = std::function<const ShardResult*(const ShardId&)>;

ShardTree TreeOf(const ShardPlan& plan, const FindResult& find);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_SHARD_TREE_H_
