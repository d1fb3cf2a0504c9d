// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/trace_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/report/message.h"
#include "checker/report/step_text.h"
#include "checker/trace/event_text.h"
#include "heddle/reports/json_text.h"
#include "heddle/run.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using checker::Event;
using checker::EventKind;
using checker::ResultEntry;
using Json = nlohmann::ordered_json;

constexpr int kProcess = 1;

// A thread's number for viewers, for which 0 is no thread.
int TrackOf(int thread) { return thread + 1; }

constexpr std::size_t kNanoseconds = 1000;  // of a microsecond

// When each step is shown, in microseconds. A numbered step begins at its number; what belongs to
// it, and is said or done between it and the next one, divides the microsecond with it. In whole
// nanoseconds, as viewers count, so that none begins before the one before it ends.
class Times {
 public:
  struct Span {
    std::size_t begin = 0;
    std::size_t end = kNanoseconds;
  };

  explicit Times(const Counterexample& example) : spans_(example.steps.size()) {
    const std::vector<std::optional<std::size_t>> numbers = StepNumbers(example);
    std::size_t number = 0;
    for (std::size_t first = 0; first < spans_.size();) {
      number = numbers[first].value_or(number);
      std::size_t last = first + 1;
      while (last < spans_.size() && !numbers[last]) {
        ++last;
      }
      for (std::size_t i = first; i < last; ++i) {
        const auto at = [&](std::size_t step) {
          return kNanoseconds * number + kNanoseconds * (step - first) / (last - first);
        };
        spans_[i] = {at(i), at(i + 1)};
      }
      first = last;
    }
    end_ = kNanoseconds * (number + 1);
  }

  const Span& Of(std::size_t step) const { return spans_[step]; }
  std::size_t end() const { return end_; }

 private:
  std::vector<Span> spans_;
  std::size_t end_ = kNanoseconds;
};

double Microseconds(std::size_t nanoseconds) {
  return static_cast<double>(nanoseconds) / static_cast<double>(kNanoseconds);
}

class TraceEvents {
 public:
  explicit TraceEvents(const checker::Violation& violation)
      : example_(violation.counterexample), times_(example_) {
    for (std::size_t i = 0; i < example_.steps.size(); ++i) {
      if (example_.steps[i].event.kind != EventKind::kState) {
        AddStep(i);
      }
      AddHeldLock(i);
    }
    EndHeldLocks();
    for (const Counterexample::Wait& wait : example_.waits) {
      AddWait(wait);
    }
    events_.push_back(
        {{"name", fmt::format("{}: {}", Name(violation.verdict), MessageOf(violation))},
         {"cat", "violation"},
         {"ph", "i"},
         {"s", "p"},
         {"ts", Microseconds(times_.end())},
         {"pid", kProcess},
         {"tid", LastTrack()}});
  }

  Json Take() { return std::move(events_); }

 private:
  struct Held {
    int thread;
    std::string object;
    std::size_t number;
  };

  int LastTrack() const {
    return example_.steps.empty() ? TrackOf(0) : TrackOf(example_.steps.back().event.thread);
  }

  void AddStep(std::size_t i) {
    const Counterexample::Step& step = example_.steps[i];
    const Event& event = step.event;
    const bool is_said = IsSaid(event.kind);
    Json arguments = Json::object();
    if (!is_said) {
      arguments["order"] = core::Name(event.order);
      if (event.location.line != 0) {
        arguments["location"] = PlaceText(event.location);
      }
    }
    AddSlice(is_said ? event.note.data() : StepText(step), Name(event.kind), event.thread,
             times_.Of(i), std::move(arguments));
    if (step.reads_from) {
      AddFlow(*step.reads_from, i);
    }
  }

  void AddSlice(std::string_view name, std::string_view category, int thread,
                const Times::Span& span, Json arguments) {
    events_.push_back({{"name", name},
                       {"cat", category},
                       {"ph", "X"},
                       {"ts", Microseconds(span.begin)},
                       {"dur", Microseconds(span.end - span.begin)},
                       {"pid", kProcess},
                       {"tid", TrackOf(thread)},
                       {"args", std::move(arguments)}});
  }

