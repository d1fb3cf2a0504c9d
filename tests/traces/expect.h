// SPDX-License-Identifier: BSD-3-Clause
//
// Comparing what a trace says with what came.

#ifndef HEDDLE_TESTS_TRACES_EXPECT_H_
#define HEDDLE_TESTS_TRACES_EXPECT_H_

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "tests/data/str_cat.h"

namespace heddle::tests {

// A result that is not the expected one. The text says which result, and both values.
class Difference : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A page, as a trace writes it: relative to the trace's lowest address; -1 and -1 for none.
struct Place {
  std::int64_t chunk = -1;
  std::int64_t page = -1;
  friend bool operator==(const Place&, const Place&) = default;
};

// A range of bytes, as a trace writes it; -1 and -1 for an empty one.
struct Bytes {
  std::int64_t low = -1;
  std::int64_t high = -1;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

// A 64-bit word, written as 16 hexadecimal digits.
struct Word {
  std::uint64_t bits;
  friend bool operator==(const Word&, const Word&) = default;
};

std::string Show(const Place& place);
std::string Show(const Bytes& range);
std::string Show(Word word);
inline std::string Show(std::string_view text) { return std::string(text); }
template <class T>
  requires std::is_integral_v<T>
std::string Show(T number) {
  return std::to_string(number);
}

// Throws Difference unless `came` is what was expected. `what` names the result.
template <class Expected, class Came>
void Expect(std::string_view what, const Expected& expected, const Came& came) {
  bool same = false;
  if constexpr (std::is_same_v<Expected, Came>) {
    same = expected == came;
  } else {
    same = std::cmp_equal(expected, came);
  }
  if (!same) {
    throw Difference(StrCat(what, ": expected ", Show(expected), ", came ", Show(came)));
  }
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_EXPECT_H_
