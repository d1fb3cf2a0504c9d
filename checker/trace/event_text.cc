// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/event_text.h"

#include <fmt/format.h>

#include <cstddef>

namespace heddle::checker {

std::string_view Name(EventKind kind) {
  switch (kind) {
    case EventKind::kLock:
      return "lock";
    case EventKind::kTryLockFailed:
      return "failed try-lock";
    case EventKind::kUnlock:
      return "unlock";
    case EventKind::kLoad:
      return "load";
    case EventKind::kStore:
      return "store";
    case EventKind::kReadModifyWrite:
      return "update";
    case EventKind::kCompareExchange:
      return "compare-exchange";
    case EventKind::kFence:
      return "fence";
    case EventKind::kPark:
      return "park";
    case EventKind::kWake:
      return "wake";
    case EventKind::kRead:
      return "read";
    case EventKind::kWrite:
      return "write";
    case EventKind::kNote:
      return "note";
    case EventKind::kState:
      return "state";
  }
  return "unknown";
}

bool HasValue(EventKind kind) {
  switch (kind) {
    case EventKind::kLoad:
    case EventKind::kStore:
    case EventKind::kReadModifyWrite:
    case EventKind::kCompareExchange:
    case EventKind::kRead:
    case EventKind::kWrite:
      return true;
    default:
      return false;
  }
}

namespace {
std::string Text(std::uint64_t value, bool is_address) {
  if (is_address) {
    return value == 0 ? "null" : "set";
  }
  return value < 10 ? fmt::format("{}", value) : fmt::format("{:#x}", value);
}
}  // namespace

std::string ValueText(const Event& event) {
  return event.is_known ? Text(event.value, event.value_is_address) : "?";
}
std::string WrittenText(const Event& event) { return Text(event.written, event.value_is_address); }

namespace {
constexpr std::string_view kIs = " = ";
}

std::string_view NameOfState(const Event& event) {
  const std::string_view said = event.note.data();
  return said.substr(0, said.find(kIs));
}

std::string_view TextOfState(const Event& event) {
  const std::string_view said = event.note.data();
  const std::size_t at = said.find(kIs);
  return at == std::string_view::npos ? std::string_view() : said.substr(at + kIs.size());
}

std::string_view FunctionName(std::string_view signature) {
  // clang's word for a namespace without a name has parentheses, too.
  constexpr std::string_view kUnnamed = "(anonymous namespace)";
  std::size_t parameters = signature.find('(');
  while (parameters != std::string_view::npos &&
         signature.substr(parameters).starts_with(kUnnamed)) {
    parameters = signature.find('(', parameters + kUnnamed.size());
  }
  signature = signature.substr(0, parameters);
  const std::size_t before = signature.find_last_of(": *&");
  return before == std::string_view::npos ? signature : signature.substr(before + 1);
}

std::string PlaceText(const Place& place) {
  return fmt::format("{}:{} {}", place.file, place.line, FunctionName(place.function));
}

}  // namespace heddle::checker
