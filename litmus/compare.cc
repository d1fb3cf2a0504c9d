// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace heddle::litmus {
namespace {

using Kind = checker::StrategyName::Kind;

// Nothing that the program can do was left out.
bool SawAll(const checker::CheckResult& check) {
  return check.exhausted && !check.strategy.HasBound() && !check.strategy.IsSampling();
}

std::string Show(const std::string& verdict) { return verdict; }
std::string Show(const Outcome& outcome) { return ToString(outcome); }

template <class T>
std::string ShowSome(const std::vector<T>& items) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(items.size(), kShown); ++i) {
    shown.push_back(Show(items[i]));
  }
  return fmt::format(
      "{}{}", fmt::join(shown, ", "),
      items.size() > kShown ? fmt::format(" and {} more", items.size() - kShown) : "");
}

// Both sorted.
template <class T>
std::vector<T> Without(const std::vector<T>& items, const std::vector<T>& excluded) {
  std::vector<T> rest;
  std::ranges::set_difference(items, excluded, std::back_inserter(rest));
  return rest;
}

class Comparison {
 public:
  explicit Comparison(const Observation& observation)
      : observation_(observation), saw_all_(SawAll(observation.check)) {}

  void Number(std::string_view what, std::optional<std::uint64_t> expected,
              std::optional<std::uint64_t> seen) {
    if (saw_all_ && expected && seen && *expected != *seen) {
      Add("{}: expected {}, saw {}", what, *expected, *seen);
    }
  }

  template <class T>
  void Set(std::string_view what, const std::vector<T>& expected, const std::vector<T>& seen) {
    const std::vector<T> unexpected = Without(seen, expected);
    const std::vector<T> missing = Without(expected, seen);
    if (!unexpected.empty()) {
      Add("{}: did not expect {}", what, ShowSome(unexpected));
    }
    if (saw_all_ && !missing.empty()) {
      Add("{}: did not see {}", what, ShowSome(missing));
    }
  }

  void Digest(const OutcomeDigest& expected) {
    const OutcomeDigest seen = DigestOf(observation_.outcomes);
    if (saw_all_ ? seen != expected : seen.count > expected.count) {
      Add("outcomes: expected {} with digest {}, saw {} with {}", expected.count,
          ToString(expected), seen.count, ToString(seen));
    }
  }

  std::vector<std::string> Take() { return std::move(differences_); }

 private:
  template <class... Arguments>
  void Add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    differences_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  const Observation& observation_;
  bool saw_all_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> Differences(const Expectation& expectation,
                                     const Observation& observation) {
  const checker::CheckResult& check = observation.check;
  Comparison comparison(observation);
  if (expectation.outcomes) {
    if (const auto* const digest = std::get_if<OutcomeDigest>(&*expectation.outcomes)) {
      comparison.Digest(*digest);
    } else {
      comparison.Set("outcomes", std::get<std::vector<Outcome>>(*expectation.outcomes),
                     observation.outcomes);
    }
  }
  if (expectation.verdicts) {
    comparison.Set("verdicts", *expectation.verdicts, observation.verdicts);
  }
  comparison.Number("traces", expectation.traces, check.traces);
  // How many executions a reduced search needs when some end early is its own affair.
  if (check.strategy.kind == Kind::kDpor && expectation.verdicts && expectation.verdicts->empty()) {
    comparison.Number("executions", expectation.dpor_executions, check.executions);
  }
  if (check.strategy.kind == Kind::kRelacyFull) {
    comparison.Number("executions", expectation.relacy_full_executions, check.executions);
  }
  return comparison.Take();
}

}  // namespace heddle::litmus
