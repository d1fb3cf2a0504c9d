// SPDX-License-Identifier: BSD-3-Clause
//
// The results of shards put together again.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "checker/search/shard.h"
#include "checker/search/shard_tree.h"

namespace heddle::checker {
namespace {

using ByName = std::map<std::string, ShardResult>;

bool SaysTheSame(const ShardResult& a, const ShardResult& b) {
  return a.of == b.of && a.rest == b.rest && a.split == b.split &&
         ToJson(a.outcome) == ToJson(b.outcome);
}

ByName Sort(const ShardHeader& plan, const std::vector<ShardResult>& results) {
  ByName by_name;
  for (const ShardResult& result : results) {
    if (result.header.plan != plan.plan) {
      throw SearchFileError(fmt::format("expected results of plan {}, found shard {} of plan {}",
                                        plan.plan, result.name, result.header.plan));
    }
    RequireSame(result.header.search, plan.search);
    const auto [entry, is_new] = by_name.emplace(result.name, result);
    ShardResult& known = entry->second;
    if (!is_new && !SaysTheSame(known, result)) {
      throw SearchFileError(fmt::format(
          "expected one result of shard {}, found two that differ: {} executions and {} blocked, "
          "{} executions and {} blocked",
          result.name, std::min(known.outcome.executions, result.outcome.executions),
          std::min(known.outcome.blocked, result.outcome.blocked),
          std::max(known.outcome.executions, result.outcome.executions),
          std::max(known.outcome.blocked, result.outcome.blocked)));
    }
    known.seconds = std::max(known.seconds, result.seconds);
  }
  return by_name;
}

}  // namespace

SearchInParts Merge(const ShardPlan& plan, const std::vector<ShardResult>& results) {
  ByName by_name = Sort(plan.header, results);
  std::set<std::string> used;
  ShardTree tree = TreeOf(plan, [&](const ShardId& id) -> const ShardResult* {
    const auto found = by_name.find(id.name);
    if (found == by_name.end()) {
      return nullptr;
    }
    if (found->second.of != id.of) {
      throw SearchFileError(fmt::format(
          "expected shard {} to be of what the result of shard {} left, found one of another run",
          id.name, id.name.substr(0, id.name.rfind('.'))));
    }
    used.insert(id.name);
    return &found->second;
  });
  if (!tree.missing.empty()) {
    const auto first = std::ranges::min_element(tree.missing, {}, &ShardId::name);
    throw SearchFileError(fmt::format(
        "expected a result of every shard, found none of shard {}{}", first->name,
        tree.missing.size() == 1 ? "" : fmt::format(" and {} others", tree.missing.size() - 1)));
  }
  for (const auto& [name, result] : by_name) {
    if (!used.contains(name)) {
      throw SearchFileError(fmt::format("expected results of {} shards, found one of shard {}",
                                        plan.header.shards, name));
    }
  }
  return std::move(tree.search);
}

}  // namespace heddle::checker
