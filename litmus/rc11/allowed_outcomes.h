// SPDX-License-Identifier: BSD-3-Clause
//
// What the C++ memory model allows a program to do, from its axioms: a yardstick for the
// simulation, with which it has nothing in common but the notion of a program.

#ifndef HEDDLE_LITMUS_RC11_ALLOWED_OUTCOMES_H_
#define HEDDLE_LITMUS_RC11_ALLOWED_OUTCOMES_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "litmus/outcome.h"
#include "litmus/program.h"

namespace heddle::litmus {

// What RC11 (Lahav et al., PLDI 2017; see axioms.h) says of a program.
struct AllowedByRc11 {
  // Of the consistent executions in which every thread ends; sorted, each once.
  std::vector<Outcome> outcomes;
  // Whether a consistent execution has a data race, be it one in which a thread waits for ever.
  // The program is undefined then, and the outcomes are what RC11 would allow if it were not.
  bool has_race = false;
};

// About a second. A classic litmus test has some hundreds.
inline constexpr std::size_t kMaxCandidates = 200'000;

// None if the program uses what has no meaning here (see program_size.h), may have more than
// 64 events, those of initial values among them, or more than `max_candidates` candidate
// executions, whole and partial. Does not look at the program's check.
std::optional<AllowedByRc11> AllowedOutcomes(const Program& program,
                                             std::size_t max_candidates = kMaxCandidates);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_RC11_ALLOWED_OUTCOMES_H_
