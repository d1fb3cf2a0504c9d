// SPDX-License-Identifier: BSD-3-Clause
//
// stress: real threads on a heap of the system's memory. What `heddle stress` does, in a program
// that can be built with sanitizers: it has neither Relacy in it nor the catalogue of faults.

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <system_error>

#include "checker/process/shell_quoted.h"
#include "checker/process/signals.h"
#include "checker/search/limits.h"
#include "heddle/exit_status.h"
#include "tests/stress/arguments.h"
#include "tests/stress/no_result.h"

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

// The command line as a shell reads it, with the seed if it has none.
std::string SameAgain(std::span<char* const> words, std::optional<std::uint64_t> seed) {
  std::string line = "stress";
  for (const char* const word : words.subspan(1)) {
    line += " " + heddle::checker::ShellQuoted(word);
  }
  return line + (seed ? " --seed " + std::to_string(*seed) : "");
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
  std::optional<std::uint64_t> chosen;
  if (!arguments.seed) {
    chosen = arguments.seed = heddle::stress::AnySeed();
  }
  try {
    return RunTest(arguments);
  } catch (const heddle::stress::ArgumentError& error) {
    return Fail(heddle::program::kUsage, error.what());
  } catch (const heddle::stress::NoResult& error) {
    std::fflush(stdout);
    Fail(heddle::program::kNoResult, error.what());
    std::fputs((SameAgain({argv, static_cast<std::size_t>(argc)}, chosen) + "\n").c_str(), stderr);
    return heddle::program::kNoResult;
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
