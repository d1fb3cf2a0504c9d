// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/color.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <system_error>

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

std::size_t ColumnsOf(int descriptor) {
  constexpr std::size_t kUsual = 80;
  const std::string_view asked = Variable("COLUMNS");
  std::uint16_t columns = 0;
  const auto [rest, error] = std::from_chars(asked.data(), asked.data() + asked.size(), columns);
  if (error == std::errc() && rest == asked.data() + asked.size() && columns > 0) {
    return columns;
  }
  winsize size = {};
  const bool is_known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : kUsual;
}

bool UseColor(std::string_view choice, const Stream& stream) {
  if (choice == "auto") {
    return stream.CanRedraw() && stream.no_color.empty();
  }
  return choice == "always";
}

}  // namespace heddle::program
