// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_STRATEGY_H_
#define HEDDLE_CHECKER_SEARCH_STRATEGY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::checker {

// How a program is explored.
struct Strategy {
  enum class Kind : std::uint8_t { kRelacyFull, kRelacyBound, kRandom };

  Kind kind = Kind::kRelacyBound;
  unsigned preemptions = 2;  // of kRelacyBound

  friend bool operator==(const Strategy&, const Strategy&) = default;
};

// From `relacy-full`, `relacy-bound:N` or `random`; nothing if it is none of these.
std::optional<Strategy> ParseStrategy(std::string_view text);
std::string ToString(const Strategy& strategy);

struct StrategyDescription {
  std::string_view name;
  std::string_view sentence;
};
const std::vector<StrategyDescription>& StrategyDescriptions();

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_STRATEGY_H_
