// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_SUMMARY_H_
#define HEDDLE_CHECKER_REPORT_SUMMARY_H_

#include <string>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"

namespace heddle::checker {

// "exhausted", "bounded: 2 preemptions" (nothing is left within the bound), "stopped at a limit",
// ...
std::string Extent(const CheckResult& result);
// The same, or, of a violation, "with 1 preemption".
std::string HowFar(const CheckResult& result);
// "12 executions, 3 blocked, 0.10 s"
std::string HowMuch(const CheckResult& result);

// "pass, exhausted, 12 executions, 3 blocked, 0.10 s"
std::string Summary(const CheckResult& result);
// The interleaving of each violation, and then the summary: for the message of a test that fails.
std::string Text(const CheckResult& result, const InterleavingOptions& options = {});

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_SUMMARY_H_
