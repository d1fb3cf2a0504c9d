// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/schedule.h"

#include <charconv>
#include <cstddef>

#include "checker/program.h"

namespace heddle::checker {
namespace {

// Twenty times what the longest execution takes by default. A few letters of text can ask for any
// number.
constexpr std::size_t kMaxDecisions = 1'000'000;

constexpr char kFirstThread = 'a';
constexpr char kAlternative = 'c';
constexpr std::uint8_t kMaxAlternative = 1;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::size_t> ParseNumber(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

// What stands between two dots: one decision, `count` times.
struct Part {
  Decision decision;
  std::size_t count = 1;
};

std::optional<Part> ParsePart(std::string_view text) {
  if (text.size() >= 2 && text[0] == kAlternative && IsDigit(text[1])) {
    const auto number = ParseNumber(text.substr(1));
    if (!number || *number > kMaxAlternative) {
      return std::nullopt;
    }
    return Part{{Decision::Kind::kAlternative, static_cast<std::uint8_t>(*number)}};
  }
  if (text.empty() || text[0] < kFirstThread || text[0] >= kFirstThread + kMaxThreads) {
    return std::nullopt;
  }
  Part part{{Decision::Kind::kThread, static_cast<std::uint8_t>(text[0] - kFirstThread)}};
  if (text.size() > 1) {
    const auto count = text[1] == '*' ? ParseNumber(text.substr(2)) : std::nullopt;
    if (!count) {
      return std::nullopt;
    }
    part.count = *count;
  }
  return part;
}

}  // namespace

std::string ToString(const Schedule& schedule) {
  std::string text;
  for (std::size_t i = 0; i < schedule.size();) {
    const Decision decision = schedule[i];
    std::size_t count = 1;
    if (decision.kind == Decision::Kind::kThread) {
      while (i + count < schedule.size() && schedule[i + count] == decision) {
        ++count;
      }
    }
    text += text.empty() ? "" : ".";
    if (decision.kind == Decision::Kind::kAlternative) {
      text += kAlternative;
      text += std::to_string(decision.value);
    } else {
      text += static_cast<char>(kFirstThread + decision.value);
      if (count > 1) {
        text += '*';
        text += std::to_string(count);
      }
    }
    i += count;
  }
  return text;
}

std::size_t DecisionsAskedFor(std::string_view text) {
  std::size_t count = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t dot = rest.find('.');
    const auto part = ParsePart(rest.substr(0, dot));
    if (!part || part->count > kMaxDecisions - count) {
      break;
    }
    count += part->count;
    rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  }
  return count;
}

std::optional<Schedule> ParseSchedule(std::string_view text) {
  Schedule schedule;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t dot = rest.find('.');
    const auto part = ParsePart(rest.substr(0, dot));
    if (!part || part->count > kMaxDecisions - schedule.size()) {
      return std::nullopt;
    }
    // An alternative is one of the step before it.
    if (schedule.empty() && part->decision.kind == Decision::Kind::kAlternative) {
      return std::nullopt;
    }
    schedule.insert(schedule.end(), part->count, part->decision);
    rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  }
  // A schedule has one text: a dot at the end, a leading zero, a run in two pieces are none of it.
  return ToString(schedule) == text ? std::optional(std::move(schedule)) : std::nullopt;
}

}  // namespace heddle::checker
