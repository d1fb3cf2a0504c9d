// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/report_files.h"

#include <fmt/format.h>

#include <string>

#include "heddle/reports/junit.h"
#include "heddle/reports/result_cases.h"
#include "heddle/reports/sarif.h"
#include "heddle/reports/trace_event.h"

namespace heddle::program {
namespace {

void Open(const std::string& path, std::optional<OutputFile>& file) {
  if (!path.empty()) {
    file.emplace(path);
  }
}

ProducedBy ProducedByRunOf(const checker::Report& report) {
  return {.version = report.version,
          .commit = report.commit,
          .compiler = report.compiler,
          .relacy = report.relacy,
          .options = report.options,
          .seed = report.seed};
}

}  // namespace

ReportFiles::ReportFiles(const RunOptions& options)
    : trace_event_path_(options.trace_event), page_(options.html) {
  Open(options.json, json_);
  Open(options.junit, junit_);
  Open(options.sarif, sarif_);
  Open(options.trace_event, trace_events_);
}

void ReportFiles::Write(const checker::Report& report, ExitStatus status) const {
  if (json_) {
    json_->Commit(checker::ToJson(report));
  }
  if (junit_) {
    junit_->Commit(ToJunit(ProducedByRunOf(report), CasesOf(report)));
  }
  if (sarif_) {
    sarif_->Commit(ToSarif(report, status));
  }
  if (trace_events_) {
    if (const std::string events = ToTraceEvents(report); !events.empty()) {
      trace_events_->Commit(events);
    } else {
      fmt::print("trace events: there is no violation to show, '{}' is not written\n",
                 trace_event_path_);
    }
  }
  page_.Write();
}

}  // namespace heddle::program
