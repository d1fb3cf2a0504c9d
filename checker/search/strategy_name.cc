// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/strategy_name.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace heddle::checker {
namespace {

using Kind = StrategyName::Kind;

struct Entry {
  Kind kind;
  std::string_view name;
  unsigned least;  // the number it takes is at least this
  unsigned most;   // 0: it takes none
};

constexpr std::array kEntries = {
    Entry{Kind::kDpor, "dpor", 0, 0},
    Entry{Kind::kSleep, "sleep", 0, 0},
    Entry{Kind::kDepthFirst, "dfs", 0, 0},
    Entry{Kind::kBounded, "bounded", 0, 1000},
    Entry{Kind::kRandom, "random", 0, 0},
    Entry{Kind::kPct, "pct", 1, 1000},
    Entry{Kind::kRelacyFull, "relacy-full", 0, 0},
    Entry{Kind::kRelacyBound, "relacy-bound", 0, 1000},
};

std::optional<unsigned> ParseNumber(std::string_view text, unsigned least, unsigned most) {
  unsigned number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::optional<StrategyName> ParseStrategyName(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto* const entry = std::ranges::find(kEntries, text.substr(0, colon), &Entry::name);
  if (entry == kEntries.end() || (colon == std::string_view::npos) != (entry->most == 0)) {
    return std::nullopt;
  }
  if (entry->most == 0) {
    return StrategyName{entry->kind, 0};
  }
  const auto number = ParseNumber(text.substr(colon + 1), entry->least, entry->most);
  return number ? std::optional(StrategyName{entry->kind, *number}) : std::nullopt;
}

std::string ToString(const StrategyName& strategy) {
  const auto* const entry = std::ranges::find(kEntries, strategy.kind, &Entry::kind);
  std::string text(entry->name);
  if (entry->most != 0) {
    text += ':';
    text += std::to_string(strategy.number);
  }
  return text;
}

const std::vector<StrategyDescription>& StrategyDescriptions() {
  static const std::vector<StrategyDescription> kDescriptions = {
      {"dpor", "every interleaving that matters, each once: partial-order reduction (the default)"},
      {"sleep", "the same by sleep sets alone: begins more executions, and gives many up"},
      {"dfs", "every interleaving, one after the other"},
      {"bounded:N", "every interleaving with at most N preemptions, fewest first"},
      {"random", "random interleavings, as many as the limits allow; the same for the same seed"},
      {"pct:D", "random priorities that change D - 1 times: likely to find a bug of depth D"},
      {"relacy-full", "Relacy's own full search; give it a limit, it ends for small models only"},
      {"relacy-bound:N", "Relacy's own search with at most N preemptions"},
  };
  return kDescriptions;
}

}  // namespace heddle::checker
