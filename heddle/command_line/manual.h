// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_MANUAL_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_MANUAL_H_

#include <CLI/CLI.hpp>
#include <string>

namespace heddle::program {

// The manual page of the program, heddle(1), for man: what --help says of it and of each command,
// and the environment variable of each option that has one.
std::string Manual(const CLI::App& app, const std::string& version, const std::string& date);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_MANUAL_H_
