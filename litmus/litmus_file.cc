// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/litmus_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>

#include "litmus/json_cursor.h"
#include "litmus/notation.h"

namespace heddle::litmus {
namespace {

constexpr std::string_view kLitmusFormat = "heddle-litmus/1";

// What stands in parentheses behind these is a remark.
std::optional<Relation> ReadRelation(const JsonCursor& json) {
  const std::string text = json.Text();
  for (const Relation relation : {Relation::kSame, Relation::kStronger, Relation::kWeaker}) {
    const std::string_view name = Name(relation);
    if (text == name || text.starts_with(fmt::format("{} (", name))) {
      return relation;
    }
  }
  json.Fail(
      fmt::format("unknown relation '{}'; expected same, relacy stronger or relacy weaker", text));
}

bool ReadBool(const JsonCursor& json) {
  if (!json.json().is_boolean()) {
    json.Fail("expected true or false");
  }
  return json.json().get<bool>();
}

// None if there is no such member, or if it is null.
std::optional<JsonCursor> FindValue(const JsonCursor& json, std::string_view key) {
  const auto found = json.Find(key);
  return found && !found->IsNull() ? found : std::nullopt;
}

std::string ReadTextOr(const JsonCursor& json, std::string_view key) {
  const auto found = FindValue(json, key);
  return found ? found->Text() : std::string();
}

std::optional<std::vector<Outcome>> ReadOutcomes(const JsonCursor& json, std::string_view key,
                                                 std::size_t width) {
  const auto list = FindValue(json, key);
  if (!list) {
    return std::nullopt;
  }
  std::vector<Outcome> outcomes;
  for (const JsonCursor& item : list->Items("item")) {
    Outcome& outcome = outcomes.emplace_back();
    for (const JsonCursor& value : item.Items("value")) {
      outcome.push_back(value.Integer());
    }
    if (outcome.size() != width) {
      item.Fail(fmt::format("expected {} values, found {}", width, outcome.size()));
    }
  }
  std::ranges::sort(outcomes);
  return outcomes;
}

// Other members are records of other tools.
LitmusTest ReadTest(const JsonCursor& json, const std::string& name) {
  LitmusTest test =
      ParseLitmusTest(name, json.At("program").Text(), json.At("outcome_condition").Text());
  test.orders = ReadTextOr(json, "memory_orders");
  test.note = ReadTextOr(json, "note");
  if (const auto allowed = FindValue(json, "allowed_by_rc11")) {
    test.allowed = ReadBool(*allowed);
  }
  if (const auto relation = FindValue(json, "relation")) {
    test.relation = ReadRelation(*relation);
  }
  // The number of a search that was stopped says nothing.
  const auto finished = FindValue(json, "relacy_full_search_finished");
  const auto executions = FindValue(json, "relacy_full_search_executions");
  if (executions && (!finished || ReadBool(*finished))) {
    test.relacy_full_executions = executions->Count();
  }
  test.missed = ReadOutcomes(json, "missed", test.program.outcome.size());
  test.forbidden = ReadOutcomes(json, "forbidden", test.program.outcome.size());
  return test;
}

}  // namespace

std::vector<LitmusTest> ReadLitmusTests(std::string_view text) {
  const Json json = ParseJson(text);
  const JsonCursor file(json, "");
  // The format may stand with other remarks on the whole file.
  const auto meta = FindValue(file, "meta");
  const JsonCursor format = meta ? meta->At("format") : file.At("format");
  if (format.Text() != kLitmusFormat) {
    file.Fail(fmt::format("expected the format {}, found '{}'", kLitmusFormat, format.Text()));
  }
  std::vector<LitmusTest> tests;
  std::set<std::string> names;
  for (const JsonCursor& item : file.At("tests").Named("").Items("test")) {
    const std::string name = item.At("test").Name();
    const JsonCursor place = item.Named(fmt::format("test '{}'", name));
    if (!names.insert(name).second) {
      place.Fail("an earlier test has the same name");
    }
    tests.push_back(ReadTest(place, name));
  }
  if (tests.empty()) {
    file.Fail("expected one test at least, found none");
  }
  return tests;
}

}  // namespace heddle::litmus
