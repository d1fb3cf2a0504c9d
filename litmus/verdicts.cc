// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/verdicts.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace heddle::litmus {
namespace {

using checker::Verdict;

constexpr std::array<std::string_view, 8> kNames = {
    "assert", "race", "uninit", "deadlock", "recursion", "not_owner", "livelock", "misuse"};
constexpr std::array<Verdict, kNames.size()> kVerdicts = {
    Verdict::kAssertion, Verdict::kRace,   Verdict::kUninitialized, Verdict::kDeadlock,
    Verdict::kMisuse,    Verdict::kMisuse, Verdict::kLivelock,      Verdict::kMisuse};

// Relacy's own words.
std::string_view MisuseName(std::string_view message) {
  if (message == "RECURSION ON NON-RECURSIVE MUTEX") {
    return "recursion";
  }
  if (message == "UNLOCKING MUTEX W/O OWNERSHIP") {
    return "not_owner";
  }
  return "misuse";
}

}  // namespace

std::span<const std::string_view> VerdictNames() { return kNames; }

std::string_view VerdictName(const checker::Violation& violation) {
  switch (violation.verdict) {
    case Verdict::kAssertion:
      return "assert";
    case Verdict::kUninitialized:
      return "uninit";
    case Verdict::kMisuse:
      return MisuseName(violation.message);
    default:
      return Name(violation.verdict);
  }
}

Verdict VerdictOf(std::string_view name) {
  const auto* const found = std::ranges::find(kNames, name);
  return kVerdicts.at(static_cast<std::size_t>(found - kNames.begin()));
}

}  // namespace heddle::litmus
