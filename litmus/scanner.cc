// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "litmus/malformed.h"

namespace heddle::litmus {
namespace {

constexpr std::string_view kBlanks = " \t\n\r";

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNamePart(char c) { return IsLetter(c) || IsDigit(c) || c == '_'; }

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// In one line, whatever it holds.
std::string Shown(std::string_view text) {
  std::string shown(text.substr(0, 60));
  std::ranges::replace_if(shown, [](char c) { return c < ' ' || c > '~'; }, '?');
  return shown;
}

}  // namespace

Scanner::Scanner(std::string_view text, std::string place)
    : text_(Trimmed(text)), place_(std::move(place)) {}

void Scanner::SkipBlanks() {
  while (!AtEnd() && kBlanks.find(text_[at_]) != std::string_view::npos) {
    ++at_;
  }
}

bool Scanner::Accept(std::string_view sign) {
  if (!text_.substr(at_).starts_with(sign)) {
    return false;
  }
  at_ += sign.size();
  SkipBlanks();
  return true;
}

bool Scanner::AcceptWord(std::string_view word) {
  const std::string_view rest = text_.substr(at_);
  return (rest.size() <= word.size() || !IsNamePart(rest[word.size()])) && Accept(word);
}

void Scanner::Expect(std::string_view sign) {
  if (!Accept(sign)) {
    Fail(fmt::format("expected '{}'", sign));
  }
}

void Scanner::ExpectEnd() {
  if (!AtEnd()) {
    Fail("expected nothing more");
  }
}

bool Scanner::NextIsNumber() const {
  const std::string_view rest = text_.substr(at_);
  return !rest.empty() &&
         (IsDigit(rest[0]) || (rest[0] == '-' && rest.size() > 1 && IsDigit(rest[1])));
}

std::string Scanner::Name(std::string_view what) {
  const std::string_view rest = text_.substr(at_);
  const auto end = std::ranges::find_if_not(rest, IsNamePart);
  const std::string name(rest.begin(), end);
  if (name.empty() || !IsLetter(name[0])) {
    Fail(fmt::format("expected {}", what));
  }
  at_ += name.size();
  SkipBlanks();
  return name;
}

std::int64_t Scanner::Number() {
  std::int64_t number = 0;
  const char* const begin = text_.data() + at_;
  const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
  if (error != std::errc{}) {
    Fail("expected a whole number of 64 bits");
  }
  at_ += static_cast<std::size_t>(end - begin);
  SkipBlanks();
  return number;
}

std::string_view Scanner::InBraces() {
  Expect("{");
  if (text_.back() != '}') {
    Fail("expected '}' as the last sign");
  }
  const std::string_view inside = text_.substr(at_, text_.size() - 1 - at_);
  at_ = text_.size();
  return inside;
}

void Scanner::Fail(std::string_view what) const {
  throw Malformed(
      fmt::format("{}, '{}': {}{}", place_, Shown(text_), what,
                  AtEnd() ? " at its end" : fmt::format(" at '{}'", Shown(text_.substr(at_)))));
}

std::vector<std::string_view> Split(std::string_view text, std::string_view sign) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at != std::string_view::npos;) {
    const std::size_t end = text.find(sign, at);
    pieces.push_back(text.substr(at, end - at));
    at = end == std::string_view::npos ? end : end + sign.size();
  }
  return pieces;
}

std::vector<std::string_view> SplitOutsideBraces(std::string_view text, char sign) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
    if (text[i] == sign && depth == 0) {
      pieces.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

}  // namespace heddle::litmus
