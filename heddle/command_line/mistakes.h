// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMMAND_LINE_MISTAKES_H_
#define HEDDLE_HEDDLE_COMMAND_LINE_MISTAKES_H_

#include <CLI/CLI.hpp>
#include <string>

namespace heddle::program {

// Why `app` could not make anything of its command line, in one line: a command or an option that
// there is not, with those that may have been meant, or what CLI11 says, and where help is.
std::string MistakeIn(const CLI::App& app, const CLI::ParseError& error);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMMAND_LINE_MISTAKES_H_
