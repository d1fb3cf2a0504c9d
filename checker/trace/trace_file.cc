// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/trace_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "checker/trace/event_text.h"
#include "checker/trace/json_fields.h"
#include "checker/trace/relations.h"

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;
using Fields = JsonFields<TraceFileError>;

constexpr char kFormat[] = "heddle-trace/1";
constexpr std::uint64_t kMostDecisions = 1'000'000;  // of a schedule
constexpr std::uint64_t kAnyNumber = std::numeric_limits<std::uint64_t>::max();

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json ToJson(const Place& place) {
  if (place.line == 0) {
    return {};
  }
  return Json{
      {"file", place.file}, {"line", place.line}, {"function", FunctionName(place.function)}};
}

Json ToJson(const Counterexample::Step& step) {
  const Event& event = step.event;
  Json json = {{"thread", event.thread}, {"kind", Name(event.kind)}};
  if (event.kind == EventKind::kNote) {
    json["text"] = event.note.data();
    return json;
  }
  json["object"] = OrNull(step.object);
  if (event.kind == EventKind::kState) {
    json["text"] = TextOfState(event);
    return json;
  }
  json["value"] = HasValue(event.kind) && event.is_known ? Json(ValueText(event)) : Json();
  json["written"] = Writes(event) ? Json(WrittenText(event)) : Json();
  json["reads_from"] = step.reads_from ? Json(*step.reads_from) : Json();
  json["newer"] = step.newer ? Json(*step.newer) : Json();
  json["comes_after"] = step.comes_after;
  if (event.kind == EventKind::kCompareExchange) {
    json["succeeded"] = event.succeeded;
  }
  json["order"] = core::Name(event.order);
  json["location"] = ToJson(event.location);
  return json;
}

Json ToJson(const Counterexample::Wait& wait) {
  return Json{
      {"thread", wait.thread},
      {"object", OrNull(wait.object)},
      {"holder", wait.holder ? Json(*wait.holder) : Json()},
      {"location", ToJson(wait.location)},
  };
}

template <class Entries>
Json ListOf(const Entries& entries) {
  Json list = Json::array();
  for (const auto& entry : entries) {
    list.push_back(ToJson(entry));
  }
  return list;
}

TraceFile::Subject SubjectIn(const Fields& fields) {
  return {.file = fields.TextOrNull("file"),
          .name = fields.Text("name"),
          .fault = fields.TextOrNull("fault"),
          .revision = fields.TextOrNull("revision"),
          .layout = fields.TextOrNull("layout"),
          .without = fields.Texts("without"),
          .repairs = fields.Texts("repairs"),
          .threads = static_cast<int>(fields.Number("threads", 1, kMaxThreads))};
}

SimulationOptions SimulationIn(const Fields& fields) {
  return {.history_depth = static_cast<unsigned>(fields.Number("history_depth", 1, 2)),
          .check_lock_ranks = fields.Bool("check_lock_ranks"),
          .max_steps = static_cast<unsigned>(fields.Number("max_steps", 1, kMostSteps))};
}

std::optional<Verdict> ViolationNamed(std::string_view name) {
  for (auto i = static_cast<int>(Verdict::kRace); i <= static_cast<int>(Verdict::kLeak); ++i) {
    if (Name(static_cast<Verdict>(i)) == name) {
      return static_cast<Verdict>(i);
    }
  }
  return std::nullopt;
}

Violation ViolationIn(const Fields& fields) {
  Violation violation;
  violation.verdict = fields.Meant(ViolationNamed(fields.Text("verdict")), "verdict",
                                   "the name of a violation, such as race");
  violation.message = fields.Text("message");
  violation.preemptions = fields.Number("preemptions", 0, kMostDecisions);
  violation.steps = fields.Number("steps", 0, kMostDecisions);
  violation.schedule = fields.Meant(ParseSchedule(fields.Text("schedule")), "schedule",
                                    "a schedule of at most 1000000 decisions, such as a*3.b.c1");
  return violation;
}

// Comes first, so that a file of another format is not blamed for what it lacks.
void RequireFormat(const nlohmann::json& json) {
  const auto format = json.is_object() ? json.find("format") : json.end();
  if (!json.is_object() || format == json.end() || !format->is_string()) {
    throw TraceFileError(fmt::format(R"(expected a JSON object with "format": "{}")", kFormat));
  }
  if (*format != kFormat) {
    throw TraceFileError(
        fmt::format("expected format {}, found {}", kFormat,
                    format->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
  }
}

}  // namespace

std::string ToJson(const TraceFile& trace) {
  const TraceFile::Subject& subject = trace.subject;
  const Violation& violation = trace.violation;
  const Counterexample& example = violation.counterexample;
  const Json json = {
      {"format", kFormat},
      {"build", trace.build},
      {"program",
       {{"file", OrNull(subject.file)},
        {"name", subject.name},
        {"fault", OrNull(subject.fault)},
        {"revision", OrNull(subject.revision)},
        {"layout", OrNull(subject.layout)},
        {"without", Json(subject.without)},
        {"repairs", Json(subject.repairs)},
        {"threads", subject.threads}}},
      {"simulation",
       {{"history_depth", trace.simulation.history_depth},
        {"check_lock_ranks", trace.simulation.check_lock_ranks},
        {"max_steps", trace.simulation.max_steps}}},
      {"found_by",
       {{"strategy", ToString(trace.strategy)}, {"seed", trace.seed ? Json(*trace.seed) : Json()}}},
      {"violation",
       {{"verdict", Name(violation.verdict)},
        {"message", violation.message},
        {"location", ToJson(violation.location)},
        {"preemptions", violation.preemptions},
        {"steps", violation.steps},
        {"schedule", ToString(violation.schedule)}}},
      {"initial", ListOf(example.initial)},
      {"events", ListOf(example.steps)},
      {"conflict", example.conflict ? ToJson(*example.conflict) : Json()},
      {"waits", ListOf(example.waits)},
  };
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

TraceFile ParseTraceFile(std::string_view text) {
  nlohmann::json json;
  try {
    json = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    throw TraceFileError(fmt::format("expected a whole JSON file, found a mistake at byte {} of {}",
                                     std::min<std::size_t>(error.byte, text.size()), text.size()));
  } catch (const nlohmann::json::out_of_range&) {  // 1e999
    throw TraceFileError("expected numbers that fit into 64 bits, found a larger one");
  }
  RequireFormat(json);
  const Fields fields(json);
  TraceFile trace;
  trace.build = fields.Text("build");
  trace.subject = SubjectIn(fields.Object("program"));
  trace.simulation = SimulationIn(fields.Object("simulation"));
  const Fields found_by = fields.Object("found_by");
  trace.strategy = found_by.Meant(ParseStrategyName(found_by.Text("strategy")), "strategy",
                                  "the name of a strategy, such as dpor");
  trace.seed = found_by.NumberOrNull("seed", 0, kAnyNumber);
  trace.violation = ViolationIn(fields.Object("violation"));
  return trace;
}

}  // namespace heddle::checker
