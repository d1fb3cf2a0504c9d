// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_H_

#include <functional>

#include "heddle/exit_status.h"

namespace heddle::program {

// The command that the arguments ask for, ready to be run. Prints the help or the version itself if
// that is it. Throws UsageError.
std::function<ExitStatus()> ParseCommandLine(int argc, const char* const* argv);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_H_
