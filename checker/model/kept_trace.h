// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_MODEL_KEPT_TRACE_H_
#define HEDDLE_CHECKER_MODEL_KEPT_TRACE_H_

#include <string>

#include "checker/trace/trace_file.h"

namespace heddle::checker {

// Writes the trace into the folder, which is made if need be, as MODEL.VERDICT.json, and returns
// that path. Whole or not at all. Throws ModelUsageError.
std::string KeepTrace(const TraceFile& trace, const std::string& folder);

// The trace in that file, written by this build. Throws ModelUsageError.
TraceFile ReadKeptTrace(const std::string& path);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_MODEL_KEPT_TRACE_H_
