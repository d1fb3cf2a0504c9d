// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_STRATEGY_NAME_H_
#define HEDDLE_CHECKER_SEARCH_STRATEGY_NAME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::checker {

// How a program is explored, as a user says it.
struct StrategyName {
  enum class Kind : std::uint8_t {
    kDpor,         // dynamic partial-order reduction: source sets and sleep sets
    kSleep,        // sleep sets alone
    kDepthFirst,   // every interleaving
    kBounded,      // every interleaving with at most `number` preemptions
    kRandom,       // a random walk
    kPct,          // random priorities with `number` - 1 changes
    kRelacyFull,   // Relacy's own full search
    kRelacyBound,  // Relacy's own bounded search, at most `number` preemptions
  };

  Kind kind = Kind::kDpor;
  unsigned number = 0;

  // Of kBounded and kRelacyBound.
  bool HasBound() const { return kind == Kind::kBounded || kind == Kind::kRelacyBound; }
  // Never comes to an end by itself, and never shows that there is nothing to find.
  bool IsSampling() const { return kind == Kind::kRandom || kind == Kind::kPct; }
  bool IsRelacys() const { return kind == Kind::kRelacyFull || kind == Kind::kRelacyBound; }

  friend bool operator==(const StrategyName&, const StrategyName&) = default;
};

// From `dpor`, `bounded:2`, ...; nothing if it is none of these.
std::optional<StrategyName> ParseStrategyName(std::string_view text);
std::string ToString(const StrategyName& strategy);

struct StrategyDescription {
  std::string_view name;
  std::string_view sentence;
};
const std::vector<StrategyDescription>& StrategyDescriptions();

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_STRATEGY_NAME_H_
