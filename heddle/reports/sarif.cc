// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/sarif.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "checker/report/message.h"
#include "checker/trace/event_text.h"
#include "heddle/reports/json_text.h"
#include "heddle/reports/sarif_code_flow.h"
#include "heddle/reports/sarif_location.h"
#include "heddle/reports/sarif_rules.h"
#include "heddle/run.h"

namespace heddle::program {
namespace {

using checker::ResultEntry;
using checker::Violation;
using Json = nlohmann::ordered_json;

Json Text(std::string_view text) { return {{"text", text}}; }

// As a shell takes it: variables come before the program.
std::string CommandLine(const checker::Report& report) {
  return report.environment + "heddle " + report.options.substr(report.environment.size());
}

// 64-bit FNV-1a over texts, each with its end.
class Fingerprint {
 public:
  Fingerprint& Add(std::string_view text) {
    for (const char c : text) {
      AddByte(static_cast<unsigned char>(c));
    }
    AddByte(0);
    return *this;
  }
  std::string Text() const { return fmt::format("{:016x}", hash_); }

 private:
  void AddByte(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3; }

  std::uint64_t hash_ = 0xcbf29ce484222325;
};

// The same for as long as it is the same violation to a reader: without lines, which move, and
// without what the message says of addresses and values.
std::string FingerprintOf(const ResultEntry& entry, const Violation& violation,
                          const ViolationPlaces& places) {
  Fingerprint print;
  print.Add(Name(violation.verdict)).Add(entry.model).Add(entry.fault).Add(entry.without);
  print.Add(places.location.place.file).Add(checker::FunctionName(places.location.place.function));
  for (const ViolationPlaces::Named& related : places.related) {
    print.Add(related.place.file).Add(checker::FunctionName(related.place.function));
  }
  return print.Text();
}

Json RelatedLocations(const ViolationPlaces& places) {
  Json list = Json::array();
  for (const ViolationPlaces::Named& related : places.related) {
    Json location = {{"id", list.size() + 1}};
    location.update(SarifLocation(related.place, related.message));
    list.push_back(std::move(location));
  }
  return list;
}

Json ResultOf(const ResultEntry& entry, std::size_t i) {
  const Violation& violation = entry.check.violations[i];
  const ViolationPlaces places = PlacesOf(violation);
  const std::string trace = i < entry.trace_files.size() ? entry.trace_files[i] : "";
  return {
      {"ruleId", Name(violation.verdict)},
      {"ruleIndex", RuleIndex(violation.verdict)},
      {"kind", "fail"},
      // What was put in to be found is worth knowing, and nothing to be repaired.
      {"level", entry.AsExpected() ? "note" : "error"},
      {"message", Text(fmt::format("{}, in {}", MessageOf(violation), WhatWasExplored(entry)))},
      {"locations", Json::array({SarifLocation(places.location.place, places.location.message)})},
      {"relatedLocations", RelatedLocations(places)},
      {"codeFlows", SarifCodeFlows(violation.counterexample)},
      {"partialFingerprints", {{"heddleViolation/v1", FingerprintOf(entry, violation, places)}}},
      {"properties",
       {{"kind", Name(entry.kind)},
        {"model", entry.model},
        {"fault", TextOrNull(entry.fault)},
        {"revision", TextOrNull(entry.revision)},
        {"without", TextOrNull(entry.without)},
        {"repairs", entry.repairs},
        {"strategy", ToString(entry.check.strategy)},
        {"preemptions", violation.preemptions},
        {"steps", violation.steps},
        {"traceFile", TextOrNull(trace)}}},
  };
}

Json Results(const checker::Report& report) {
  Json results = Json::array();
  for (const ResultEntry& entry : report.entries) {
    for (std::size_t i = 0; i < entry.trace_files.size(); ++i) {
      results.push_back(ResultOf(entry, i));
    }
  }
  return results;
}

// What has not been decided, and why.
Json Notifications(const checker::Report& report) {
  Json list = Json::array();
  for (const ResultEntry& entry : report.entries) {
    for (const std::string& lost : entry.check.lost) {
      list.push_back(
          {{"level", "error"}, {"message", Text(fmt::format("{}: {}", AsExplored(entry), lost))}});
    }
    if (entry.Undecided()) {
      list.push_back({{"level", "warning"},
                      {"message", Text(fmt::format("{}: not decided: {} after {}",
                                                   AsExplored(entry), Extent(entry.check),
                                                   Count(entry.check.executions, "execution")))}});
    }
  }
  return list;
}

}  // namespace

std::string ToSarif(const checker::Report& report, ExitStatus status) {
  const Json driver = {{"name", "heddle"},
                       {"fullName", "Heddle " + report.version},
                       {"version", report.version},
                       {"semanticVersion", report.version},
                       {"rules", SarifRules()}};
  const Json run = {
      {"tool", {{"driver", driver}}},
      {"invocations", Json::array({{{"commandLine", CommandLine(report)},
                                    {"exitCode", static_cast<int>(status)},
                                    {"executionSuccessful", status != kNoResult},
                                    {"toolExecutionNotifications", Notifications(report)}}})},
      {"originalUriBaseIds",
       {{kSourceRoot, {{"description", Text("The root of the source tree.")}}}}},
      {"results", Results(report)},
      {"properties",
       {{"commit", report.commit},
        {"compiler", report.compiler},
        {"relacy", report.relacy},
        {"options", report.options},
        {"seed", report.seed ? Json(*report.seed) : Json()}}}};
  const Json json = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                     {"version", "2.1.0"},
                     {"runs", Json::array({run})}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::program
