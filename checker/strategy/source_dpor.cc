// SPDX-License-Identifier: BSD-3-Clause

#include "checker/strategy/source_dpor.h"

#include <array>
#include <cstddef>

namespace heddle::checker {

bool SourceDpor::CouldComeBefore(const Operation& operation, const History::Event& event) const {
  if (!EffectOf(operation.kind).waits) {
    return true;
  }
  return rules().locks_race_with_acquisition ? event.open_before : !event.open_before;
}

// Races are with the last events on the object: what comes before its last write happens before
// that write, so reversing that race is left to the executions in which this one is reversed. An
// operation that waits cannot be moved before an event at which the object was closed, so the walk
// goes on to one at which it was open: from the release of a lock to its acquisition.
void SourceDpor::Analyse(int thread, const Operation& operation, const VectorClock& after) {
  const bool writes = Writes(operation);
  History::Index later = History::kNone;  // the race found last, of the reads after a write
  for (History::Index i = history().LastOn(operation.object); i != History::kNone;) {
    const History::Event& event = history()[i];
    const bool event_writes = Writes(event.operation);
    const bool reachable = CouldComeBefore(operation, event);
    if ((writes || event_writes) && event.thread != thread && reachable &&
        !history().HappensBefore(i, history().ClockOf(thread)) &&
        (later == History::kNone || !history().HappensBefore(i, history()[later].clock))) {
      Reverse(i, thread, after, {});
      later = i;
    }
    if (event_writes && reachable) {
      return;
    }
    i = writes || !reachable ? event.previous_on_object : event.previous_write;
  }
}

// It races with each step that nothing orders before it: with the last such. Those before them are
// left to the executions in which these races are reversed. Before such a step, which its operation
// does not depend on, it picks what it has picked.
void SourceDpor::AnalyseFailure(int thread, const VectorClock& after) {
  VectorClock covered = after;
  for (History::Index i = history().size(); i-- > 0;) {
    const History::Event& event = history()[i];
    const bool is_empty = event.operation.kind == OperationKind::kStart;
    if (event.thread != thread && !is_empty && !history().HappensBefore(i, covered)) {
      Reverse(i, thread, after, PickedAt(static_cast<History::Index>(depth()) - 1));
      covered.Join(event.clock);
    }
  }
}

void SourceDpor::Reverse(History::Index event, int thread, const VectorClock& after,
                         Alternatives picks) {
  if (static_cast<std::size_t>(event) < frozen()) {
    return;  // other parts of the search cover it
  }
  Node& at = node(event);
  const Beginnings ways = WaysTo(event, thread, after, picks);
  const ThreadSet initials = ways.threads & at.enabled;
  if (initials.empty()) {
    Add(at.enabled, at);
    return;
  }
  const ThreadSet tried = initials & (at.backtrack | at.sleep | at.done);
  if (tried.empty()) {
    const int first = initials.Contains(thread) ? thread : initials.Lowest();
    at.backtrack.Insert(first);
    at.wanted[static_cast<std::size_t>(first)] = ways.picks[static_cast<std::size_t>(first)];
    return;
  }
  bool covered = false;
  ForEach(tried, [&](int initial) {
    const auto i = static_cast<std::size_t>(initial);
    covered = covered || at.sleep.Contains(initial) || at.done.Contains(initial) ||
              at.wanted[i].empty() || at.wanted[i] == ways.picks[i];
  });
  if (!covered) {
    Add(ThreadSet::Of(tried.Lowest()), at);
  }
}

SourceDpor::Beginnings SourceDpor::WaysTo(History::Index event, int thread,
                                          const VectorClock& after, Alternatives picks) const {
  // Of each thread, the first event that comes after `event` and does not happen after it. All of
  // the thread's events from there to the first that does are such, so one tick stands for them.
  std::array<VectorClock::Tick, kMaxThreads> first{};
  ThreadSet seen;
  Beginnings ways;
  const auto look_at = [&](int of, const VectorClock& clock) {
    bool is_first = true;
    ForEach(seen, [&](int other) {
      is_first = is_first && clock.of(other) < first[static_cast<std::size_t>(other)];
    });
    if (is_first) {
      ways.threads.Insert(of);
    }
    return is_first;
  };
  const History::Event& raced = history()[event];
  const VectorClock::Tick tick = raced.clock.of(raced.thread);
  for (History::Index i = event + 1; i < history().size(); ++i) {
    const History::Event& next = history()[i];
    if (next.clock.of(raced.thread) >= tick || seen.Contains(next.thread)) {
      continue;
    }
    if (look_at(next.thread, next.clock)) {
      ways.picks[next.thread] = PickedAt(i);
    }
    seen.Insert(next.thread);
    first[next.thread] = next.clock.of(next.thread);
  }
  if (!seen.Contains(thread) && look_at(thread, after)) {
    ways.picks[static_cast<std::size_t>(thread)] = picks;
  }
  return ways;
}

}  // namespace heddle::checker
