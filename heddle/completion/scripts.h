// SPDX-License-Identifier: BSD-3-Clause
//
// What makes a shell complete the program's command lines: commands, options, and the names of
// models, faults and the like that this build has.

#ifndef HEDDLE_HEDDLE_COMPLETION_SCRIPTS_H_
#define HEDDLE_HEDDLE_COMPLETION_SCRIPTS_H_

#include <CLI/CLI.hpp>
#include <string>

namespace heddle::program {

std::string BashCompletion(const CLI::App& app);
std::string ZshCompletion(const CLI::App& app);
std::string FishCompletion(const CLI::App& app);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMPLETION_SCRIPTS_H_
