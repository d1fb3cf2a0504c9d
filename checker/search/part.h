// SPDX-License-Identifier: BSD-3-Clause
//
// A search in pieces. A part is explored for a slice, a fixed number of executions; what is left of
// it then becomes parts of its own. Where a search is divided therefore depends on nothing but the
// program and the options: not on time, and not on how many work on it.

#ifndef HEDDLE_CHECKER_SEARCH_PART_H_
#define HEDDLE_CHECKER_SEARCH_PART_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "checker/search/exploration.h"
#include "checker/search/limits.h"
#include "checker/search/violation.h"
#include "checker/strategy/subtree.h"
#include "checker/strategy/tree_search.h"
#include "checker/trace/canonical.h"
#include "checker/trace/schedule.h"
#include "checker/verdict.h"

namespace heddle::checker {

// A violation as it travels between processes: a replay makes the rest of it again.
struct FoundViolation {
  Verdict verdict = Verdict::kPass;
  std::string message;  // as far as it tells kinds apart: empty for a race
  Schedule schedule;

  bool IsLike(const FoundViolation& other) const {
    return verdict == other.verdict && message == other.message;
  }
  friend bool operator==(const FoundViolation&, const FoundViolation&) = default;
};

// What executions have come to.
struct Outcome {
  std::uint64_t executions = 0;  // run to their end
  std::uint64_t blocked = 0;
  std::uint64_t steps = 0;
  std::vector<FoundViolation> violations;  // the first of each kind
  std::vector<TraceHash> traces;           // distinct; if they are counted
  // Why a part of the search could not be explored, a line for each.
  std::vector<std::string> lost;

  // Adds those of a later part.
  void Add(const Outcome& later);
};

struct Part {
  // One after the other.
  std::deque<Subtree> subtrees;
  // Of the first subtree, if its exploration has been interrupted.
  std::optional<TreeSearch::State> under_way;
  std::uint64_t used = 0;  // executions of its slice, given-up ones too
  Outcome outcome;         // of these

  // Of the whole search, what was left in it when it was begun or last divided, as far as
  // TreeSearch::Searched tells.
  double Share() const;
};

// All of a search, or what begins with `subtree`.
Part WholeSearch();

// What is left of a subtree that is being explored in `tree`, with shares of what it is a share of.
std::vector<Subtree> RemainderOf(const Subtree& subtree, const TreeSearch& tree);

// Explores the part until nothing is left of it, its slice is used up or a limit is reached. With
// `slice` 0 it has no end.
void Explore(Exploration& exploration, Part& part, std::uint64_t slice, Limits& limits);

// After its slice: what is left of a part, as new ones; the shallowest subtrees, which are likely
// to be the largest, each by itself.
std::vector<Part> Divide(Part part);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_PART_H_
