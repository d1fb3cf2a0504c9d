// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_BYTE_COUNT_H_
#define HEDDLE_HEDDLE_BYTE_COUNT_H_

#include <CLI/CLI.hpp>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>

namespace heddle::program {

// The power of 1024 that "", "B", "k", "KB", "MiB", ... stand for; -1 for anything else.
inline int PowerOf1024(std::string_view unit) {
  constexpr std::string_view kPrefixes = "kmgt";
  constexpr std::array<std::string_view, 3> kRests = {"", "b", "ib"};
  const std::string lower = CLI::detail::to_lower(std::string(unit));
  if (lower.empty() || lower == "b") {
    return 0;
  }
  const std::size_t power = kPrefixes.find(lower.front());
  for (const std::string_view rest : kRests) {
    if (power != std::string_view::npos && lower.substr(1) == rest) {
      return static_cast<int>(power) + 1;
    }
  }
  return -1;
}

// "512M", "2GiB" of a command line, as a number of bytes, which is not 0.
inline CLI::Validator AsByteCount() {
  return {[](std::string& text) {
            std::uint64_t bytes = 0;
            const char* const end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(text.data(), end, bytes);
            const int power = PowerOf1024({rest, static_cast<std::size_t>(end - rest)});
            const int shift = 10 * power;
            if (error != std::errc() || power < 0 || bytes == 0 ||
                bytes > std::numeric_limits<std::uint64_t>::max() >> shift) {
              return "expected a size such as 512M or 2G, found '" + text + "'";
            }
            text = std::to_string(bytes << shift);
            return std::string();
          },
          ""};
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_BYTE_COUNT_H_
