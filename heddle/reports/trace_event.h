// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_TRACE_EVENT_H_
#define HEDDLE_HEDDLE_REPORTS_TRACE_EVENT_H_

#include <string>

#include "checker/report/result.h"

namespace heddle::program {

// The first violation of the report as Chrome's trace-event JSON, which Perfetto and
// chrome://tracing show (docs/formats.md), with a newline at its end. Empty if there is no
// violation.
std::string ToTraceEvents(const checker::Report& report);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_TRACE_EVENT_H_
