// SPDX-License-Identifier: BSD-3-Clause
//
// The last line of a run that has not come out as expected: a command to be pasted into a shell.

#ifndef HEDDLE_HEDDLE_AGAIN_H_
#define HEDDLE_HEDDLE_AGAIN_H_

#include <cstdint>
#include <string>

#include "checker/report/result.h"
#include "heddle/run_options.h"

namespace heddle::program {

// The command as it was given, as a shell reads it.
std::string SameAgain(const RunOptions& options);

// The same of a command that was given no seed, with the one that it has taken.
std::string SameAgainWithSeed(std::uint64_t seed, const RunOptions& options);

// The same, of a search that goes on with what is left in `file`.
std::string GoingOnWith(const std::string& file, const RunOptions& options);

// `plan` as `check`.
std::string CheckedWhole(const RunOptions& options);

// What shows best what was not as expected: a trace, the search of one model, or, of a search that
// was stopped, what goes on with it. Where a part was lost to a crash: the same once more.
std::string ShownBy(const checker::Report& report, const RunOptions& options);

// What the run is to end with, unless it has come out as expected; empty: nothing, it has been
// said. Of several the last counts, and the first is SameAgain: whatever fails, that is known.
void EndWith(const std::string& command);
// On standard error, after all that was printed.
void PrintEnd();

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_AGAIN_H_
