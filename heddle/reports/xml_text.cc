// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/xml_text.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace heddle::program {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool IsXmlCharacter(std::uint32_t code) {
  return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

// How many bytes the first character has; 0 if it is none of XML's, or is not in its shortest form.
std::size_t LengthOfCharacter(std::string_view text) {
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const auto first = static_cast<unsigned char>(text.front());
  const auto ones = static_cast<std::size_t>(std::countl_one(first));
  const std::size_t length = ones == 0 ? 1 : ones;
  if (ones == 1 || length > 4 || length > text.size()) {
    return 0;
  }
  std::uint32_t code = first & (0xFFU >> (ones == 0 ? 1 : ones + 1));
  for (const char byte : text.substr(1, length - 1)) {
    if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80) {
      return 0;
    }
    code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  return code >= kLeast.at(length) && IsXmlCharacter(code) ? length : 0;
}

// Empty: it stands for itself.
std::string_view Reference(char c, bool is_attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return is_attribute ? "&quot;" : "";
    case '\r':
      return "&#13;";
    case '\n':
      return is_attribute ? "&#10;" : "";
    case '\t':
      return is_attribute ? "&#9;" : "";
    default:
      return "";
  }
}

std::string Escaped(std::string_view text, bool is_attribute) {
  std::string escaped;
  while (!text.empty()) {
    const std::size_t length = LengthOfCharacter(text);
    const std::string_view reference = Reference(text.front(), is_attribute);
    escaped += length == 0 ? kReplacement : reference.empty() ? text.substr(0, length) : reference;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return escaped;
}

}  // namespace

std::string XmlText(std::string_view text) { return Escaped(text, /*is_attribute=*/false); }

std::string XmlAttribute(std::string_view text) { return Escaped(text, /*is_attribute=*/true); }

}  // namespace heddle::program
