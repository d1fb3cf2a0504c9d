// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_DATA_VALUE_H_
#define HEDDLE_TESTS_DATA_VALUE_H_

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace heddle::tests {

// Data that is not what its format says. One line of text; where it was found is for the catcher to
// add.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A JSON value without floating-point numbers, which no test data has. Accessors throw Malformed if
// the value is something else.
class Value {
 public:
  using Array = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;
  using Data =
      std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, std::string, Array, Object>;

  Value() = default;
  explicit Value(Data data) : data_(std::move(data)) {}

  static Value Parse(std::string_view text);

  bool IsNull() const { return std::holds_alternative<std::nullptr_t>(data_); }
  bool IsNegative() const { return std::holds_alternative<std::int64_t>(data_); }
  bool IsText() const { return std::holds_alternative<std::string>(data_); }

  bool Boolean() const;
  std::int64_t Signed() const;
  std::uint64_t Unsigned() const;
  // A text "0x...": how the vectors write 64-bit words and addresses.
  std::uint64_t Hex() const;
  const std::string& Text() const;
  const Array& Items() const;
  const Object& Members() const;

  // The member of an object; null, or Malformed for [], if there is none.
  const Value* Find(std::string_view key) const;
  const Value& operator[](std::string_view key) const;

  // For messages: JSON in one short line, cut if need be.
  std::string Show() const;

 private:
  void ShowIn(std::string& out) const;

  Data data_;  // numbers are int64_t only if negative
};

// The number in hexadecimal digits and nothing else; at most 16 of them.
std::uint64_t ParseHex(std::string_view digits);

// One readable line: cut, and without control characters.
std::string Shorten(std::string_view text);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_DATA_VALUE_H_
