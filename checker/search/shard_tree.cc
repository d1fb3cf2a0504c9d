// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/shard_tree.h"

#include <string>
#include <utility>

namespace heddle::checker {
namespace {

// Adds a shard with so large a share of the whole search, followed by what was left of it.
void AddShard(const ShardId& id, double share, const FindResult& find, ShardTree& tree) {
  ++tree.known;
  const ShardResult* const result = find(id);
  if (result == nullptr) {
    tree.missing.push_back(id);
    tree.searched -= share;
    return;
  }
  tree.search.done.Add(result->outcome);
  tree.search.seconds += result->seconds;
  for (std::uint64_t i = 1; i <= result->rest; ++i) {
    AddShard({id.name + "." + std::to_string(i), result->split}, share * result->shares[i - 1],
             find, tree);
  }
}

}  // namespace

ShardTree TreeOf(const ShardPlan& plan, const FindResult& find) {
  ShardTree tree;
  tree.search.slice = plan.header.search.slice;
  tree.search.round = plan.header.search.options.strategy.number;
  tree.search.done = plan.outcome;
  tree.search.seconds = plan.seconds;
  tree.searched = 1;
  for (std::uint64_t i = 1; i <= plan.header.shards; ++i) {
    AddShard({std::to_string(i), ""}, plan.shares[i - 1], find, tree);
  }
  if (!tree.missing.empty()) {
    tree.search.parts.emplace_back();  // what is in it is in a file that is not here
  }
  return tree;
}

}  // namespace heddle::checker
