// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_EXPLORATION_H_
#define HEDDLE_CHECKER_SEARCH_EXPLORATION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "checker/program.h"
#include "checker/relacy/simulation.h"
#include "checker/search/check.h"
#include "checker/search/limits.h"
#include "checker/strategy/strategy.h"
#include "checker/strategy/tree_search.h"
#include "checker/trace/canonical.h"

namespace heddle::checker {

// No more kinds of violations than this are told apart.
inline constexpr std::size_t kMaxViolations = 100;

// One search of one program: a strategy, a simulation, and what they have come to so far. Can be
// stopped between executions and gone on with.
class Exploration {
 public:
  enum class Stop : std::uint8_t {
    kExhausted,  // nothing is left
    kViolation,  // one was found, and one is enough
    kLimit,
  };

  // Uses the options but for their limits.
  Exploration(Program& program, const CheckOptions& options);
  Exploration(const Exploration&) = delete;
  Exploration& operator=(const Exploration&) = delete;
  ~Exploration();

  Stop Run(Limits& limits);
  // Of all calls of Run.
  const CheckResult& result() const { return result_; }
  CheckResult& result() { return result_; }
  std::uint64_t steps() const { return steps_; }

  // Null unless the strategy is one of ours that searches a tree.
  TreeSearch* tree() { return tree_; }

  // Distinct ones, if they are counted.
  const TraceCounter& traces() const { return traces_; }
  // What executions have come to so far; what is left to explore stays as it is.
  void ForgetResult();

 private:
  // True if that was enough.
  bool RunOnce(std::uint64_t& steps);
  // After an execution that is to be compared with its repetition, or is to be written down.
  // `decisions` is a copy: the repetition writes its own over the simulation's.
  void LookAgain(Verdict verdict, const std::string& message, Schedule decisions,
                 const Recorder* recorder);

  Program& program_;
  const CheckOptions options_;
  std::unique_ptr<Strategy> strategy_;
  TreeSearch* tree_ = nullptr;
  std::unique_ptr<Simulation> simulation_;
  TraceHasher hasher_;
  TraceCounter traces_;
  std::set<std::pair<Verdict, std::string>> kinds_;  // of violations that were found
  CheckResult result_;
  std::uint64_t steps_ = 0;
  unsigned repeated_ = 0;  // executions
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_EXPLORATION_H_
