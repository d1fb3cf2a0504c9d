// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_TRACES_OPERATION_H_
#define HEDDLE_TESTS_TRACES_OPERATION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tests/data/value.h"

namespace heddle::tests {

// One line of a trace: ["name", values...], arguments first, then the expected results. Values are
// counted from 1, as an index into the line. Accessors throw Malformed, naming the value, if it is
// not what was asked for.
class Operation {
 public:
  explicit Operation(Value line);

  const std::string& name() const { return Line()[0].Text(); }
  std::size_t Count() const { return Line().size() - 1; }

  // The value as it is. Malformed if there are not that many.
  const Value& At(std::size_t i) const;

  std::uint64_t Number(std::size_t i, std::uint64_t lowest = 0,
                       std::uint64_t highest = UINT64_MAX) const;
  // A number, or -1 for "none".
  std::int64_t NumberOrNone(std::size_t i) const;
  // An amount of bytes or pages; -1 in the file is no bound, 2^64 - 1.
  std::uint64_t Amount(std::size_t i) const;
  // 16 hexadecimal digits.
  std::uint64_t Word(std::size_t i) const;
  // A word of the list that value `i` is.
  std::uint64_t Word(std::size_t i, std::size_t in_list) const;
  // Value `i`, which is a list.
  std::span<const Value> List(std::size_t i) const;
  // Value `i`, which is a list of so many items.
  std::span<const Value> List(std::size_t i, std::size_t length) const;
  bool Flag(std::size_t i) const { return Number(i, 0, 1) == 1; }

 private:
  const Value::Array& Line() const { return line_.Items(); }

  Value line_;
};

// What an operation is called in the file, how many values follow its name, and what does it.
template <class Self>
struct Handler {
  std::string_view name;
  std::size_t values;
  void (Self::*apply)(const Operation& operation);
};

[[noreturn]] void UnknownOperation(const Operation& operation, std::string_view kind,
                                   const std::string& known);
void CheckValues(const Operation& operation, std::size_t expected);

// Has `self` do the operation. Malformed if none of the handlers is for it, or if it has another
// number of values.
template <class Self>
void Dispatch(Self& self, std::string_view kind, std::span<const Handler<Self>> handlers,
              const Operation& operation) {
  std::string known;
  for (const Handler<Self>& handler : handlers) {
    if (handler.name == operation.name()) {
      CheckValues(operation, handler.values);
      (self.*handler.apply)(operation);
      return;
    }
    known += known.empty() ? "" : " ";
    known += handler.name;
  }
  UnknownOperation(operation, kind, known);
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_OPERATION_H_