  // From the slice that wrote to the one that read, whose number is the arrow's, too.
  void AddFlow(std::size_t from, std::size_t to) {
    const auto add = [&](const char* phase, std::size_t step) {
      Json& end = events_.emplace_back(Json{{"name", "reads from"},
                                            {"cat", "reads-from"},
                                            {"ph", phase},
                                            {"id", to},
                                            {"ts", Microseconds(times_.Of(step).begin)},
                                            {"pid", kProcess},
                                            {"tid", TrackOf(example_.steps[step].event.thread)}});
      if (step == to) {
        end["bp"] = "e";
      }
    };
    add("s", from);
    add("f", to);
  }

  // A lock that is held overlaps with others in any way, which slices of one track may not: it has
  // a track of its own.
  void AddHeldLock(std::size_t i) {
    const Counterexample::Step& step = example_.steps[i];
    if (step.event.kind == EventKind::kLock) {
      held_[step.event.object] = {step.event.thread, step.object, i};
      AddHeld("b", held_[step.event.object], times_.Of(i).begin);
    } else if (step.event.kind == EventKind::kUnlock) {
      if (const auto held = held_.find(step.event.object); held != held_.end()) {
        AddHeld("e", held->second, times_.Of(i).end);
        held_.erase(held);
      }
    }
  }

  void EndHeldLocks() {
    std::vector<Held> left;
    left.reserve(held_.size());
    for (const auto& [object, held] : held_) {
      left.push_back(held);
    }
    std::ranges::sort(left, {}, &Held::number);  // addresses are not the same in each run
    for (const Held& held : left) {
      AddHeld("e", held, times_.end());
    }
  }

  void AddHeld(const char* phase, const Held& held, std::size_t time) {
    events_.push_back({{"name", fmt::format("T{} holds {}", held.thread, held.object)},
                       {"cat", "lock"},
                       {"ph", phase},
                       {"id", held.number},
                       {"ts", Microseconds(time)},
                       {"pid", kProcess},
                       {"tid", TrackOf(held.thread)}});
  }

  // From its last step on to the end.
  void AddWait(const Counterexample::Wait& wait) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < example_.steps.size(); ++i) {
      if (example_.steps[i].event.thread == wait.thread) {
        begin = times_.Of(i).end;
      }
    }
    Json arguments = {{"location", PlaceText(wait.location)}};
    if (wait.holder) {
      arguments["held by"] = fmt::format("T{}", *wait.holder);
    }
    AddSlice("waits for " + wait.object, "wait", wait.thread, {begin, times_.end() + kNanoseconds},
             std::move(arguments));
  }

  const Counterexample& example_;
  Times times_;
  std::map<const void*, Held> held_;
  Json events_ = Json::array();
};

void AddNames(const ResultEntry& entry, int threads, Json& events) {
  const auto add = [&](const char* what, int track, const char* argument, const Json& value) {
    events.push_back({{"name", what},
                      {"ph", "M"},
                      {"pid", kProcess},
                      {"tid", track},
                      {"args", {{argument, value}}}});
  };
  add("process_name", TrackOf(0), "name", WhatWasExplored(entry));
  for (int thread = 0; thread < threads; ++thread) {
    add("thread_name", TrackOf(thread), "name", fmt::format("T{}", thread));
    add("thread_sort_index", TrackOf(thread), "sort_index", thread);
  }
}

}  // namespace

std::string ToTraceEvents(const checker::Report& report) {
  const auto entry = std::ranges::find_if(
      report.entries, [](const ResultEntry& each) { return !each.check.violations.empty(); });
  if (entry == report.entries.end()) {
    return {};
  }
  const checker::Violation& violation = entry->check.violations.front();
  Json events = Json::array();
  AddNames(*entry, violation.counterexample.threads, events);
  for (Json& event : TraceEvents(violation).Take()) {
    events.push_back(std::move(event));
  }
  const std::string trace = entry->trace_files.empty() ? "" : entry->trace_files.front();
  const Json json = {{"displayTimeUnit", "ns"},
                     {"otherData",
                      {{"heddle", report.version},
                       {"commit", report.commit},
                       {"compiler", report.compiler},
                       {"relacy", report.relacy},
                       {"options", report.options},
                       {"seed", report.seed ? Json(*report.seed) : Json()},
                       {"model", TextOrNull(entry->model)},
                       {"fault", TextOrNull(entry->fault)},
                       {"verdict", Name(violation.verdict)},
                       {"message", MessageOf(violation)},
                       {"trace_file", TextOrNull(trace)}}},
                     {"traceEvents", std::move(events)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::program
