// SPDX-License-Identifier: BSD-3-Clause

#include "tests/traces/expect.h"

#include "tests/data/str_cat.h"

namespace heddle::tests {

std::string Show(const Place& place) {
  return place.chunk < 0 ? "none" : StrCat("chunk ", place.chunk, " page ", place.page);
}

std::string Show(const Bytes& range) {
  return range.low < 0 ? "none" : StrCat("[", range.low, ", ", range.high, ")");
}

std::string Show(Word word) {
  std::string digits(16, '0');
  for (int i = 15; i >= 0; --i, word.bits >>= 4) {
    digits[static_cast<std::size_t>(i)] = "0123456789abcdef"[word.bits & 0xf];
  }
  return digits;
}

}  // namespace heddle::tests
