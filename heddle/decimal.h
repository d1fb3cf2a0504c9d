// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_DECIMAL_H_
#define HEDDLE_HEDDLE_DECIMAL_H_

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace heddle::program {

// A whole number of a command line, in decimal, from `least` to `most`. What CLI11 reads on its own
// may be octal, wraps around below 0, and is cut off at the largest.
inline CLI::Validator AsDecimal(std::uint64_t least = 0,
                                std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) {
  return {[least, most](std::string& text) {
            std::uint64_t number = 0;
            const char* const end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(text.data(), end, number);
            if (error != std::errc() || rest != end || number < least || number > most) {
              return "expected a whole number " +
                     (least == 0 ? "" : "from " + std::to_string(least) + " ") +
                     (least == 0 ? "up to " : "to ") + std::to_string(most) + ", found '" + text +
                     "'";
            }
            text = std::to_string(number);  // without zeros in front
            return std::string();
          },
          ""};
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_DECIMAL_H_
