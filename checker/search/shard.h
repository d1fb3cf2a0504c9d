// SPDX-License-Identifier: BSD-3-Clause
//
// A search divided into files that any machine with the same build can explore, in any order
// (docs/formats.md).

#ifndef HEDDLE_CHECKER_SEARCH_SHARD_H_
#define HEDDLE_CHECKER_SEARCH_SHARD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checker/program.h"
#include "checker/search/search_file.h"
#include "checker/search/search_in_parts.h"

namespace heddle::checker {

inline constexpr char kPlanFormat[] = "heddle-plan/1";
inline constexpr char kShardFormat[] = "heddle-shard/1";
inline constexpr char kShardResultFormat[] = "heddle-shard-result/1";

// What all files of one plan have in common.
struct ShardHeader {
  std::string plan;          // a hash of the search and of how it is divided
  std::uint64_t shards = 0;  // of the plan, 1 to that number
  SearchIdentity search;

  friend bool operator==(const ShardHeader& a, const ShardHeader& b) {
    return a.plan == b.plan && a.shards == b.shards && ToJson(a.search) == ToJson(b.search);
  }
};

struct ShardPlan {
  ShardHeader header;
  Outcome outcome;  // of the executions that it took to divide the search
  double seconds = 0;
  std::vector<double> shares;  // of the whole search, what is in each shard: an estimate
};

struct Shard {
  ShardHeader header;
  std::string name;  // "3", or "3.1" for a part of what was left of shard 3
  std::string of;    // the split that it is from; empty: the plan
  std::vector<Subtree> subtrees;
};

struct ShardResult {
  ShardHeader header;
  std::string name;
  std::string of;
  Outcome outcome;
  double seconds = 0;
  // What was left when a limit was reached is in so many shards: "3.1", "3.2", ... of shard "3".
  std::uint64_t rest = 0;
  // A hash of these: run again with another limit, the same shard splits elsewhere.
  std::string split;
  std::vector<double> shares;  // of the shard, what is left in each of these: an estimate
};

// What tells a shard from all others of its plan: two of one name are of different splits.
struct ShardId {
  std::string name;
  std::string of;

  friend auto operator<=>(const ShardId&, const ShardId&) = default;
};
inline ShardId IdOf(const Shard& shard) { return {shard.name, shard.of}; }
inline ShardId IdOf(const ShardResult& result) { return {result.name, result.of}; }

// Names of files that have the same contents wherever they are written. A result's has a hash of
// what it is the result of: the build, the model, the options and the subtrees of the shard.
std::string ShardFileName(const ShardId& id);
std::string ResultFileName(const ShardHeader& plan, const ShardId& id);

std::string ToText(const ShardPlan& plan);
std::string ToText(const Shard& shard);
std::string ToText(const ShardResult& result);

// All throw SearchFileError. A result has a hash of itself, so that one that was damaged is known.
ShardPlan ParsePlan(std::string_view text);
Shard ParseShard(std::string_view text);
ShardResult ParseShardResult(std::string_view text);
// FNV-1a.
std::uint64_t TextHash(std::string_view text);

// Of which of the formats it is, such as kPlanFormat; empty if it is JSON of none of them.
std::string ShardFormatOf(std::string_view text);

// Explores until the rest falls into at least `wanted` parts, or nothing is left. If one violation
// is enough and is found on the way, there are no shards.
struct Planned {
  ShardPlan plan;
  std::vector<Shard> shards;
  bool is_interrupted = false;  // by stop_requested: it is of no use
};
Planned MakePlan(Program& program, const SearchIdentity& search, std::size_t wanted,
                 Progress* progress);

// Explores a shard as far as the limits of `options` allow; they are of nothing else.
struct RunOfShard {
  ShardResult result;
  std::vector<Shard> rest;
};
RunOfShard RunShard(Program& program, const Shard& shard, const CheckOptions& limits,
                    const PartsOptions& how);

// The whole search, for ResultOf: the same whatever the order of the results, and with results that
// are there twice. Throws SearchFileError if one is missing, of another plan or contradicts
// another.
SearchInParts Merge(const ShardPlan& plan, const std::vector<ShardResult>& results);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_SHARD_H_
