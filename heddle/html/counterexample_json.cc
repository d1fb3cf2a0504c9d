// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/counterexample_json.h"

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
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

// Places by number, each once: most events share theirs with others.
class Locations {
 public:
  explicit Locations(SourceLines& sources) : sources_(sources) {}

  std::optional<std::size_t> NumberOf(const checker::Place& place) {
    if (place.line == 0) {
      return std::nullopt;
    }
    const auto [entry, added] = numbers_.try_emplace(
        std::tuple(std::string(place.file), place.line, std::string(place.function)), list_.size());
    if (added) {
      list_.push_back(ToJson(place, sources_));
    }
    return entry->second;
  }

  Json Take() { return std::move(list_); }

 private:
  SourceLines& sources_;
  std::map<std::tuple<std::string, unsigned, std::string>, std::size_t> numbers_;
  Json list_ = Json::array();
};

// Fields that say nothing are left out: that is what keeps a page small.
void Put(Json& event, const char* field, Json value) {
  const bool says_nothing = value.is_null() || (value.is_boolean() && !value.get<bool>()) ||
                            (value.is_array() && value.empty());
  if (!says_nothing) {
    event[field] = std::move(value);
  }
}

// The steps of an example as events of its page. What is said of the state is none: it goes to the
// thread's event before it.
class Events {
 public:
  Events(const Counterexample& example, Locations& locations)
      : example_(example),
        locations_(locations),
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
      AddChange(example.steps[i].event.thread, pictures_.changes()[i]);
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
    Json json = {{"thread", event.thread},
                 {"kind", Name(event.kind)},
                 {"text", is_said ? event.note.data() : StepText(step)}};
    Put(json, "object", OrNull(step.object));
    Put(json, "is_step", !is_said && !IsPlain(event.kind));
    if (HasValue(event.kind) && event.is_known) {
      Put(json, "value", ValueText(event));
    }
    if (event.kind == EventKind::kCompareExchange && !event.succeeded) {
      json["succeeded"] = false;
    }
    if (!is_said) {
      Put(json, "order", core::Name(event.order));
      Put(json, "location", OrNone(locations_.NumberOf(event.location)));
    }
    Put(json, "reads_from", NumberOf(step.reads_from));
    Put(json, "newer", NumberOf(step.newer));
    Put(json, "after", std::move(after));
    Put(json, "holds", held_[i]);
    if (is_switch) {
      json["switch"] = hand_overs_.Why(*last_, i);
    }
    last_of_thread_[event.thread] = events_.size();
    events_.push_back(std::move(json));
    last_ = i;
  }

  void AddChange(int thread, const models::HeapPicture& change) {
    if (!pictures_.AnyHeap() || change.IsEmpty()) {
      return;
    }
    const Json changed = heap_json_.Change(change);
    const auto own = last_of_thread_.find(thread);
    if (own != last_of_thread_.end()) {
      events_[own->second]["heap"].update(changed, /*merge_objects=*/true);
    } else if (events_.empty()) {
      initial_heap_.update(changed, /*merge_objects=*/true);
    } else {
      events_.back()["heap"].update(changed, /*merge_objects=*/true);
    }
  }

  static Json OrNone(const std::optional<std::size_t>& number) {
    return number ? Json(*number) : Json();
  }
  Json NumberOf(const std::optional<std::size_t>& step) const {
    return step ? Json(numbers_[*step]) : Json();
  }

  const Counterexample& example_;
  Locations& locations_;
  models::HeapPictures pictures_;
  HeapJson heap_json_;
  std::vector<std::vector<std::string>> held_;
  checker::HandOvers hand_overs_;
  std::optional<std::size_t> last_;
  std::map<int, std::size_t> last_of_thread_;  // its event
  std::vector<std::size_t> numbers_;           // of each step: its event
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
          {"steps", checker::StepCount(violation.counterexample)}};
}

}  // namespace

std::string ToJson(const CounterexampleReport& report) {
  const checker::TraceFile& trace = report.trace;
  const Counterexample& example = trace.violation.counterexample;
  SourceLines sources;
  Locations locations(sources);
  Events events(example, locations);
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
      {"where", Name(example.where)},
      {"threads", example.threads},
      {"events", events.Take()},
      {"locations", locations.Take()},
      {"conflict", std::move(conflict)},
      {"waits", std::move(waits)},
      {"heap", events.initial_heap()},
  };
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace heddle::program
