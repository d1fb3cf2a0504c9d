// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/checkpoint.h"

#include <cmath>

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFormat[] = "heddle-checkpoint/1";
constexpr double kPerSecond = 1000;

}  // namespace

std::string CheckpointText(const SearchIdentity& identity, const SearchInParts& search) {
  Json parts = Json::array();
  for (const Part& part : search.parts) {
    parts.push_back(ToJson(part));
  }
  const Json json = {
      {"format", kFormat},
      {"search", ToJson(identity)},
      {"milliseconds", static_cast<std::uint64_t>(std::llround(search.seconds * kPerSecond))},
      {"round", search.round},
      {"before", ToJson(search.before)},
      {"done", ToJson(search.done)},
      {"parts", std::move(parts)},
  };
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

SearchInParts ParseCheckpoint(std::string_view text, const SearchIdentity& expected) {
  const nlohmann::json json = ParseSearchFile(text, kFormat);
  const SearchFields fields(json);
  RequireSame(IdentityIn(fields.Object("search")), expected);
  SearchInParts search;
  search.slice = expected.slice;
  search.seconds = static_cast<double>(fields.Number("milliseconds", 0, kAnyCount)) / kPerSecond;
  search.round = static_cast<unsigned>(fields.Number("round", 0, expected.options.strategy.number));
  search.before = OutcomeIn(fields.Object("before"));
  search.done = OutcomeIn(fields.Object("done"));
  ReadObjects(fields, "parts",
              [&](const SearchFields& part) { search.parts.push_back(PartIn(part)); });
  fields.Require(!search.parts.empty() || search.round < expected.options.strategy.number, "parts",
                 "a list of what is left, not an empty one");
  return search;
}

}  // namespace heddle::checker
