// SPDX-License-Identifier: BSD-3-Clause

#include "tests/data/json_schema.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <regex>
#include <set>
#include <string_view>

namespace heddle::tests {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostShown = 60;

std::string Short(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > kMostShown) {
    text = text.substr(0, kMostShown) + "...";
  }
  return text;
}

bool IsWhole(const Json& value) {
  return value.is_number_integer() ||
         (value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>());
}

bool IsOfType(const Json& value, const std::string& type) {
  return (type == "null" && value.is_null()) || (type == "boolean" && value.is_boolean()) ||
         (type == "integer" && IsWhole(value)) || (type == "number" && value.is_number()) ||
         (type == "string" && value.is_string()) || (type == "array" && value.is_array()) ||
         (type == "object" && value.is_object());
}

const std::set<std::string>& Types() {
  static const std::set<std::string> kTypes = {"null",   "boolean", "integer", "number",
                                               "string", "array",   "object"};
  return kTypes;
}

void Require(bool holds, const std::string& file, const std::string& what) {
  if (!holds) {
    throw SchemaError(file + ": " + what);
  }
}

}  // namespace

JsonSchema::JsonSchema(const std::filesystem::path& file)
    : folder_(file.parent_path()), file_(file.filename().string()) {
  Load(file_);
}

void JsonSchema::Load(const std::string& file) {
  if (files_.contains(file)) {
    return;
  }
  std::ifstream stream(folder_ / file);
  Require(stream.is_open(), file, "cannot be opened");
  try {
    files_[file] = Json::parse(stream);
  } catch (const Json::parse_error& error) {
    throw SchemaError(file + ": " + error.what());
  }
  RequireUnderstood(files_[file], file);
}

void JsonSchema::RequireUnderstood(const Json& schema, const std::string& file) {
  if (schema.is_boolean()) {
    return;
  }
  Require(schema.is_object(), file, "expected a schema, found " + Short(schema));
  for (const auto& [keyword, value] : schema.items()) {
    RequireUnderstoodValue(keyword, value, file);
  }
}

void JsonSchema::RequireUnderstoodValue(const std::string& keyword, const Json& value,
                                        const std::string& file) {
  static const std::set<std::string> kOfSchemas = {"prefixItems", "oneOf"};
  static const std::set<std::string> kOfNamedSchemas = {"properties", "$defs"};
  static const std::set<std::string> kPlain = {"$schema",  "$id",     "title",   "const",
                                               "enum",     "minimum", "maximum", "required",
                                               "minItems", "maxItems"};
  if (kOfSchemas.contains(keyword) || kOfNamedSchemas.contains(keyword)) {
    Require(kOfSchemas.contains(keyword) ? value.is_array() : value.is_object(), file,
            "expected schemas in " + keyword);
    for (const Json& schema : value) {
      RequireUnderstood(schema, file);
    }
  } else if (keyword == "items" || keyword == "additionalProperties") {
    RequireUnderstood(value, file);
  } else if (keyword == "$ref") {
    const std::string reference = value.get<std::string>();
    Load(reference.starts_with('#') ? file : reference.substr(0, reference.find('#')));
    Referred(reference, file);
  } else if (keyword == "type") {
    for (const Json& type : value.is_array() ? value : Json::array({value})) {
      Require(Types().contains(type.get<std::string>()), file, "unknown type " + Short(type));
    }
  } else if (keyword == "pattern") {
    const std::regex is_one(value.get<std::string>());
  } else {
    Require(kPlain.contains(keyword), file, "keyword that is not understood: " + keyword);
  }
}

JsonSchema::Place JsonSchema::Referred(const std::string& reference,
                                       const std::string& file) const {
  const std::size_t hash = reference.find('#');
  const std::string in_file = hash == 0 ? file : reference.substr(0, hash);
  const Json::json_pointer pointer(hash == std::string::npos ? "" : reference.substr(hash + 1));
  Require(files_.at(in_file).contains(pointer), file, "reference to nothing: " + reference);
  return {&files_.at(in_file).at(pointer), in_file};
}

// One document, or a part of it, against one schema. Mistakes are added to `mistakes`.
struct JsonSchema::Checking {
  const JsonSchema& schemas;
  std::vector<std::string>& mistakes;

