// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/allowed_outcomes.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "litmus/rc11/axioms.h"
#include "litmus/rc11/execution.h"
#include "litmus/rc11/locations.h"
#include "litmus/rc11/program_size.h"
#include "litmus/rc11/thread_run.h"

namespace heddle::litmus {
namespace rc11 {
namespace {

// Where the threads have come to, and the execution that they have made.
struct State {
  Execution execution;
  std::vector<ThreadRun> threads;
  // For each thread: the first event that its next step may read from.
  std::vector<std::size_t> first_source;
};

State InitialState(const Program& program) {
  State state{Execution(InitialValues(program)), {}, {}};
  for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
    state.threads.emplace_back(program, thread);
    state.first_source.push_back(0);
  }
  return state;
}

// Visits every consistent execution once.
//
// As RC11 forbids cycles of sequenced-before and reads-from, an execution can be put together in an
// order that agrees with both: a read comes when the write is there that it reads from. Of the
// orders that do, the one is taken in which each step is that of the first thread that can go on.
// So a thread may be passed over only for a read, and what it reads from must be written later.
//
// What breaks an axiom is given up at once, because all executions that it could become break it.
class Search {
 public:
  Search(const Program& program, std::size_t max_candidates)
      : program_(program), locations_(program), max_candidates_(max_candidates) {}

  // None if there are too many candidates.
  std::optional<AllowedByRc11> Run() {
    Continue(InitialState(program_));
    if (candidates_ > max_candidates_) {
      return std::nullopt;
    }
    return AllowedByRc11{{outcomes_.begin(), outcomes_.end()}, has_race_};
  }

 private:
  void Continue(State state) {
    if (std::ranges::all_of(state.threads, &ThreadRun::ended)) {
      outcomes_.insert(OutcomeOf(state));
      return;
    }
    for (std::size_t thread = 0; thread < state.threads.size(); ++thread) {
      if (state.threads[thread].ended()) {
        continue;
      }
      const std::optional<std::size_t> location = state.threads[thread].NextReads();
      if (!location) {
        AddStep(state, thread, /*source=*/std::nullopt);
        return;
      }
      for (const std::size_t source : state.execution.WritesTo(*location)) {
        if (source >= state.first_source[thread]) {
          AddStep(state, thread, source);
        }
      }
      state.first_source[thread] = state.execution.events().size();
    }
  }

  // The thread's next step, in each place of the modification order if it writes.
  void AddStep(const State& state, std::size_t thread, std::optional<std::size_t> source) {
    State next = state;
    const std::int64_t seen = source ? state.execution.events()[*source].value : 0;
    const std::optional<Step> step = next.threads[thread].Advance(seen);
    if (!step) {
      return;
    }
    next.first_source[thread] = 0;
    if (!step->write) {
      next.execution.Add(*step, source.value_or(0), /*predecessor=*/0);
      ContinueIfConsistent(std::move(next));
      return;
    }
    for (const std::size_t predecessor : state.execution.WritesTo(step->write->location)) {
      State placed = next;
      placed.execution.Add(*step, source.value_or(0), predecessor);
      ContinueIfConsistent(std::move(placed));
    }
  }

  void ContinueIfConsistent(State state) {
    if (++candidates_ > max_candidates_) {
      return;
    }
    const Relation happens_before = HappensBefore(state.execution);
    if (IsConsistent(state.execution, happens_before)) {
      has_race_ = has_race_ || HasRace(state.execution, happens_before);
      Continue(std::move(state));
    }
  }

  Outcome OutcomeOf(const State& state) const {
    Outcome outcome;
    for (const Observed& observed : program_.outcome) {
      switch (observed.kind) {
        case Observed::Kind::kRegister:
          outcome.push_back(state.threads[observed.thread].registers()[observed.index]);
          break;
        case Observed::Kind::kAtomic:
          outcome.push_back(state.execution.FinalValue(locations_.OfAtomic(observed.index)));
          break;
        case Observed::Kind::kVariable:
          outcome.push_back(state.execution.FinalValue(locations_.OfVariable(observed.index)));
          break;
      }
    }
    return outcome;
  }

  const Program& program_;
  Locations locations_;
  std::size_t max_candidates_;
  std::size_t candidates_ = 0;
  std::set<Outcome> outcomes_;
  bool has_race_ = false;
};

}  // namespace
}  // namespace rc11

std::optional<AllowedByRc11> AllowedOutcomes(const Program& program, std::size_t max_candidates) {
  const std::optional<std::size_t> events = rc11::MostEvents(program);
  if (!events || *events > rc11::kMaxEvents) {
    return std::nullopt;
  }
  return rc11::Search(program, max_candidates).Run();
}

}  // namespace heddle::litmus
