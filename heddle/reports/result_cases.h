// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_RESULT_CASES_H_
#define HEDDLE_HEDDLE_REPORTS_RESULT_CASES_H_

#include <vector>

#include "checker/report/result.h"
#include "heddle/reports/junit.h"

namespace heddle::program {

// A case for each result, in their order.
std::vector<JunitCase> CasesOf(const checker::Report& report);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_RESULT_CASES_H_
