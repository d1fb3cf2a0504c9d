// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_SHELL_QUOTED_H_
#define HEDDLE_TESTS_STRESS_SHELL_QUOTED_H_

#include <string>
#include <string_view>

namespace heddle::stress {

// A word as a shell reads it: as it is, or in quotes if it has anything but what paths, places and
// changes are usually made of.
inline std::string ShellQuoted(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char letter : word) {
    quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return quoted + "'";
}

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_SHELL_QUOTED_H_
