// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/determinism.h"

#include <algorithm>
#include <cstddef>

#include "checker/search/errors.h"
#include "checker/strategy/replay.h"
#include "checker/trace/event_text.h"

namespace heddle::checker {
namespace {

bool Same(const Event& a, const Event& b) {
  return a.thread == b.thread && a.kind == b.kind && a.order == b.order &&
         a.succeeded == b.succeeded && a.location.line == b.location.line &&
         a.value_is_address == b.value_is_address && (a.value_is_address || a.value == b.value);
}

std::string Text(const Recorder::Events& events, std::size_t i) {
  if (i == events.size()) {
    return "the end of the execution";
  }
  const Event& event = events[i];
  return "\"" + std::string(Name(event.kind)) +
         (HasValue(event.kind) ? " " + ValueText(event) : "") + "\" by thread " +
         std::to_string(event.thread) + " at " + PlaceText(event.location);
}

}  // namespace

std::string Explain(const Mismatch& mismatch) {
  const std::string text = "the program is not deterministic: at step " +
                           std::to_string(mismatch.step + 1) + " of an execution thread " +
                           std::to_string(mismatch.thread);
  if (mismatch.expected == Operation{}) {
    return text + " could not do again what it had done before, when the same was decided";
  }
  return text + " had come to a " + std::string(Name(mismatch.expected.kind)) +
         " before, and comes to a " + std::string(Name(mismatch.found.kind)) +
         (mismatch.expected.kind == mismatch.found.kind ? " of another object" : "") +
         " now, when the same was decided";
}

void CompareWithRepetition(Simulation& simulation, Program& program, const Schedule& schedule,
                           const Recorder& recorded) {
  Replay strategy(schedule);
  Recorder again;
  simulation.Record(&again);
  const Execution execution = simulation.RunUnder(strategy);
  simulation.Record(nullptr);
  if (execution.verdict != Verdict::kPass || execution.ending == Ending::kCut) {
    program.Abandon();
  }
  const Recorder::Events& before = recorded.events();
  const Recorder::Events& now = again.events();
  const auto differs = std::ranges::mismatch(before, now, Same);
  if (differs.in1 == before.end() && differs.in2 == now.end()) {
    return;
  }
  const auto i = static_cast<std::size_t>(differs.in1 - before.begin());
  throw NotDeterministic("the program is not deterministic: when the same was decided again, " +
                         Text(before, i) + " became " + Text(now, i));
}

}  // namespace heddle::checker
