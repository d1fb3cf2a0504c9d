// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_REPORT_FILES_H_
#define HEDDLE_HEDDLE_REPORTS_REPORT_FILES_H_

#include <optional>

#include "checker/report/result.h"
#include "heddle/exit_status.h"
#include "heddle/html/counterexample_page.h"
#include "heddle/output_file.h"
#include "heddle/run_options.h"

namespace heddle::program {

// The files that the results of a run go to, as far as they were asked for: --json, --junit,
// --sarif, --trace-event, and --html if it shows a counterexample.
class ReportFiles {
 public:
  // Throws UsageError if one of them cannot be written.
  explicit ReportFiles(const RunOptions& options);

  // What is offered to it is written last.
  CounterexamplePage& page() { return page_; }

  // `status` is what the run ends with. Throws UsageError. Where there is no violation to show, no
  // trace events are written.
  void Write(const checker::Report& report, ExitStatus status) const;

 private:
  std::optional<OutputFile> json_;
  std::optional<OutputFile> junit_;
  std::optional<OutputFile> sarif_;
  std::string trace_event_path_;
  std::optional<OutputFile> trace_events_;
  CounterexamplePage page_;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_REPORT_FILES_H_
