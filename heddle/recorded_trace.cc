// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/recorded_trace.h"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "checker/search/replay.h"
#include "checker/trace/build_id.h"
#include "heddle/exit_status.h"
#include "heddle/input_file.h"

namespace heddle::program {

std::optional<checker::Violation> RecordedTrace::Replay() const {
  const std::unique_ptr<checker::Program> program = subject.Make();
  return checker::Replay(*program, file.violation.schedule, file.simulation);
}

RecordedTrace ReadTrace(const std::string& path, bool any_build, const std::string& verb) {
  try {
    RecordedTrace trace;
    trace.file = checker::ParseTraceFile(ContentsOf(path));
    const std::string here = checker::BuildId();
    if (!any_build && (trace.file.build != here || here == checker::kNoBuildId)) {
      throw UsageError(fmt::format(
          "expected a trace of this build, {}, found one of build {} (--any-build tries it)", here,
          trace.file.build));
    }
    trace.subject = SubjectOf(trace.file.subject);
    trace.file.simulation.check_races = trace.subject.oracles.races;
    return trace;
  } catch (const std::runtime_error& error) {  // UsageError, TraceFileError
    throw UsageError(fmt::format("cannot {} '{}': {}", verb, path, error.what()));
  }
}

}  // namespace heddle::program
