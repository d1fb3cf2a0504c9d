// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_JSON_CURSOR_H_
#define HEDDLE_LITMUS_JSON_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::litmus {

using Json = nlohmann::ordered_json;

// Throws Malformed for what is no JSON, has a member twice, or is nested too deeply to be a
// program.
Json ParseJson(std::string_view text);

// A value in a JSON text and where it is, for messages. The accessors throw Malformed if the value
// is something else. Does not own the value.
class JsonCursor {
 public:
  JsonCursor(const Json& json, std::string place) : json_(&json), place_(std::move(place)) {}

  [[noreturn]] void Fail(std::string_view what) const;

  const std::string& place() const { return place_; }
  const Json& json() const { return *json_; }
  bool IsNull() const { return json_->is_null(); }
  bool IsText() const { return json_->is_string(); }
  bool IsInteger() const { return json_->is_number_integer(); }
  bool IsList() const { return json_->is_array(); }
  bool IsObject() const { return json_->is_object(); }

  std::int64_t Integer() const;
  // Not negative.
  std::uint64_t Count() const;
  std::string Text() const;
  // A text that can be shown in one line.
  std::string Name() const;

  // The items of a list; the place of each is "ITEM number".
  std::vector<JsonCursor> Items(std::string_view item) const;
  // The same value, said to be elsewhere.
  JsonCursor Named(std::string place) const { return {*json_, std::move(place)}; }

  std::vector<std::pair<std::string, JsonCursor>> Members() const;
  // None if there is no such member.
  std::optional<JsonCursor> Find(std::string_view key) const;
  JsonCursor At(std::string_view key) const;
  // Fails if there are other members than these.
  void AllowOnly(std::initializer_list<std::string_view> keys) const;

 private:
  [[noreturn]] void FailUnexpected(std::string_view expected) const;
  std::string PlaceOf(std::string_view part) const;

  const Json* json_;
  std::string place_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_JSON_CURSOR_H_
