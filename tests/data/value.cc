// SPDX-License-Identifier: BSD-3-Clause

#include "tests/data/value.h"

#include <charconv>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "tests/data/str_cat.h"

namespace heddle::tests {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 32;  // the data has 8; recursion on what a file says must end somewhere

Value Convert(const Json& json, int depth) {
  if (depth > kMaxDepth) {
    throw Malformed(StrCat("expected JSON of at most ", kMaxDepth, " levels"));
  }
  switch (json.type()) {
    case Json::value_t::null:
      return Value(nullptr);
    case Json::value_t::boolean:
      return Value(json.get<bool>());
    case Json::value_t::number_integer:
      return Value(json.get<std::int64_t>());
    case Json::value_t::number_unsigned:
      return Value(json.get<std::uint64_t>());
    case Json::value_t::string:
      return Value(json.get<std::string>());
    case Json::value_t::array: {
      Value::Array items;
      items.reserve(json.size());
      for (const Json& item : json) {
        items.push_back(Convert(item, depth + 1));
      }
      return Value(std::move(items));
    }
    case Json::value_t::object: {
      Value::Object members;
      for (const auto& [key, member] : json.items()) {
        members.emplace_back(key, Convert(member, depth + 1));
      }
      return Value(std::move(members));
    }
    default:
      throw Malformed(StrCat("expected whole numbers of at most 64 bits, found ", json.dump()));
  }
}

[[noreturn]] void Unexpected(const char* expected, const Value& found) {
  throw Malformed(StrCat("expected ", expected, ", found ", found.Show()));
}

template <class T>
const T& As(const Value::Data& data, const char* expected, const Value& value) {
  if (const T* const held = std::get_if<T>(&data)) {
    return *held;
  }
  Unexpected(expected, value);
}

}  // namespace

Value Value::Parse(std::string_view text) {
  try {
    return Convert(Json::parse(text), 0);
  } catch (const Json::parse_error& error) {
    const std::size_t at = error.byte > 0 ? error.byte - 1 : 0;
    throw Malformed(StrCat("expected JSON, found ",
                           at < text.size() ? Shorten(text.substr(at)) : "the end of the line",
                           " at character ", at + 1));
  } catch (const Json::out_of_range&) {
    throw Malformed(StrCat("expected whole numbers of at most 64 bits, found ", Shorten(text)));
  }
}

bool Value::Boolean() const { return As<bool>(data_, "true or false", *this); }

std::int64_t Value::Signed() const {
  if (const auto* const number = std::get_if<std::uint64_t>(&data_)) {
    if (*number > static_cast<std::uint64_t>(INT64_MAX)) {
      Unexpected("a number below 2^63", *this);
    }
    return static_cast<std::int64_t>(*number);
  }
  return As<std::int64_t>(data_, "a whole number", *this);
}

std::uint64_t Value::Unsigned() const {
  return As<std::uint64_t>(data_, "a whole number from 0 on", *this);
}

std::uint64_t Value::Hex() const {
  const std::string& text = Text();
  if (text.rfind("0x", 0) != 0) {
    Unexpected("a hexadecimal number in a text", *this);
  }
  return ParseHex(std::string_view(text).substr(2));
}

const std::string& Value::Text() const { return As<std::string>(data_, "a text", *this); }
const Value::Array& Value::Items() const { return As<Array>(data_, "an array", *this); }
const Value::Object& Value::Members() const { return As<Object>(data_, "an object", *this); }

const Value* Value::Find(std::string_view key) const {
  for (const auto& [name, member] : Members()) {
    if (name == key) {
      return &member;
    }
  }
  return nullptr;
}

const Value& Value::operator[](std::string_view key) const {
  const Value* const member = Find(key);
  if (member == nullptr) {
    throw Malformed(StrCat("expected a member \"", key, "\" in ", Show()));
  }
  return *member;
}

std::string Value::Show() const {
  std::string out;
  ShowIn(out);
  return Shorten(out);
}

void Value::ShowIn(std::string& out) const {
  struct Printer {
    std::string& out;

    void operator()(std::nullptr_t) const { out += "null"; }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(std::int64_t value) const { out += std::to_string(value); }
    void operator()(std::uint64_t value) const { out += std::to_string(value); }
    void operator()(const std::string& value) const { out += StrCat("\"", Shorten(value), "\""); }
    void operator()(const Array& items) const {
      out += '[';
      for (const Value& item : items) {
        out += &item == items.data() ? "" : ",";
        item.ShowIn(out);
      }
      out += ']';
    }
    void operator()(const Object& members) const {
      out += '{';
      for (const auto& [key, member] : members) {
        out += out.back() == '{' ? "\"" : ",\"";
        out += StrCat(key, "\":");
        member.ShowIn(out);
      }
      out += '}';
    }
  };
  std::visit(Printer{out}, data_);
}

std::uint64_t ParseHex(std::string_view digits) {
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number, 16);
  if (result.ec != std::errc() || result.ptr != end) {
    throw Malformed(StrCat("expected a hexadecimal number of at most 64 bits, found \"",
                           Shorten(digits), "\""));
  }
  return number;
}

std::string Shorten(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string line(text.substr(0, kLongest));
  for (char& c : line) {
    if (c < ' ' || c > '~') {
      c = '?';
    }
  }
  return text.size() <= kLongest ? line : StrCat(line, "...");
}

}  // namespace heddle::tests
