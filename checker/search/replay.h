// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_REPLAY_H_
#define HEDDLE_CHECKER_SEARCH_REPLAY_H_

#include <optional>

#include "checker/program.h"
#include "checker/relacy/simulation.h"
#include "checker/search/violation.h"
#include "checker/trace/schedule.h"

namespace heddle::checker {

// Runs the program once as the schedule says and records everything; nothing if all went well.
// Throws Diverged if the schedule cannot be followed.
std::optional<Violation> Replay(Program& program, const Schedule& schedule,
                                const SimulationOptions& options);

// The same with a simulation that is there already. `fills_in` is for schedules of Relacy's own
// searches, see checker/strategy/replay.h; that of the violation is complete.
std::optional<Violation> ReplayIn(Simulation& simulation, Program& program,
                                  const Schedule& schedule, bool fills_in = false);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_REPLAY_H_
