// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_SARIF_H_
#define HEDDLE_HEDDLE_REPORTS_SARIF_H_

#include <string>

#include "checker/report/result.h"
#include "heddle/exit_status.h"

namespace heddle::program {

// SARIF 2.1.0 (docs/formats.md): a result for each violation of a model of which a trace was to be
// kept; with a newline at its end. `status` is that of the run.
std::string ToSarif(const checker::Report& report, ExitStatus status);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_SARIF_H_
