// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/schedule.h"
#include "checker/trace/trace_file.h"
#include "tests/fuzz/fuzzers.h"
#include "tests/fuzz/reading.h"

namespace heddle::tests {
namespace {

using checker::TraceFile;

// All that is read of a file.
bool IsSame(const TraceFile& a, const TraceFile& b) {
  return a.build == b.build && a.subject == b.subject && a.strategy == b.strategy &&
         a.seed == b.seed && a.violation.verdict == b.violation.verdict &&
         a.violation.message == b.violation.message &&
         a.violation.preemptions == b.violation.preemptions &&
         a.violation.steps == b.violation.steps && a.violation.schedule == b.violation.schedule &&
         a.simulation.history_depth == b.simulation.history_depth &&
         a.simulation.check_lock_ranks == b.simulation.check_lock_ranks &&
         a.simulation.max_steps == b.simulation.max_steps;
}

}  // namespace

void FuzzTraceFile(Bytes bytes) {
  const std::string_view text = TextOf(bytes);
  if (const auto schedule = checker::ParseSchedule(text)) {
    RequireThat(checker::ToString(*schedule) == text, "a schedule has a second text");
  }
  const auto trace =
      ReadOrRefuse<checker::TraceFileError>([&] { return checker::ParseTraceFile(text); });
  if (trace) {
    RequireThat(IsSame(checker::ParseTraceFile(checker::ToJson(*trace)), *trace),
                "a trace that is written and read again is another");
  }
}

}  // namespace heddle::tests
