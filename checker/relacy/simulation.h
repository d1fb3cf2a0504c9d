// SPDX-License-Identifier: BSD-3-Clause
//
// Running a program under one of Relacy's own searches. No header of Relacy is needed to use it.

#ifndef HEDDLE_CHECKER_RELACY_SIMULATION_H_
#define HEDDLE_CHECKER_RELACY_SIMULATION_H_

#include <cstdint>
#include <string>

#include "checker/program.h"
#include "checker/trace/recorder.h"
#include "checker/verdict.h"

namespace heddle::checker {

enum class RelacySearch : std::uint8_t {
  kFull,    // every interleaving
  kBound,   // every interleaving with a bounded number of preemptions
  kRandom,  // as many random ones as the limits allow
};

// An execution that takes more steps, those of Setup and Finish included, is a livelock.
inline constexpr unsigned kMaxSteps = 50'000;

struct SimulationRequest {
  RelacySearch search = RelacySearch::kBound;
  unsigned preemption_bound = 2;     // of kBound
  std::uint64_t max_executions = 0;  // 0: no limit
  double max_seconds = 0;            // 0: no limit
  bool check_lock_ranks = true;
  std::string replay;            // where to start: the `replay` of an earlier result
  Recorder* recorder = nullptr;  // receives the events; meant for a replay
};

struct SimulationResult {
  Verdict verdict = Verdict::kPass;
  std::string message;  // of a violation
  Place location;       // of a violation; line 0 if it has none, like a deadlock
  std::uint64_t executions = 0;
  bool exhausted = false;  // nothing is left to explore, within the bound if there is one
  // Of the execution that ended in a violation.
  std::uint64_t steps = 0;
  std::uint64_t preemptions = 0;
  std::string replay;
};

// Explores until a violation, the end, or a limit. Stops at the first violation, after which the
// program's objects are left as they were: call its Describe if need be, then its Abandon. One at a
// time in a process, and not from inside a simulation. Throws std::invalid_argument if the program
// has more threads than kMaxThreads, or none.
SimulationResult Simulate(Program& program, const SimulationRequest& request);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_SIMULATION_H_
