// SPDX-License-Identifier: BSD-3-Clause

#include "tests/traces/operation.h"

#include <utility>

#include "tests/data/str_cat.h"

namespace heddle::tests {
namespace {

[[noreturn]] void BadValue(std::size_t i, const std::string& expected, const Value& found) {
  throw Malformed(StrCat("value ", i, ": expected ", expected, ", found ", found.Show()));
}

std::uint64_t WordOf(std::size_t i, const Value& value) {
  if (value.IsText() && value.Text().size() == 16) {
    try {
      return ParseHex(value.Text());
    } catch (const Malformed&) {
    }
  }
  BadValue(i, "16 hexadecimal digits in a text", value);
}

// What a value is asked to be, with the value's place in the message if it is not.
template <class Read>
auto At(std::size_t i, Read read) {
  try {
    return read();
  } catch (const Malformed& error) {
    throw Malformed(StrCat("value ", i, ": ", error.what()));
  }
}

}  // namespace

Operation::Operation(Value line) : line_(std::move(line)) {
  if (Line().empty() || !Line()[0].IsText()) {
    throw Malformed(
        StrCat("expected an operation, an array that begins with its name, found ", line_.Show()));
  }
}

const Value& Operation::At(std::size_t i) const {
  if (i > Count()) {
    throw Malformed(
        StrCat("expected at least ", i, " values after \"", name(), "\", found ", Count()));
  }
  return Line()[i];
}

std::uint64_t Operation::Number(std::size_t i, std::uint64_t lowest, std::uint64_t highest) const {
  const std::uint64_t number = tests::At(i, [&] { return At(i).Unsigned(); });
  if (number < lowest || number > highest) {
    BadValue(i, StrCat("a number from ", lowest, " to ", highest), At(i));
  }
  return number;
}

std::int64_t Operation::NumberOrNone(std::size_t i) const {
  const std::int64_t number = tests::At(i, [&] { return At(i).Signed(); });
  if (number < -1) {
    BadValue(i, "a number from 0 on, or -1", At(i));
  }
  return number;
}

std::uint64_t Operation::Amount(std::size_t i) const {
  if (!At(i).IsNegative()) {
    return Number(i);
  }
  NumberOrNone(i);
  return UINT64_MAX;
}

std::uint64_t Operation::Word(std::size_t i) const { return WordOf(i, At(i)); }

std::uint64_t Operation::Word(std::size_t i, std::size_t in_list) const {
  return WordOf(i, List(i)[in_list]);
}

std::span<const Value> Operation::List(std::size_t i) const {
  return tests::At(i, [&] { return std::span<const Value>(At(i).Items()); });
}

std::span<const Value> Operation::List(std::size_t i, std::size_t length) const {
  const std::span<const Value> items = List(i);
  if (items.size() != length) {
    BadValue(i, StrCat("a list of ", length), At(i));
  }
  return items;
}

void UnknownOperation(const Operation& operation, std::string_view kind, const std::string& known) {
  throw Malformed(StrCat("unknown operation \"", Shorten(operation.name()),
                         "\": expected one of kind ", kind, ": ", known));
}

void CheckValues(const Operation& operation, std::size_t expected) {
  if (operation.Count() != expected) {
    throw Malformed(StrCat("expected ", expected, " values after \"", operation.name(),
                           "\", found ", operation.Count()));
  }
}

}  // namespace heddle::tests
