// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_RECORDED_TRACE_H_
#define HEDDLE_HEDDLE_RECORDED_TRACE_H_

#include <optional>
#include <string>

#include "checker/search/violation.h"
#include "checker/trace/trace_file.h"
#include "heddle/subject.h"

namespace heddle::program {

// A trace file, and what of this build it is of.
struct RecordedTrace {
  checker::TraceFile file;
  Subject subject;

  // The execution once more; nothing if it ends without a violation. Throws checker::Diverged.
  std::optional<checker::Violation> Replay() const;
};

// Throws UsageError, which says that it is not possible to `verb` it, if the file is not there or
// no trace, or if it is of something that this build has not; or another build has written it,
// unless `any_build`.
RecordedTrace ReadTrace(const std::string& path, bool any_build, const std::string& verb);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_RECORDED_TRACE_H_
