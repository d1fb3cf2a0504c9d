// SPDX-License-Identifier: BSD-3-Clause
//
// Running a program on Relacy, execution by execution. No header of Relacy is needed to use it.

#ifndef HEDDLE_CHECKER_RELACY_SIMULATION_H_
#define HEDDLE_CHECKER_RELACY_SIMULATION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "checker/program.h"
#include "checker/strategy/strategy.h"
#include "checker/trace/canonical.h"
#include "checker/trace/event.h"
#include "checker/trace/recorder.h"
#include "checker/trace/schedule.h"
#include "checker/verdict.h"

namespace heddle::checker {

// The clocks of a search do not count further.
inline constexpr unsigned kMostSteps = 50'000;

// How executions are simulated, whichever strategy chooses them.
struct SimulationOptions {
  // A load may return a value that is up to so many stores old: 1 or 2 (docs/decisions/0007).
  unsigned history_depth = 2;
  bool check_lock_ranks = true;
  // Of plain memory. What is raced for is then what was written last.
  bool check_races = true;
  // A longer execution is a livelock; or it is given up, for a search that wants only shorter ones.
  // At most kMostSteps.
  unsigned max_steps = kMostSteps;
  bool longer_is_livelock = true;
};

// What came of one execution.
struct Execution {
  Ending ending = Ending::kComplete;
  // kPass also if it was cut.
  Verdict verdict = Verdict::kPass;
  std::string_view message;  // until the next execution
  Place location;            // line 0 if it has none, like a deadlock
  std::uint64_t steps = 0;
};

// One program and the threads and memory it is simulated with. There can be one of it in a process
// at a time, because Relacy finds what it works on through a global variable.
class Simulation {
 public:
  Simulation() = default;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  virtual ~Simulation() = default;

  // Runs the program once. Strategies' mismatches are for the caller to look at. After an execution
  // that was cut or violated something, the objects that Setup built are left as they were: call
  // Describe if need be, then Abandon. Throws std::logic_error if the simulation itself went wrong.
  virtual Execution Run() = 0;
  // The same with another strategy, for once.
  virtual Execution RunUnder(Strategy& strategy) = 0;
  // Goes on to the next execution; false if none is left.
  virtual bool Advance() = 0;

  // All that was decided in the last execution.
  virtual const Schedule& schedule() const = 0;

  // From the next execution on. Null: none.
  virtual void Record(Recorder* recorder) = 0;
  virtual void Hash(TraceHasher* hasher) = 0;
};

// Both throw std::invalid_argument if the program has no thread or more than kMaxThreads, or if an
// option is out of range.
std::unique_ptr<Simulation> SimulateUnder(Strategy& strategy, Program& program,
                                          const SimulationOptions& options);
// Relacy's own search: full, or with at most `bound` preemptions. Ignores history_depth.
std::unique_ptr<Simulation> SimulateUnderRelacy(std::optional<unsigned> bound, Program& program,
                                                const SimulationOptions& options);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_SIMULATION_H_
