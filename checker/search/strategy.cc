// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/strategy.h"

#include <charconv>

namespace heddle::checker {
namespace {

constexpr std::string_view kFull = "relacy-full";
constexpr std::string_view kBound = "relacy-bound";
constexpr std::string_view kRandom = "random";

// More than this is a mistake.
constexpr unsigned kMaxPreemptions = 1000;

std::optional<unsigned> ParsePreemptions(std::string_view text) {
  unsigned number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number > kMaxPreemptions) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::optional<Strategy> ParseStrategy(std::string_view text) {
  if (text == kFull) {
    return Strategy{Strategy::Kind::kRelacyFull, 0};
  }
  if (text == kRandom) {
    return Strategy{Strategy::Kind::kRandom, 0};
  }
  if (text.starts_with(kBound) && text.substr(kBound.size()).starts_with(':')) {
    if (const auto preemptions = ParsePreemptions(text.substr(kBound.size() + 1))) {
      return Strategy{Strategy::Kind::kRelacyBound, *preemptions};
    }
  }
  return std::nullopt;
}

std::string ToString(const Strategy& strategy) {
  switch (strategy.kind) {
    case Strategy::Kind::kRelacyFull:
      return std::string(kFull);
    case Strategy::Kind::kRandom:
      return std::string(kRandom);
    case Strategy::Kind::kRelacyBound:
      break;
  }
  return std::string(kBound) + ":" + std::to_string(strategy.preemptions);
}

const std::vector<StrategyDescription>& StrategyDescriptions() {
  static const std::vector<StrategyDescription> kDescriptions = {
      {"relacy-bound:N", "every interleaving with at most N preemptions (N = 2 by default)"},
      {"relacy-full",
       "every interleaving; give it a limit, it ends by itself for small models only"},
      {"random", "random interleavings, as many as the limits allow; the same ones each time"},
  };
  return kDescriptions;
}

}  // namespace heddle::checker
