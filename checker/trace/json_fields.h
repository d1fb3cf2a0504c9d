// SPDX-License-Identifier: BSD-3-Clause
//
// Reading the fields of a JSON object that may hold anything, with errors that a user can act on.

#ifndef HEDDLE_CHECKER_TRACE_JSON_FIELDS_H_
#define HEDDLE_CHECKER_TRACE_JSON_FIELDS_H_

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::checker {

// The fields of an object; each is asked for by name and type. `Error` is thrown, with one line
// such as "expected 'simulation.max_steps' to be a whole number from 1 to 9".
template <class Error>
class JsonFields {
 public:
  using Json = nlohmann::json;

  explicit JsonFields(const Json& object, std::string path = "")
      : object_(object), path_(std::move(path)) {
    if (!object_.is_object()) {
      throw Error(path_.empty() ? "expected a JSON object" : Expected(path_, "an object"));
    }
  }

  JsonFields Object(const char* name) const { return JsonFields(At(name, "there"), PathOf(name)); }

  bool Bool(const char* name) const {
    const Json& value = At(name, "true or false");
    Require(value.is_boolean(), name, "true or false");
    return value.get<bool>();
  }
  std::string Text(const char* name) const {
    const Json& value = At(name, "a text");
    Require(value.is_string(), name, "a text");
    return value.get<std::string>();
  }
  // Empty if it is null.
  std::string TextOrNull(const char* name) const {
    return IsNull(name) ? std::string() : Text(name);
  }
  std::vector<std::string> Texts(const char* name) const {
    const Json& list = At(name, "a list of texts");
    Require(list.is_array(), name, "a list of texts");
    std::vector<std::string> texts;
    for (const Json& text : list) {
      Require(text.is_string(), name, "a list of texts");
      texts.push_back(text.get<std::string>());
    }
    return texts;
  }
  std::uint64_t Number(const char* name, std::uint64_t least, std::uint64_t most) const {
    const std::string what = fmt::format("a whole number from {} to {}", least, most);
    const Json& value = At(name, what);
    // A number without a sign is a kind of its own; one that does not fit is a floating one.
    Require(value.is_number_unsigned(), name, what);
    const auto number = value.get<std::uint64_t>();
    Require(number >= least && number <= most, name, what);
    return number;
  }
  std::optional<std::uint64_t> NumberOrNull(const char* name, std::uint64_t least,
                                            std::uint64_t most) const {
    return IsNull(name) ? std::nullopt : std::optional(Number(name, least, most));
  }
  double Share(const char* name) const {
    const std::string what = "a number from 0 to 1";
    const Json& value = At(name, what);
    Require(value.is_number(), name, what);
    const auto share = value.get<double>();
    Require(share >= 0 && share <= 1, name, what);
    return share;
  }

  const Json& List(const char* name) const {
    const Json& list = At(name, "a list");
    Require(list.is_array(), name, "a list");
    return list;
  }

  bool IsNull(const char* name) const { return At(name, "there, or null").is_null(); }

  // Throws unless `holds`.
  void Require(bool holds, const char* name, std::string_view what) const {
    if (!holds) {
      throw Error(Expected(PathOf(name), what));
    }
  }

  // The value, or throws if a field's text stood for none.
  template <class Value>
  Value Meant(std::optional<Value> value, const char* name, std::string_view what) const {
    if (!value) {
      throw Error(Expected(PathOf(name), what));
    }
    return *std::move(value);
  }

  // How errors name the field.
  std::string PathOf(const char* name) const {
    return path_.empty() ? std::string(name) : path_ + "." + name;
  }

 private:
  static std::string Expected(std::string_view path, std::string_view what) {
    return fmt::format("expected '{}' to be {}", path, what);
  }

  const Json& At(const char* name, std::string_view what) const {
    const auto found = object_.find(name);
    Require(found != object_.end(), name, what);
    return *found;
  }

  const Json& object_;
  std::string path_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_JSON_FIELDS_H_
