// SPDX-License-Identifier: BSD-3-Clause

#include "tests/reports/xml_document.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <utility>

namespace heddle::tests {
namespace {

bool IsXmlCharacter(std::uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == ':';
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string Utf8(std::uint32_t code) {
  std::string text;
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else {
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    text += static_cast<char>((0xF00U >> static_cast<unsigned>(more)) |
                              code >> (6U * static_cast<unsigned>(more)));
    for (int i = more - 1; i >= 0; --i) {
      text += static_cast<char>(0x80U | (code >> (6U * static_cast<unsigned>(i)) & 0x3FU));
    }
  }
  return text;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) { RequireCharacters(); }

  XmlElement Document() {
    if (text_.starts_with("<?xml ")) {
      at_ = text_.find("?>");
      Require(at_ != std::string_view::npos, "the end of the declaration");
      at_ += 2;
    }
    SkipSpaces();
    XmlElement root = Element();
    SkipSpaces();
    Require(at_ == text_.size(), "one root element");
    return root;
  }

 private:
  void Require(bool holds, const std::string& what) const {
    if (!holds) {
      throw XmlError("expected " + what + " at byte " + std::to_string(at_));
    }
  }

  // That all is UTF-8, in its shortest form, of characters that XML has.
  void RequireCharacters() {
    constexpr std::array<std::uint32_t, 4> kLeast = {0, 0x80, 0x800, 0x10000};
    for (at_ = 0; at_ < text_.size();) {
      const auto first = static_cast<unsigned char>(text_[at_]);
      const std::size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
      Require(first < 0x80 || (first >= 0xC2 && first <= 0xF4), "UTF-8");
      Require(at_ + more < text_.size(), "a whole character");
      std::uint32_t code = more == 0 ? first : first & (0x3FU >> more);
      for (std::size_t i = 1; i <= more; ++i) {
        const auto next = static_cast<unsigned char>(text_[at_ + i]);
        Require(next >= 0x80 && next < 0xC0, "UTF-8");
        code = code * 64 + (next - 0x80);
      }
      Require(code >= kLeast.at(more) && IsXmlCharacter(code), "a character of XML");
      at_ += more + 1;
    }
    at_ = 0;
  }

  bool Take(std::string_view token) {
    if (text_.substr(at_).starts_with(token)) {
      at_ += token.size();
      return true;
    }
    return false;
  }
  void Demand(std::string_view token) { Require(Take(token), "'" + std::string(token) + "'"); }

  bool SkipSpaces() {
    const std::size_t before = at_;
    while (at_ < text_.size() && IsSpace(text_[at_])) {
      ++at_;
    }
    return at_ != before;
  }

  std::string Name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsNameCharacter(text_[at_])) {
      ++at_;
    }
    const std::string name(text_.substr(begin, at_ - begin));
    Require(
        !name.empty() && (std::isalpha(static_cast<unsigned char>(name[0])) != 0 || name[0] == '_'),
        "a name");
    return name;
  }

  std::string Reference() {
    for (const auto& [name, meant] : {std::pair("&amp;", "&"),
                                      {"&lt;", "<"},
                                      {"&gt;", ">"},
                                      {"&quot;", "\""},
                                      {"&apos;", "'"}}) {
      if (Take(name)) {
        return meant;
      }
    }
    Demand("&#");
    const int base = Take("x") ? 16 : 10;
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), code, base);
    Require(error == std::errc{} && IsXmlCharacter(code), "the number of a character");
    at_ = static_cast<std::size_t>(end - text_.data());
    Demand(";");
    return Utf8(code);
  }

  std::string AttributeValue() {
    Demand("\"");
    std::string value;
    while (!Take("\"")) {
      Require(at_ < text_.size() && text_[at_] != '<', "the end of an attribute");
      if (text_[at_] == '&') {
        value += Reference();
      } else {
        value += IsSpace(text_[at_]) ? ' ' : text_[at_];
        ++at_;
      }
    }
    return value;
  }

  XmlElement Element() {
    Demand("<");
    XmlElement element;
    element.name = Name();
    while (SkipSpaces() && at_ < text_.size() && IsNameCharacter(text_[at_])) {
      const std::string name = Name();
      Demand("=");
      Require(element.attributes.emplace(name, AttributeValue()).second, "each attribute once");
    }
    if (Take("/>")) {
      return element;
    }
    Demand(">");
    while (!Take("</")) {
      Require(at_ < text_.size(), "the end of " + element.name);
      Require(!text_.substr(at_).starts_with("]]>"), "no end of what has not begun");
      if (text_[at_] == '<') {
        element.children.push_back(Element());
      } else if (text_[at_] == '&') {
        element.text += Reference();
      } else {
        element.text += text_[at_++];
      }
    }
    Require(Name() == element.name, "the end of " + element.name);
    SkipSpaces();
    Demand(">");
    return element;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const std::string& XmlElement::At(const std::string& attribute) const {
  const auto found = attributes.find(attribute);
  if (found == attributes.end()) {
    throw XmlError("expected " + name + " to have " + attribute);
  }
  return found->second;
}

std::vector<const XmlElement*> XmlElement::ChildrenNamed(std::string_view child) const {
  std::vector<const XmlElement*> found;
  for (const XmlElement& each : children) {
    if (each.name == child) {
      found.push_back(&each);
    }
  }
  return found;
}

XmlElement ParseXml(std::string_view text) { return Parser(text).Document(); }

}  // namespace heddle::tests
