// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/shard.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kPerSecond = 1000;
constexpr std::uint64_t kMostShards = 1'000'000;

Json Beginning(const char* format, const ShardHeader& header) {
  return {{"format", format},
          {"plan", header.plan},
          {"shards", header.shards},
          {"search", ToJson(header.search)}};
}

ShardHeader HeaderIn(const SearchFields& fields) {
  return {.plan = fields.Text("plan"),
          .shards = fields.Number("shards", 0, kMostShards),
          .search = IdentityIn(fields.Object("search"))};
}

Json SharesJson(const std::vector<double>& shares) {
  Json list = Json::array();
  for (const double share : shares) {
    list.push_back(share);
  }
  return list;
}

// Of so many shards.
std::vector<double> SharesIn(const SearchFields& fields, std::uint64_t count) {
  const auto what = fmt::format("a list of {} numbers from 0 to 1", count);
  std::vector<double> shares;
  for (const nlohmann::json& share : fields.List("shares")) {
    fields.Require(share.is_number() && share >= 0.0 && share <= 1.0, "shares", what);
    shares.push_back(share.get<double>());
  }
  fields.Require(shares.size() == count, "shares", what);
  return shares;
}

std::uint64_t Milliseconds(double seconds) {
  return static_cast<std::uint64_t>(std::llround(seconds * kPerSecond));
}
double SecondsIn(const SearchFields& fields) {
  return static_cast<double>(fields.Number("milliseconds", 0, kAnyCount)) / kPerSecond;
}

std::string Dump(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Numbers with dots between them.
std::string NameIn(const SearchFields& fields) {
  std::string name = fields.Text("shard");
  bool is_number = false;  // the character before was a digit of one
  bool is_name = true;
  for (const char c : name) {
    const bool is_digit = c >= (is_number ? '0' : '1') && c <= '9';
    is_name = is_name && (is_digit || (c == '.' && is_number));
    is_number = is_digit;
  }
  fields.Require(is_name && is_number, "shard", "the number of a shard, such as 3 or 3.1");
  return name;
}

// Part of a file's name. Empty: there is none.
std::string SplitIn(const SearchFields& fields, const char* field) {
  std::string split = fields.Text(field);
  const bool is_hash =
      split.size() == 16 && split.find_first_not_of("0123456789abcdef") == std::string::npos;
  fields.Require(split.empty() || is_hash, field, "16 hexadecimal digits, or empty");
  return split;
}

// But for its hash.
Json ResultJson(const ShardResult& result) {
  Json json = Beginning(kShardResultFormat, result.header);
  json["shard"] = result.name;
  json["of"] = result.of;
  json["ended"] = result.rest != 0                     ? "split"
                  : !result.outcome.lost.empty()       ? "lost"
                  : !result.outcome.violations.empty() ? "violation"
                                                       : "exhausted";
  json["rest"] = result.rest;
  json["split"] = result.split;
  json["shares"] = SharesJson(result.shares);
  json["milliseconds"] = Milliseconds(result.seconds);
  json["outcome"] = ToJson(result.outcome);
  return json;
}

std::string HashText(const Json& json) {
  return fmt::format("{:016x}",
                     TextHash(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

}  // namespace

std::uint64_t TextHash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

std::string ShardFileName(const ShardId& id) {
  return fmt::format("shard-{}{}{}.json", id.name, id.of.empty() ? "" : "-", id.of);
}

std::string ResultFileName(const ShardHeader& plan, const ShardId& id) {
  const std::string of_what = fmt::format("{} {} {}", plan.plan, id.name, id.of);
  return fmt::format("result-{}-{:016x}.json", id.name, TextHash(of_what));
}

std::string ToText(const ShardPlan& plan) {
  Json json = Beginning(kPlanFormat, plan.header);
  json["milliseconds"] = Milliseconds(plan.seconds);
  json["shares"] = SharesJson(plan.shares);
  json["outcome"] = ToJson(plan.outcome);
  return Dump(json);
}

std::string ToText(const Shard& shard) {
  Json json = Beginning(kShardFormat, shard.header);
  json["shard"] = shard.name;
  json["of"] = shard.of;
  Json& subtrees = json["subtrees"] = Json::array();
  for (const Subtree& subtree : shard.subtrees) {
    subtrees.push_back(ToJson(subtree));
  }
  return Dump(json);
}

std::string ToText(const ShardResult& result) {
  Json json = ResultJson(result);
  json["hash"] = HashText(json);
  return Dump(json);
}

ShardPlan ParsePlan(std::string_view text) {
  const nlohmann::json json = ParseSearchFile(text, kPlanFormat);
  const SearchFields fields(json);
  ShardPlan plan = {.header = HeaderIn(fields),
                    .outcome = OutcomeIn(fields.Object("outcome")),
                    .seconds = SecondsIn(fields),
                    .shares = {}};
  plan.shares = SharesIn(fields, plan.header.shards);
  return plan;
}

Shard ParseShard(std::string_view text) {
  const nlohmann::json json = ParseSearchFile(text, kShardFormat);
  const SearchFields fields(json);
  Shard shard = {.header = HeaderIn(fields),
                 .name = NameIn(fields),
                 .of = SplitIn(fields, "of"),
                 .subtrees = {}};
  ReadObjects(fields, "subtrees",
              [&](const SearchFields& subtree) { shard.subtrees.push_back(SubtreeIn(subtree)); });
  return shard;
}

ShardResult ParseShardResult(std::string_view text) {
  const nlohmann::json json = ParseSearchFile(text, kShardResultFormat);
  const SearchFields fields(json);
  ShardResult result = {.header = HeaderIn(fields),
                        .name = NameIn(fields),
                        .of = SplitIn(fields, "of"),
                        .outcome = OutcomeIn(fields.Object("outcome")),
                        .seconds = SecondsIn(fields),
                        .rest = fields.Number("rest", 0, kMostShards),
                        .split = SplitIn(fields, "split"),
                        .shares = {}};
  result.shares = SharesIn(fields, result.rest);
  fields.Require(fields.Text("hash") == HashText(ResultJson(result)), "hash",
                 "that of the rest: the file was damaged");
  return result;
}

std::string ShardFormatOf(std::string_view text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto found = json.is_object() ? json.find("format") : json.end();
  return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>()
                                                                       : std::string();
}

}  // namespace heddle::checker
