// SPDX-License-Identifier: BSD-3-Clause
//
// Dividing a search into shards, and exploring one.

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "checker/search/exploration.h"
#include "checker/search/limits.h"
#include "checker/search/shard.h"

namespace heddle::checker {
namespace {

// Short, so that a plan is made in a moment and even small searches fall into many shards.
constexpr std::uint64_t kPlanSlice = 200;
// A shard that ran out of its limits leaves no more shards than this.
constexpr std::size_t kMostRest = 8;

// Of a bounded search there is no more than its last round, which sees all that the others do.
unsigned RoundOf(const CheckOptions& options) {
  return options.strategy.kind == StrategyName::Kind::kBounded ? options.strategy.number : 0;
}

// Of the shard, for who waits for it. With shares of nothing, one is taken to be as large as
// another.
Part PartOf(const Shard& shard) {
  Part part;
  part.subtrees.assign(shard.subtrees.begin(), shard.subtrees.end());
  const double whole = part.Share();
  for (Subtree& subtree : part.subtrees) {
    subtree.share =
        whole > 0 ? subtree.share / whole : 1 / static_cast<double>(part.subtrees.size());
  }
  return part;
}

// Rounding may have left it just below nothing.
double ShareLeftIn(const Part& part) { return std::clamp(part.Share(), 0.0, 1.0); }

std::vector<Subtree> SubtreesOf(Program& program, const CheckOptions& options, const Part& part) {
  if (!part.under_way) {
    return {part.subtrees.begin(), part.subtrees.end()};
  }
  Exploration exploration(program, options);
  exploration.tree()->Load(*part.under_way);
  std::vector<Subtree> subtrees = RemainderOf(part.subtrees.front(), *exploration.tree());
  subtrees.insert(subtrees.end(), part.subtrees.begin() + 1, part.subtrees.end());
  return subtrees;
}

}  // namespace

Planned MakePlan(Program& program, const SearchIdentity& search, std::size_t wanted,
                 Progress* progress) {
  SearchInParts state = BeginSearch(kPlanSlice);
  state.round = RoundOf(search.options);
  const PartsOptions how = {.jobs = 0, .enough_parts = wanted, .progress = progress};
  CheckInParts(program, search.options, how, state);
  Planned planned;
  planned.plan = {
      .header = {.plan = "", .shards = state.parts.size(), .search = search},
      .outcome = state.Total(),
      .seconds = state.seconds,
      .shares = {},
  };
  planned.is_interrupted = stop_requested != 0;
  std::string all = ToJson(search).dump();
  for (const Part& part : state.parts) {
    planned.is_interrupted = planned.is_interrupted || part.used != 0;
    Shard& shard = planned.shards.emplace_back();
    shard.name = std::to_string(planned.shards.size());
    shard.subtrees.assign(part.subtrees.begin(), part.subtrees.end());
    planned.plan.shares.push_back(ShareLeftIn(part));
    for (const Subtree& subtree : shard.subtrees) {
      all += "\n" + shard.name + " " + ToJson(subtree).dump();
    }
  }
  planned.plan.header.plan = fmt::format("{:016x}", TextHash(all));
  for (Shard& shard : planned.shards) {
    shard.header = planned.plan.header;
  }
  return planned;
}

RunOfShard RunShard(Program& program, const Shard& shard, const CheckOptions& limits,
                    const PartsOptions& how) {
  const SearchIdentity& search = shard.header.search;
  CheckOptions options = search.options;
  options.max_executions = limits.max_executions;
  options.max_seconds = limits.max_seconds;
  options.max_bytes = limits.max_bytes;
  SearchInParts state;
  state.slice = search.slice;
  state.round = RoundOf(options);
  state.parts.push_back(PartOf(shard));
  CheckInParts(program, options, how, state);

  RunOfShard run = {.result = {.header = shard.header,
                               .name = shard.name,
                               .of = shard.of,
                               .outcome = state.Total(),
                               .seconds = state.seconds,
                               .rest = 0,
                               .split = {},
                               .shares = {}},
                    .rest = {}};
  const bool is_found = !options.all_violations && !run.result.outcome.violations.empty();
  if (is_found) {
    return run;
  }
  run.rest.resize(std::min(state.parts.size(), kMostRest));
  run.result.shares.resize(run.rest.size());
  for (std::size_t i = 0; i < state.parts.size(); ++i) {
    Shard& rest = run.rest[i % run.rest.size()];
    const std::vector<Subtree> subtrees = SubtreesOf(program, options, state.parts[i]);
    rest.subtrees.insert(rest.subtrees.end(), subtrees.begin(), subtrees.end());
    double& share = run.result.shares[i % run.rest.size()];
    share = std::min(1.0, share + ShareLeftIn(state.parts[i]));
  }
  run.result.rest = run.rest.size();
  std::string all = shard.of;
  for (const Shard& rest : run.rest) {
    for (const Subtree& subtree : rest.subtrees) {
      all += "\n" + ToJson(subtree).dump();
    }
    all += "\n";
  }
  run.result.split = run.rest.empty() ? std::string() : fmt::format("{:016x}", TextHash(all));
  for (std::size_t i = 0; i < run.rest.size(); ++i) {
    run.rest[i].header = shard.header;
    run.rest[i].name = fmt::format("{}.{}", shard.name, i + 1);
    run.rest[i].of = run.result.split;
  }
  return run;
}

}  // namespace heddle::checker
