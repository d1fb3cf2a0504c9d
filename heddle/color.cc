// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/color.h"

#include <unistd.h>

#include <cstdlib>

namespace heddle::program {
namespace {

std::string_view Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

Stream StreamOf(int descriptor) {
  return {.is_terminal = isatty(descriptor) != 0,
          .term = Variable("TERM"),
          .no_color = Variable("NO_COLOR")};
}

bool UseColor(std::string_view choice, const Stream& stream) {
  if (choice == "auto") {
    return stream.CanRedraw() && stream.no_color.empty();
  }
  return choice == "always";
}

}  // namespace heddle::program
