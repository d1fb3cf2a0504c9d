// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_INTERLEAVING_H_
#define HEDDLE_CHECKER_REPORT_INTERLEAVING_H_

#include <string>

#include "checker/search/check.h"

namespace heddle::checker {

struct InterleavingOptions {
  bool plain_accesses =
      false;  // also reads and writes of plain memory, which are no steps of their own
  bool color = false;
};

// The execution as text for a terminal: a line a step, in the order in which they took effect, each
// under its thread's column, with the place in the source; a rule where another thread takes over.
// Ends with what went wrong.
std::string FormatInterleaving(const CheckResult& result, const InterleavingOptions& options = {});

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_INTERLEAVING_H_
