// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_COUNTEREXAMPLE_H_
#define HEDDLE_CHECKER_SEARCH_COUNTEREXAMPLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/program.h"
#include "checker/trace/event.h"
#include "checker/trace/recorder.h"
#include "checker/verdict.h"

namespace heddle::checker {

// An execution that ended in a violation, step by step.
struct Counterexample {
  struct Step {
    Event event;
    std::string object;  // its name in the words of the program
    // Steps, by their numbers: the one that wrote what this reads; if that is not the newest value,
    // the one that wrote that; and those of other threads that it comes after directly
    // (checker/trace/relations.h).
    std::optional<std::size_t> reads_from = {};
    std::optional<std::size_t> newer = {};
    std::vector<std::size_t> comes_after = {};
  };

  // A lock or event that a thread was waiting for when the execution ended.
  struct Wait {
    int thread;
    std::string object;
    std::optional<int> holder;
    Place location;
  };

  // How far a thread had come when the execution ended.
  struct Stop {
    bool has_ended = false;
    const void* wanted = nullptr;  // a lock or event that it had asked for
    std::string wanted_name = {};
  };

  enum class Where { kSetup, kThreads, kEnd };

  int threads = 0;
  // What went on when the violation was found: the set-up, the threads, or the checks after them.
  Where where = Where::kThreads;
  // Of what the set-up wrote to objects that have names, and said of the state, the last of each.
  std::vector<Step> initial;
  std::vector<Step> steps;  // of the threads; oracles' own reads left out
  // Of a race: the earlier access. The later one is the last step.
  std::optional<Step> conflict;
  std::vector<Wait> waits;
  std::vector<Stop> stops;  // of each thread; may be left out
};

std::string_view Name(Counterexample::Where where);

// Puts what was recorded of an execution into the program's words. Before Abandon.
Counterexample Describe(const Program& program, const Recorder& recorder, Verdict verdict);

// What a counterexample of a race says about it: which two accesses.
std::string RaceMessage(const Counterexample& example);
// And what one of an uninitialized value does: of what, and who reads it. Empty if it does not say.
std::string UninitializedMessage(const Counterexample& example);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_COUNTEREXAMPLE_H_
