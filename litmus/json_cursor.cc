// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/json_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "litmus/malformed.h"

namespace heddle::litmus {
namespace {

// Programs are flatter; deeper is a mistake, or an attack on the stack.
constexpr int kMaxDepth = 500;

// Rejects members that appear twice, which the library would take one of.
class Members {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        if (depth > kMaxDepth) {
          throw Malformed(fmt::format("nested deeper than {} levels", kMaxDepth));
        }
        open_.emplace_back();
        break;
      case Json::parse_event_t::key:
        if (!open_.back().insert(parsed.get<std::string>()).second) {
          throw Malformed(fmt::format("the name {} appears twice in one object", parsed.dump()));
        }
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        open_.pop_back();
        break;
      case Json::parse_event_t::value:
        break;
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> open_;
};

bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

std::string Show(const Json& json) {
  constexpr std::size_t kLength = 60;
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kLength) {
    text.replace(kLength, std::string::npos, "...");
  }
  return text;
}

}  // namespace

Json ParseJson(std::string_view text) {
  try {
    return Json::parse(
        text, [members = Members()](int depth, Json::parse_event_t event, Json& parsed) mutable {
          return members(depth, event, parsed);
        });
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte == 0 ? 0 : error.byte - 1);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
    throw Malformed(fmt::format("not JSON at line {}, column {}", line, before.size() - start + 1));
  } catch (const Json::out_of_range&) {  // 1e999
    throw Malformed("expected numbers that fit into 64 bits, found a larger one");
  }
}

void JsonCursor::Fail(std::string_view what) const {
  std::string line = place_.empty() ? std::string(what) : fmt::format("{}: {}", place_, what);
  std::ranges::replace_if(line, IsControl, '?');
  throw Malformed(line);
}

void JsonCursor::FailUnexpected(std::string_view expected) const {
  Fail(fmt::format("expected {}, found {}", expected, Show(*json_)));
}

std::string JsonCursor::PlaceOf(std::string_view part) const {
  return place_.empty() ? std::string(part) : fmt::format("{}, {}", place_, part);
}

std::int64_t JsonCursor::Integer() const {
  if (!json_->is_number_integer() ||
      (json_->is_number_unsigned() &&
       json_->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})) {
    FailUnexpected("an integer of 64 bits");
  }
  return json_->get<std::int64_t>();
}

std::uint64_t JsonCursor::Count() const {
  if (!json_->is_number_integer() || Integer() < 0) {
    FailUnexpected("a count");
  }
  return json_->get<std::uint64_t>();
}

std::string JsonCursor::Text() const {
  if (!json_->is_string()) {
    FailUnexpected("a text");
  }
  return json_->get<std::string>();
}

std::string JsonCursor::Name() const {
  if (!json_->is_string() || Text().empty() || std::ranges::any_of(Text(), IsControl)) {
    FailUnexpected("a name: a text that is not empty, without control characters");
  }
  return Text();
}

std::vector<JsonCursor> JsonCursor::Items(std::string_view item) const {
  if (!IsList()) {
    FailUnexpected("a list");
  }
  std::vector<JsonCursor> items;
  items.reserve(json_->size());
  for (const Json& json : *json_) {
    items.emplace_back(json, PlaceOf(fmt::format("{} {}", item, items.size())));
  }
  return items;
}

std::vector<std::pair<std::string, JsonCursor>> JsonCursor::Members() const {
  if (!IsObject()) {
    FailUnexpected("an object");
  }
  std::vector<std::pair<std::string, JsonCursor>> members;
  members.reserve(json_->size());
  for (const auto& [key, json] : json_->items()) {
    members.emplace_back(key, JsonCursor(json, PlaceOf(key)));
  }
  return members;
}

std::optional<JsonCursor> JsonCursor::Find(std::string_view key) const {
  if (!IsObject()) {
    FailUnexpected("an object");
  }
  const auto found = json_->find(std::string(key));
  return found == json_->end() ? std::nullopt : std::optional(JsonCursor(*found, PlaceOf(key)));
}

JsonCursor JsonCursor::At(std::string_view key) const {
  if (const auto found = Find(key)) {
    return *found;
  }
  Fail(fmt::format("field \"{}\" is missing", key));
}

void JsonCursor::AllowOnly(std::initializer_list<std::string_view> keys) const {
  for (const auto& [key, member] : Members()) {
    if (std::ranges::find(keys, key) == keys.end()) {
      Fail(fmt::format("unknown field {}; expected {}", Show(Json(key)), fmt::join(keys, ", ")));
    }
  }
}

}  // namespace heddle::litmus
