// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

#include "checker/process/shell_quoted.h"
#include "checker/report/reproduction.h"
#include "checker/search/errors.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/recorded_trace.h"
#include "heddle/run.h"

namespace heddle::program {
namespace {

using checker::TraceFile;
using checker::Violation;

ExitStatus Compare(const std::optional<Violation>& found, const Violation& recorded,
                   const std::string& path) {
  fmt::print("{}: {}\n", path, checker::ReproductionText(found, recorded));
  return checker::IsReproduced(found, recorded) ? kAsExpected : kViolation;
}

// What it has come to, for the files of reports.
checker::ResultEntry ResultOf(const RecordedTrace& recorded, const Violation& found,
                              const std::string& path) {
  checker::ResultEntry entry = EntryFor(recorded.subject);
  entry.expected.clear();
  if (checker::IsReproduced(found, recorded.file.violation)) {
    entry.expected.push_back(found.verdict);
  }
  entry.check.strategy = recorded.file.strategy;
  entry.check.executions = 1;
  entry.check.violations.push_back(found);
  entry.trace_files.push_back(path);
  return entry;
}

}  // namespace

ExitStatus ReplayTrace(const std::string& path, bool any_build, const RunOptions& options) {
  const RecordedTrace recorded = ReadTrace(path, any_build, "replay");
  const TraceFile& trace = recorded.file;
  // The run samples nothing; what has found the violation may have.
  RunOptions as_recorded = options;
  as_recorded.seed = trace.seed.value_or(options.seed);
  Collector collector(as_recorded);
  std::optional<Violation> found;
  try {
    found = recorded.Replay();
  } catch (const checker::Diverged& error) {
    fmt::print("{}: diverged: {}\n", path, error.what());
    return collector.Finish(kViolation);
  }
  if (found && !options.quiet) {
    fmt::print(
        "In {}{}{}{}{}:\n\n{}\n", trace.subject.name,
        trace.subject.fault.empty() ? "" : " with " + trace.subject.fault,
        trace.subject.repairs.empty() ? "" : ", repaired of ",
        fmt::join(trace.subject.repairs, " and "),
        trace.subject.without.empty() ? ""
                                      : ", without " + models::Without(recorded.subject.oracles),
        checker::FormatInterleaving(*found, options.Interleaving(found->counterexample, "")));
  }
  if (found) {
    TraceFile again = trace;
    again.violation = *found;
    again.violation.message = MessageOf(*found);
    collector.page().Offer(again, "heddle replay " + checker::ShellQuotedPath(path));
    collector.Add(ResultOf(recorded, *found, path));
  }
  const ExitStatus status = collector.Finish(Compare(found, trace.violation, path));
  EndWith(SameAgain(options));
  return status;
}

}  // namespace heddle::program