  void Check(const Json& value, const Place& place, const std::string& path) const {
    const Json& schema = *place.schema;
    if (schema.is_boolean()) {
      Expect(schema.get<bool>(), path, "nothing", value);
      return;
    }
    if (const auto reference = schema.find("$ref"); reference != schema.end()) {
      Check(value, schemas.Referred(reference->get<std::string>(), place.file), path);
    }
    CheckValue(value, schema, path);
    if (value.is_object()) {
      CheckMembers(value, place, path);
    }
    if (value.is_array()) {
      CheckItems(value, place, path);
    }
    if (const auto ways = schema.find("oneOf"); ways != schema.end()) {
      CheckOneOf(value, *ways, place, path);
    }
  }

 private:
  void Expect(bool holds, const std::string& path, const std::string& what,
              const Json& value) const {
    if (!holds) {
      mistakes.push_back((path.empty() ? "/" : path) + ": expected " + what + ", found " +
                         Short(value));
    }
  }

  void CheckValue(const Json& value, const Json& schema, const std::string& path) const {
    if (const auto type = schema.find("type"); type != schema.end()) {
      const Json types = type->is_array() ? *type : Json::array({*type});
      Expect(std::ranges::any_of(
                 types, [&](const Json& each) { return IsOfType(value, each.get<std::string>()); }),
             path, "type " + type->dump(), value);
    }
    if (const auto only = schema.find("const"); only != schema.end()) {
      Expect(value == *only, path, Short(*only), value);
    }
    if (const auto some = schema.find("enum"); some != schema.end()) {
      Expect(std::ranges::find(*some, value) != some->end(), path, "one of " + Short(*some), value);
    }
    if (const auto pattern = schema.find("pattern"); pattern != schema.end() && value.is_string()) {
      Expect(std::regex_search(value.get<std::string>(), std::regex(pattern->get<std::string>())),
             path, "text like " + pattern->get<std::string>(), value);
    }
    if (value.is_number()) {
      const auto number = value.get<double>();
      Expect(number >= schema.value("minimum", number), path, "no less than the minimum", value);
      Expect(number <= schema.value("maximum", number), path, "no more than the maximum", value);
    }
  }

  void CheckMembers(const Json& value, const Place& place, const std::string& path) const {
    const Json& schema = *place.schema;
    for (const Json& name : schema.value("required", Json::array())) {
      Expect(value.contains(name.get<std::string>()), path, "a member " + name.dump(), value);
    }
    const auto properties = schema.find("properties");
    const auto others = schema.find("additionalProperties");
    for (const auto& [name, member] : value.items()) {
      const std::string member_path = path + "/" + name;
      if (properties != schema.end() && properties->contains(name)) {
        Check(member, {&properties->at(name), place.file}, member_path);
      } else if (others != schema.end()) {
        Check(member, {&*others, place.file}, member_path);
      }
    }
  }

  void CheckItems(const Json& value, const Place& place, const std::string& path) const {
    const Json& schema = *place.schema;
    Expect(value.size() >= schema.value("minItems", std::size_t{0}), path, "more items", value);
    Expect(value.size() <= schema.value("maxItems", value.size()), path, "fewer items", value);
    const auto first = schema.find("prefixItems");
    const std::size_t in_front = first == schema.end() ? 0 : first->size();
    const auto items = schema.find("items");
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string item_path = path + "/" + std::to_string(i);
      if (i < in_front) {
        Check(value[i], {&first->at(i), place.file}, item_path);
      } else if (items != schema.end()) {
        Check(value[i], {&*items, place.file}, item_path);
      }
    }
  }

  void CheckOneOf(const Json& value, const Json& ways, const Place& place,
                  const std::string& path) const {
    std::size_t valid = 0;
    std::vector<std::string> why_not;
    for (const Json& way : ways) {
      std::vector<std::string> of_this;
      Checking{schemas, of_this}.Check(value, {&way, place.file}, path);
      valid += of_this.empty() ? 1 : 0;
      why_not.insert(why_not.end(), of_this.begin(), of_this.end());
    }
    Expect(valid == 1, path, "exactly one of several schemas to fit, not " + std::to_string(valid),
           value);
    if (valid == 0) {
      for (const std::string& line : why_not) {
        mistakes.push_back("  " + line);
      }
    }
  }
};

std::vector<std::string> JsonSchema::Mistakes(const Json& document) const {
  std::vector<std::string> mistakes;
  Checking{*this, mistakes}.Check(document, {&files_.at(file_), file_}, "");
  return mistakes;
}

}  // namespace heddle::tests
