// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_JUDGE_H_
#define HEDDLE_LITMUS_JUDGE_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "checker/search/check.h"
#include "litmus/explore.h"
#include "litmus/litmus_test.h"
#include "litmus/rc11/allowed_outcomes.h"

namespace heddle::litmus {

// What a search of a test has shown, with loads that go back at most `depth` stores.
struct Shown {
  unsigned depth;
  Observation observation;
  bool reached;                      // the outcome that is asked about
  std::optional<Relation> relation;  // none if the search was stopped before it could tell
  std::vector<Outcome> missed;       // allowed by RC11 and not shown
  std::vector<Outcome> forbidden;    // shown, and not allowed by RC11
};

struct Judgement {
  // Whether C++ allows the outcome that is asked about: as recorded, or else as worked out.
  std::optional<bool> allowed;
  // As worked out; none if it is not, or if the program has a race and the question is another.
  std::optional<bool> allowed_by_axioms;
  // What RC11 says of the whole program; none if that is not worked out.
  std::optional<AllowedByRc11> rc11;
  std::vector<Shown> shown;  // a search of each depth
  // What is otherwise than recorded, a phrase for each.
  std::vector<std::string> differences;
};

// Explores the test at each depth, from small to large, under the strategy and the limits of
// `options`, and compares with what C++ allows and with what is recorded. What is recorded is of
// depth 1; where the simulation misses an outcome there, a larger depth may show it. Says how far
// it has come if asked to.
Judgement Judge(const LitmusTest& test, const checker::CheckOptions& options,
                std::span<const unsigned> depths, checker::Progress* progress = nullptr);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_JUDGE_H_
