// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "checker/report/message.h"
#include "checker/search/limits.h"

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;
using Kind = ResultEntry::Kind;

constexpr std::array kKinds = {Kind::kModel,   Kind::kFault,   Kind::kFinding,
                               Kind::kControl, Kind::kProgram, Kind::kLitmus};

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json TraceFileOf(const ResultEntry& entry, std::size_t i) {
  return i < entry.trace_files.size() ? OrNull(entry.trace_files[i]) : Json();
}

Json Violations(const ResultEntry& entry) {
  Json list = Json::array();
  for (std::size_t i = 0; i < entry.check.violations.size(); ++i) {
    const Violation& violation = entry.check.violations[i];
    list.push_back({
        {"verdict", Name(violation.verdict)},
        {"preemptions", violation.preemptions},
        {"steps", violation.steps},
        {"trace_file", TraceFileOf(entry, i)},
        {"message", MessageOf(violation)},
    });
  }
  return list;
}

std::string Message(const ResultEntry& entry) {
  if (entry.differences && !entry.differences->empty()) {
    std::string message;
    for (const std::string& difference : *entry.differences) {
      message += (message.empty() ? "" : "; ") + difference;
    }
    return message;
  }
  return entry.check.violations.empty() ? "" : MessageOf(entry.check.violations.front());
}

Json ToJson(const LitmusReport& report) {
  Json shown = Json::array();
  for (const ShownOutcomes& each : report.shown) {
    shown.push_back({{"depth", each.depth},
                     {"reached", each.reached},
                     {"relation", OrNull(each.relation)},
                     {"outcomes", each.outcomes},
                     {"missed", each.missed},
                     {"forbidden", each.forbidden},
                     {"executions", each.executions},
                     {"blocked", each.blocked},
                     {"exhausted", each.exhausted}});
  }
  return {
      {"condition", report.condition},
      {"allowed", report.allowed ? Json(*report.allowed) : Json()},
      {"allowed_by_axioms", report.allowed_by_axioms ? Json(*report.allowed_by_axioms) : Json()},
      {"names", report.names},
      {"shown", std::move(shown)}};
}

Json ToJson(const ResultEntry& entry) {
  const CheckResult& check = entry.check;
  const Violation* const first = check.violations.empty() ? nullptr : check.violations.data();
  Json expected = Json::array();
  for (const Verdict verdict : entry.expected) {
    expected.push_back(Name(verdict));
  }
  Json json = {
      {"kind", Name(entry.kind)},
      {"name", entry.name},
      {"model", OrNull(entry.model)},
      {"fault", OrNull(entry.fault)},
      {"revision", OrNull(entry.revision)},
      {"without", OrNull(entry.without)},
      {"repairs", Json(entry.repairs)},
      {"strategy", ToString(check.strategy)},
      {"expected", std::move(expected)},
      {"verdict", Name(check.verdict())},
      {"as_expected", entry.AsExpected()},
      {"exhausted", check.exhausted},
      {"bound", check.strategy.HasBound() ? Json(check.strategy.number) : Json()},
      {"executions", check.executions},
      {"blocked", check.blocked},
      {"traces", check.traces ? Json(*check.traces) : Json()},
      {"preemptions", first != nullptr ? Json(first->preemptions) : Json()},
      {"steps", first != nullptr ? Json(first->steps) : Json()},
      {"seconds", check.seconds},
      {"peak_bytes", PeakBytes()},  // the searches of a run share it
      {"trace_file", first != nullptr ? TraceFileOf(entry, 0) : Json()},
      {"message", Message(entry)},
      {"violations", Violations(entry)},
  };
  if (entry.litmus) {
    const LitmusReport& litmus = *entry.litmus;
    // Those of the first depth, to be found at once.
    json["allowed"] = litmus.allowed ? Json(*litmus.allowed) : Json();
    json["reached"] = litmus.shown.front().reached;
    json["relation"] = OrNull(litmus.shown.front().relation);
    json["litmus"] = ToJson(litmus);
  }
  return json;
}

Json Summary(const Report& report) {
  Json summary = Json::object();
  double seconds = 0;
  for (const Kind kind : kKinds) {
    int as_expected = 0;
    int not_as_expected = 0;
    for (const ResultEntry& entry : report.entries) {
      if (entry.kind == kind) {
        ++(entry.AsExpected() ? as_expected : not_as_expected);
        seconds += entry.check.seconds;
      }
    }
    summary[Name(kind)] = {{"as_expected", as_expected}, {"not_as_expected", not_as_expected}};
  }
  summary["seconds"] = seconds;
  return summary;
}

}  // namespace

std::string_view Name(ResultEntry::Kind kind) {
  switch (kind) {
    case Kind::kModel:
      return "model";
    case Kind::kFault:
      return "fault";
    case Kind::kFinding:
      return "finding";
    case Kind::kControl:
      return "control";
    case Kind::kProgram:
      return "program";
    case Kind::kLitmus:
      break;
  }
  return "litmus";
}

bool ResultEntry::AsExpected() const {
  const bool found_as_expected =
      differences ? differences->empty()
                  : std::ranges::find(expected, check.verdict()) != expected.end();
  return found_as_expected && !Undecided();
}

bool ResultEntry::Undecided() const {
  const bool found_nothing = differences ? differences->empty() : check.violations.empty();
  return found_nothing && !check.exhausted && !check.strategy.IsSampling();
}

std::string ToJson(const Report& report) {
  Json results = Json::array();
  for (const ResultEntry& entry : report.entries) {
    results.push_back(ToJson(entry));
  }
  const Json json = {
      {"format", "heddle-result/1"},
      {"heddle", report.version},
      {"commit", report.commit},
      {"compiler", report.compiler},
      {"relacy", report.relacy},
      {"options", report.options},
      {"seed", report.seed ? Json(*report.seed) : Json()},
      {"interrupted", report.interrupted},
      {"results", std::move(results)},
      {"summary", Summary(report)},
  };
  // The command line may hold anything; what is no UTF-8 is replaced.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::checker
