// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/replay.h"

#include <string>

#include "checker/search/errors.h"
#include "checker/strategy/random_walk.h"
#include "checker/strategy/replay.h"
#include "checker/trace/recorder.h"

namespace heddle::checker {
namespace {

std::string WhyNotFollowed(const Mismatch& mismatch) {
  std::string text = "the schedule cannot be followed at step " + std::to_string(mismatch.step + 1);
  if (mismatch.thread == kNoThread) {
    return text + ": it names no thread there";
  }
  text += ": thread " + std::to_string(mismatch.thread);
  if (mismatch.found == Operation{}) {
    return text + " has nothing to do there";
  }
  return text + " is not free to go on with its " + std::string(Name(mismatch.found.kind));
}

}  // namespace

std::optional<Violation> ReplayIn(Simulation& simulation, Program& program,
                                  const Schedule& schedule, bool fills_in) {
  class Replay strategy(schedule, fills_in);
  Recorder recorder;
  simulation.Record(&recorder);
  const Execution execution = simulation.RunUnder(strategy);
  simulation.Record(nullptr);
  if (strategy.mismatch() != nullptr) {
    if (execution.verdict != Verdict::kPass || execution.ending != Ending::kComplete) {
      program.Abandon();
    }
    throw Diverged(WhyNotFollowed(*strategy.mismatch()));
  }
  if (execution.verdict == Verdict::kPass) {
    return std::nullopt;
  }
  Violation violation;
  violation.verdict = execution.verdict;
  violation.message = execution.message;
  violation.location = execution.location;
  violation.preemptions = strategy.preemptions();
  violation.steps = execution.steps;
  violation.schedule = simulation.schedule();
  violation.counterexample = Describe(program, recorder, execution.verdict);
  program.Abandon();
  if (execution.verdict == Verdict::kRace) {
    violation.message = RaceMessage(violation.counterexample);
  } else if (execution.verdict == Verdict::kUninitialized) {
    violation.message = UninitializedMessage(violation.counterexample);
  }
  return violation;
}

std::optional<Violation> Replay(Program& program, const Schedule& schedule,
                                const SimulationOptions& options) {
  RandomWalk unused(0);
  const std::unique_ptr<Simulation> simulation = SimulateUnder(unused, program, options);
  return ReplayIn(*simulation, program, schedule);
}

}  // namespace heddle::checker
