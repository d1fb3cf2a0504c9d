// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/counterexample_json.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "checker/report/hand_over.h"
#include "checker/report/held_locks.h"
#include "checker/report/step_text.h"
#include "checker/trace/event_text.h"
#include "heddle/build_info.h"
#include "heddle/html/heap_json.h"
#include "heddle/html/source_lines.h"
#include "models/picture/heap_picture.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using checker::Event;
using checker::EventKind;
using Json = nlohmann::ordered_json;

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json ToJson(const checker::Place& place, SourceLines& sources) {
  if (place.line == 0) {
    return {};
  }
  return Json{{"file", place.file},
              {"line", place.line},
              {"function", checker::FunctionName(place.function)},
              {"source", OrNull(sources.LineAt(place.file, place.line))}};
}

// The steps of an example as events of its page. What is said of the state is none: it goes to the
// event before it.
class Events {
 public:
  Events(const Counterexample& example, SourceLines& sources)
      : example_(example),
        sources_(sources),
        pictures_(example),
        held_(HeldLocks(example)),
        hand_overs_(example) {
    if (pictures_.AnyHeap()) {
      initial_heap_ = heap_json_.Initial(pictures_.initial());
    }
    for (std::size_t i = 0; i < example.steps.size(); ++i) {
      if (example.steps[i].event.kind != EventKind::kState) {
        Add(i);
      }
      numbers_.push_back(events_.empty() ? 0 : events_.size() - 1);
      const models::HeapPicture& change = pictures_.changes()[i];
      if (pictures_.AnyHeap() && !change.IsEmpty() && !events_.empty()) {
        events_.back()["heap"].update(heap_json_.Change(change), /*merge_objects=*/true);
      }
    }
  }

  // Of an event that is one of the example's steps.
  Json NumberOf(const Counterexample::Step& step) const {
    for (std::size_t i = example_.steps.size(); i-- > 0;) {
      const Event& event = example_.steps[i].event;
      if (event.object == step.event.object && event.thread == step.event.thread &&
          event.clock == step.event.clock) {
        return numbers_[i];
      }
    }
    return {};
  }

  // When the threads begin; null if there is no heap.
  const Json& initial_heap() const { return initial_heap_; }
  Json Take() { return std::move(events_); }

 private:
  void Add(std::size_t i) {
    const Counterexample::Step& step = example_.steps[i];
    const Event& event = step.event;
    const bool is_said = IsSaid(event.kind);
    const bool is_switch = last_ && example_.steps[*last_].event.thread != event.thread;
    Json after = Json::array();
    for (const std::size_t source : step.comes_after) {
      after.push_back(numbers_[source]);
    }
    events_.push_back({
        {"thread", event.thread},
        {"kind", Name(event.kind)},
        {"text", is_said ? event.note.data() : StepText(step)},
        {"object", OrNull(step.object)},
        {"value", HasValue(event.kind) ? Json(ValueText(event)) : Json()},
        {"order", is_said ? Json() : Json(core::Name(event.order))},
        {"is_step", !is_said && !IsPlain(event.kind)},
        {"location", is_said ? Json() : ToJson(event.location, sources_)},
        {"reads_from", step.reads_from ? Json(numbers_[*step.reads_from]) : Json()},
        {"after", std::move(after)},
        {"holds", held_[i]},
        {"switch", is_switch ? Json(hand_overs_.Why(*last_, i)) : Json()},
    });
    last_ = i;
  }

  const Counterexample& example_;
  SourceLines& sources_;
  models::HeapPictures pictures_;
  HeapJson heap_json_;
  std::vector<std::vector<std::string>> held_;
  checker::HandOvers hand_overs_;
  std::optional<std::size_t> last_;
  std::vector<std::size_t> numbers_;  // of each step: its event
  Json initial_heap_;
  Json events_ = Json::array();
};

Json ToJson(const Counterexample::Wait& wait, SourceLines& sources) {
  return {{"thread", wait.thread},
          {"object", wait.object},
          {"holder", wait.holder ? Json(*wait.holder) : Json()},
          {"location", ToJson(wait.location, sources)}};
}

Json ToJson(const checker::Violation& violation, SourceLines& sources) {
  return {{"verdict", Name(violation.verdict)},
          {"message", violation.message},
          {"location", ToJson(violation.location, sources)},
          {"preemptions", violation.preemptions},
          {"steps", violation.steps}};
}

}  // namespace

std::string ToJson(const CounterexampleReport& report) {
  const checker::TraceFile& trace = report.trace;
  const Counterexample& example = trace.violation.counterexample;
  SourceLines sources;
  Events events(example, sources);
  Json conflict;
  if (example.conflict && !example.steps.empty()) {
    conflict = {events.NumberOf(*example.conflict), events.NumberOf(example.steps.back())};
  }
  Json waits = Json::array();
  for (const Counterexample::Wait& wait : example.waits) {
    waits.push_back(ToJson(wait, sources));
  }
  const Json json = {
      {"format", "heddle-report/1"},
      {"heddle", kVersion},
      {"commit", kCommit},
      {"compiler", kCompiler},
      {"relacy", kRelacy},
      {"build", trace.build},
      {"found_by",
       {{"strategy", ToString(trace.strategy)}, {"seed", trace.seed ? Json(*trace.seed) : Json()}}},
      {"again", report.again},
      {"program",
       {{"name", trace.subject.name},
        {"file", OrNull(trace.subject.file)},
        {"fault", OrNull(trace.subject.fault)},
        {"revision", OrNull(trace.subject.revision)},
        {"layout", OrNull(trace.subject.layout)},
        {"without", trace.subject.without},
        {"repairs", trace.subject.repairs}}},
      {"about", report.about},
      {"violation", ToJson(trace.violation, sources)},
      {"threads", example.threads},
      {"events", events.Take()},
      {"conflict", std::move(conflict)},
      {"waits", std::move(waits)},
      {"heap", events.initial_heap()},
  };
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace heddle::program
