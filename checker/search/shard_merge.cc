// SPDX-License-Identifier: BSD-3-Clause
//
// The results of shards put together again.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "checker/search/shard.h"

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

// Adds shards `prefix`1 to `prefix``count`, which are from the split `of`, each followed by what
// was left of it.
void AddUp(const std::string& prefix, std::uint64_t count, const std::string& of, ByName& results,
           SearchInParts& search, std::set<std::string>& missing) {
  for (std::uint64_t i = 1; i <= count; ++i) {
    const std::string name = prefix + std::to_string(i);
    const auto node = results.extract(name);
    if (node.empty()) {
      missing.insert(name);
      continue;
    }
    const ShardResult& result = node.mapped();
    if (result.of != of) {
      throw SearchFileError(fmt::format(
          "expected shard {} to be of what the result of shard {} left, found one of another run",
          name, prefix.substr(0, prefix.size() - 1)));
    }
    search.done.Add(result.outcome);
    search.seconds += result.seconds;
    AddUp(name + ".", result.rest, result.split, results, search, missing);
  }
}

}  // namespace

SearchInParts Merge(const ShardPlan& plan, const std::vector<ShardResult>& results) {
  ByName by_name = Sort(plan.header, results);
  SearchInParts search;
  search.slice = plan.header.search.slice;
  search.round = plan.header.search.options.strategy.number;
  search.done = plan.outcome;
  search.seconds = plan.seconds;
  std::set<std::string> missing;
  AddUp("", plan.header.shards, "", by_name, search, missing);
  if (!missing.empty()) {
    throw SearchFileError(
        fmt::format("expected a result of every shard, found none of shard {}{}", *missing.begin(),
                    missing.size() == 1 ? "" : fmt::format(" and {} others", missing.size() - 1)));
  }
  if (!by_name.empty()) {
    throw SearchFileError(fmt::format("expected results of {} shards, found one of shard {}",
                                      plan.header.shards, by_name.begin()->first));
  }
  return search;
}

}  // namespace heddle::checker
