// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_DECIMAL_H_
#define HEDDLE_HEDDLE_DECIMAL_H_

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

namespace heddle::program {

// A whole number of a command line, in decimal and up to 2^64 - 1. What CLI11 reads on its own may
// be octal, wraps around below 0, and is cut off at the largest.
inline CLI::Validator AsDecimal() {
  return {[](std::string& text) {
            std::uint64_t number = 0;
            const char* const end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(text.data(), end, number);
            if (error != std::errc() || rest != end) {
              return "expected a whole number up to 18446744073709551615, found '" + text + "'";
            }
            text = std::to_string(number);  // without zeros in front
            return std::string();
          },
          ""};
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_DECIMAL_H_
