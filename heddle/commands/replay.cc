// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

#include "checker/search/errors.h"
#include "heddle/commands/commands.h"
#include "heddle/html/trace_page.h"
#include "heddle/recorded_trace.h"
#include "heddle/run.h"
#include "tests/stress/shell_quoted.h"

namespace heddle::program {
namespace {

using checker::TraceFile;
using checker::Violation;

std::string Words(const std::optional<Violation>& violation) {
  return violation ? fmt::format("{}: {}", Name(violation->verdict), MessageOf(*violation))
                   : "no violation";
}

bool IsAsRecorded(const std::optional<Violation>& found, const Violation& recorded) {
  return found && found->verdict == recorded.verdict && MessageOf(*found) == recorded.message &&
         found->preemptions == recorded.preemptions && found->steps == recorded.steps;
}

ExitStatus Compare(const std::optional<Violation>& found, const Violation& recorded,
                   const std::string& path) {
  if (IsAsRecorded(found, recorded)) {
    fmt::print("{}: reproduced: {} with {}, {}\n", path, Name(recorded.verdict),
               Count(recorded.preemptions, "preemption"), Count(recorded.steps, "step"));
    return kAsExpected;
  }
  fmt::print("{}: not reproduced: expected {} ({}, {}), found {}{}\n", path, Words(recorded),
             Count(recorded.preemptions, "preemption"), Count(recorded.steps, "step"), Words(found),
             found ? fmt::format(" ({}, {})", Count(found->preemptions, "preemption"),
                                 Count(found->steps, "step"))
                   : "");
  return kViolation;
}

}  // namespace

ExitStatus ReplayTrace(const std::string& path, bool any_build, const RunOptions& options) {
  const RecordedTrace recorded = ReadTrace(path, any_build, "replay");
  const TraceFile& trace = recorded.file;
  std::optional<OutputFile> page;
  if (!options.html.empty()) {
    page.emplace(options.html);
  }
  std::optional<Violation> found;
  try {
    found = recorded.Replay();
  } catch (const checker::Diverged& error) {
    fmt::print("{}: diverged: {}\n", path, error.what());
    return kViolation;
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
  if (found && page) {
    TraceFile again = trace;
    again.violation = *found;
    again.violation.message = MessageOf(*found);
    page->Commit(TracePage(again, "heddle replay " + stress::ShellQuoted(path)));
  }
  return Compare(found, trace.violation, path);
}

}  // namespace heddle::program
