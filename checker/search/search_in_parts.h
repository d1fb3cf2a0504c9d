// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_SEARCH_IN_PARTS_H_
#define HEDDLE_CHECKER_SEARCH_SEARCH_IN_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/program.h"
#include "checker/search/check.h"
#include "checker/search/part.h"
#include "checker/search/progress.h"

namespace heddle::checker {

// Executions of a part before what is left of it is divided: a second's work, more or less. Part of
// what the totals of a divided search depend on.
inline constexpr std::uint64_t kSlice = 20'000;

// A search that can be left at any time, and be gone on with by another process of the same build.
struct SearchInParts {
  // 0: it is not divided. The executions that are given up on the way, and nothing else, differ
  // between a search that is divided and one that is not.
  std::uint64_t slice = 0;
  unsigned round = 0;       // of a bounded search: its bound now
  Outcome before;           // of the rounds before
  Outcome done;             // of the parts of this round that are done
  std::vector<Part> parts;  // of this round, that are not
  double seconds = 0;       // so far

  bool IsDone() const { return parts.empty(); }
  // Of all parts, done or not.
  Outcome Total() const;
};

// All of it is still to be explored.
SearchInParts BeginSearch(std::uint64_t slice);

struct PartsOptions {
  int jobs = 0;                  // processes besides this one; 0: this one does the work itself
  std::size_t enough_parts = 0;  // stops when so many are left to be done; 0: never
  Progress* progress = nullptr;
};

// Whether searches of this kind can be stopped, saved and divided.
bool CanBeDivided(const StrategyName& strategy);

// Goes on with `search` until it is done or one of the options' limits is reached: they are of this
// call. What the result says is of the whole search so far, and the same, up to seconds, however
// often it was stopped and however many processes worked on it, once it is done. Throws what Check
// throws.
CheckResult CheckInParts(Program& program, const CheckOptions& options, const PartsOptions& how,
                         SearchInParts& search);

// What a search that has come to this says. Replays the violations: throws NotDeterministic if one
// does not happen again.
CheckResult ResultOf(Program& program, const CheckOptions& options, const SearchInParts& search);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_SEARCH_IN_PARTS_H_
