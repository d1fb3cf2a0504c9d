// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/part.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>

namespace heddle::checker {
namespace {

// So many subtrees of what a slice leaves over are worth a part of their own.
constexpr std::size_t kOwnParts = 8;

void SortDistinct(std::vector<TraceHash>& hashes) {
  std::ranges::sort(hashes, {},
                    [](const TraceHash& hash) { return std::tie(hash.high, hash.low); });
  const auto repeated = std::ranges::unique(hashes);
  hashes.erase(repeated.begin(), repeated.end());
}

// A race's message is made of its counterexample, and does not tell kinds apart.
FoundViolation AsFound(const Violation& violation) {
  return {.verdict = violation.verdict,
          .message = violation.verdict == Verdict::kRace ? std::string() : violation.message,
          .schedule = violation.schedule};
}

Outcome OutcomeOf(const Exploration& exploration) {
  Outcome outcome = {.executions = exploration.result().executions,
                     .blocked = exploration.result().blocked,
                     .steps = exploration.steps(),
                     .violations = {},
                     .traces = exploration.traces().hashes(),
                     .lost = {}};
  for (const Violation& violation : exploration.result().violations) {
    outcome.violations.push_back(AsFound(violation));
  }
  SortDistinct(outcome.traces);
  return outcome;
}

// Those that are equally deep in an order of their own: it decides where a search is divided.
bool IsShallower(const Subtree& a, const Subtree& b) {
  if (a.decisions.size() != b.decisions.size()) {
    return a.decisions.size() < b.decisions.size();
  }
  return std::ranges::lexicographical_compare(
      a.decisions, b.decisions, {},
      [](const Decision& decision) { return std::pair(decision.kind, decision.value); },
      [](const Decision& decision) { return std::pair(decision.kind, decision.value); });
}

// The current subtree goes, and what is left of it comes in its place.
void ReplaceByRemainder(Part& part, const TreeSearch& tree) {
  const std::vector<Subtree> rest = RemainderOf(part.subtrees.front(), tree);
  part.subtrees.pop_front();
  part.subtrees.insert(part.subtrees.begin(), rest.begin(), rest.end());
}

}  // namespace

void Outcome::Add(const Outcome& later) {
  executions += later.executions;
  blocked += later.blocked;
  steps += later.steps;
  for (const FoundViolation& violation : later.violations) {
    const bool is_new = std::ranges::none_of(
        violations, [&](const FoundViolation& known) { return violation.IsLike(known); });
    if (is_new && violations.size() < kMaxViolations) {
      violations.push_back(violation);
    }
  }
  if (!later.traces.empty()) {
    traces.insert(traces.end(), later.traces.begin(), later.traces.end());
    SortDistinct(traces);
  }
  lost.insert(lost.end(), later.lost.begin(), later.lost.end());
}

Part WholeSearch() {
  Part part;
  part.subtrees.emplace_back();
  return part;
}

double Part::Share() const {
  return std::accumulate(
      subtrees.begin(), subtrees.end(), 0.0,
      [](double share, const Subtree& subtree) { return share + subtree.share; });
}

std::vector<Subtree> RemainderOf(const Subtree& subtree, const TreeSearch& tree) {
  const MallocVector<Subtree> rest = tree.Remainder();
  std::vector<Subtree> subtrees(rest.begin(), rest.end());
  for (Subtree& each : subtrees) {
    each.share *= subtree.share;
  }
  return subtrees;
}

void Explore(Exploration& exploration, Part& part, std::uint64_t slice, Limits& limits) {
  exploration.ForgetResult();
  TreeSearch& tree = *exploration.tree();
  const auto is_used_up = [&] { return slice != 0 && part.used >= slice; };
  bool is_enough = false;
  while (!part.subtrees.empty() && !is_used_up() && !limits.is_reached() && !is_enough) {
    TreeSearch::State first;
    first.subtree = part.subtrees.front();
    tree.Load(part.under_way ? *part.under_way : first);
    part.under_way.reset();
    const std::uint64_t before = limits.executions();
    limits.PauseAfter(slice == 0 ? 0 : slice - part.used);
    const Exploration::Stop stop = exploration.Run(limits);
    part.used += limits.executions() - before;
    is_enough = stop == Exploration::Stop::kViolation;
    if (stop == Exploration::Stop::kExhausted) {
      part.subtrees.pop_front();
    } else if (is_enough) {
      part.subtrees.clear();
    } else if (is_used_up()) {
      ReplaceByRemainder(part, tree);
    } else {
      part.under_way = tree.Save();
    }
  }
  part.outcome.Add(OutcomeOf(exploration));
}

std::vector<Part> Divide(Part part) {
  std::ranges::sort(part.subtrees, IsShallower);
  std::vector<Part> parts;
  while (!part.subtrees.empty() && parts.size() < kOwnParts) {
    parts.emplace_back().subtrees.push_back(std::move(part.subtrees.front()));
    part.subtrees.pop_front();
  }
  if (!part.subtrees.empty()) {
    parts.emplace_back().subtrees = std::move(part.subtrees);
  }
  return parts;
}

}  // namespace heddle::checker
