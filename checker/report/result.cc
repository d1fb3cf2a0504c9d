// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/result.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;

std::string_view Name(ResultEntry::Kind kind) {
  return kind == ResultEntry::Kind::kModel ? "model" : "fault";
}

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

// Of the whole process so far: the searches of a run share it.
std::uint64_t PeakBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

Json ToJson(const ResultEntry& entry) {
  const CheckResult& check = entry.check;
  const bool violated = check.verdict != Verdict::kPass;
  Json expected = Json::array();
  for (const Verdict verdict : entry.expected) {
    expected.push_back(Name(verdict));
  }
  const bool bounded = check.strategy.kind == Strategy::Kind::kRelacyBound;
  return Json{
      {"kind", Name(entry.kind)},
      {"name", entry.name},
      {"model", entry.model},
      {"fault", OrNull(entry.fault)},
      {"revision", entry.revision},
      {"without", OrNull(entry.without)},
      {"strategy", ToString(check.strategy)},
      {"expected", std::move(expected)},
      {"verdict", Name(check.verdict)},
      {"as_expected", entry.AsExpected()},
      {"exhausted", check.exhausted},
      {"bound", bounded ? Json(check.strategy.preemptions) : Json()},
      {"executions", check.executions},
      {"blocked", 0},
      {"traces", nullptr},
      {"preemptions", violated ? Json(check.preemptions) : Json()},
      {"steps", violated ? Json(check.step_count) : Json()},
      {"seconds", check.seconds},
      {"peak_bytes", PeakBytes()},
      {"trace_file", nullptr},
      {"message", check.message},
  };
}

Json Summary(const Report& report) {
  Json summary = Json::object();
  double seconds = 0;
  for (const ResultEntry::Kind kind : {ResultEntry::Kind::kModel, ResultEntry::Kind::kFault}) {
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

bool ResultEntry::AsExpected() const {
  return std::ranges::find(expected, check.verdict) != expected.end() && !Undecided();
}

bool ResultEntry::Undecided() const {
  return check.verdict == Verdict::kPass && !check.exhausted &&
         check.strategy.kind != Strategy::Kind::kRandom;
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
      {"seed", nullptr},
      {"results", std::move(results)},
      {"summary", Summary(report)},
  };
  // The command line may hold anything; what is no UTF-8 is replaced.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::checker
