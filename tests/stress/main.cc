// SPDX-License-Identifier: BSD-3-Clause
//
// stress: real threads on a heap of the system's memory. What `heddle stress` does, in a program
// that can be built with sanitizers: it has neither Relacy in it nor the catalogue of faults.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <system_error>

#include "checker/process/signals.h"
#include "checker/search/limits.h"
#include "heddle/exit_status.h"
#include "tests/stress/arguments.h"

namespace {

using heddle::program::ExitStatus;

ExitStatus Fail(ExitStatus status, const std::string& what) {
  std::fputs(("heddle: " + what + "\n").c_str(), stderr);
  return status;
}

ExitStatus RunTest(const heddle::stress::Arguments& arguments) {
  const auto is_stopped = [] { return heddle::checker::stop_requested != 0; };
  if (heddle::stress::RunStress(arguments, "stress", is_stopped) != 0) {
    return heddle::program::kViolation;
  }
  return is_stopped() ? heddle::program::kUndecided : heddle::program::kAsExpected;
}

ExitStatus Run(int argc, char** argv) {
  CLI::App app("Real threads on a heap of the system's memory, and oracles that watch them.",
               "stress");
  app.footer(
      "Exit status: 0 nothing was found; 1 a violation; 2 wrong usage; 3 it was interrupted "
      "first;\n"
      "4 no result.");
  heddle::stress::Arguments arguments;
  heddle::stress::AddArguments(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) {
      return Fail(heddle::program::kUsage, std::string(error.what()) + "; see stress --help");
    }
    app.exit(error);  // --help
    return heddle::program::kAsExpected;
  }
  try {
    return RunTest(arguments);
  } catch (const heddle::stress::ArgumentError& error) {
    return Fail(heddle::program::kUsage, error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    heddle::checker::StopSearchesOnSignals();
    const ExitStatus status = Run(argc, argv);
    // Results that nobody can read are no results.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      return Fail(heddle::program::kUsage, "cannot write to standard output");
    }
    return status;
  } catch (const std::system_error& error) {  // fmt: a write failed
    return Fail(heddle::program::kUsage, error.what());
  } catch (const std::exception& error) {
    return Fail(heddle::program::kNoResult, error.what());
  }
}
