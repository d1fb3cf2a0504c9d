// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_FUZZ_READING_H_
#define HEDDLE_TESTS_FUZZ_READING_H_

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "tests/fuzz/fuzzers.h"

namespace heddle::tests {

inline std::string_view TextOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Throws std::logic_error unless `holds`.
inline void RequireThat(bool holds, const std::string& what) {
  if (!holds) {
    throw std::logic_error(what);
  }
}

// What `read` returns; none if it refuses the text with `Error`, whose message must be one line.
// Everything else that it throws is a failure.
template <class Error, class Read>
std::optional<std::invoke_result_t<Read>> ReadOrRefuse(Read read) {
  try {
    return read();
  } catch (const Error& error) {
    const std::string_view message = error.what();
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    RequireThat(!message.empty() && std::ranges::none_of(message, is_control),
                "the message of an error is no line: '" + std::string(message) + "'");
    return std::nullopt;
  }
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_FUZZ_READING_H_
