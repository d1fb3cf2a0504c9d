// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/wrapped.h"

#include <cstddef>

namespace heddle::program {
namespace {

constexpr std::size_t kWidth = 100;
constexpr char kIndent[] = "      ";

}  // namespace

std::string Wrapped(const std::string& first, const std::vector<std::string>& words) {
  std::string text = first;
  std::size_t width = first.size();
  for (const std::string& word : words) {
    if (width + 2 + word.size() > kWidth) {
      text += "\n";
      text += kIndent;
      width = sizeof(kIndent) - 1;
    }
    text += "  " + word;
    width += 2 + word.size();
  }
  return text + "\n";
}

}  // namespace heddle::program
