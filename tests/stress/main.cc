// SPDX-License-Identifier: BSD-3-Clause
//
// stress: real threads on a heap of the system's memory. What `heddle stress` does, in a program
// that can be built with sanitizers: it has neither Relacy in it nor the catalogue of faults.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "tests/stress/arguments.h"

namespace {

constexpr int kUsage = 2;
constexpr int kNoResult = 3;

int Fail(int status, const std::string& what) {
  std::fputs(("heddle: " + what + "\n").c_str(), stderr);
  return status;
}

int Run(int argc, char** argv) {
  CLI::App app("Real threads on a heap of the system's memory, and oracles that watch them.",
               "stress");
  app.footer("Exit status: 0 nothing was found; 1 a violation; 2 wrong usage; 3 no result.");
  heddle::stress::Arguments arguments;
  heddle::stress::AddArguments(app, arguments);
  try {
    app.parse(argc, argv);
    return heddle::stress::RunStress(arguments, "stress");
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      return app.exit(error);
    }
    return Fail(kUsage, std::string(error.what()) + "; see stress --help");
  } catch (const heddle::stress::ArgumentError& error) {
    return Fail(kUsage, error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    return Fail(kNoResult, error.what());
  }
}
