// SPDX-License-Identifier: BSD-3-Clause
//
// A header alone, so that the stress test, which is built without the checker, can have it too.

#ifndef HEDDLE_CHECKER_PROCESS_SHELL_QUOTED_H_
#define HEDDLE_CHECKER_PROCESS_SHELL_QUOTED_H_

#include <string>
#include <string_view>

namespace heddle::checker {

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

// A path that is not to be taken for an option.
inline std::string NoOption(std::string_view path) {
  return path.starts_with('-') ? "./" + std::string(path) : std::string(path);
}

// The same as a shell reads it.
inline std::string ShellQuotedPath(std::string_view path) { return ShellQuoted(NoOption(path)); }

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_PROCESS_SHELL_QUOTED_H_
