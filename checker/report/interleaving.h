// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_INTERLEAVING_H_
#define HEDDLE_CHECKER_REPORT_INTERLEAVING_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checker/search/check.h"

namespace heddle::checker {

struct InterleavingOptions {
  // Also reads and writes of plain memory, which are no steps of their own.
  bool plain_accesses = false;
  bool color = false;
  // At most, in all: steps in the middle are left out. 0: no limit.
  std::size_t max_lines = 0;
  // Where a reader finds what was left out, if that can be said. An initializer, for those who name
  // only some fields.
  std::string whole_is_in = {};  // NOLINT(readability-redundant-member-init)
  // What is drawn below each step of the example, such as what it has changed; empty where there is
  // nothing, and for nothing at all.
  std::vector<std::string> drawings = {};  // NOLINT(readability-redundant-member-init)
  // What the signs in the drawings mean, said above them.
  std::string legend = {};  // NOLINT(readability-redundant-member-init)
};

// The execution as text for a terminal: first its size, then a line a step, in the order in which
// they took effect, numbered, each under its thread's column, with the place in the source and the
// locks that the thread holds then; of a load the step of another thread that stored what it saw; a
// rule where another thread takes over, with the reason if it is known. The accesses of a race,
// which have no numbers, are marked with "!". Ends with what went wrong.
std::string FormatInterleaving(const Violation& violation, const InterleavingOptions& options = {});

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_INTERLEAVING_H_
