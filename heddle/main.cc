// SPDX-License-Identifier: BSD-3-Clause
//
// heddle: explores models of the scavenger and reproduces its race bugs.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "heddle/build_info.h"
#include "heddle/commands/commands.h"

namespace heddle::program {
namespace {

constexpr char kFooter[] =
    "Exit status: 0 as expected; 1 a violation, or a fault that was not found; 2 wrong usage or\n"
    "input; 3 a limit was reached first; 4 an error inside the checker.";

const CLI::Validator kNotEmpty(
    [](const std::string& text) {
      return text.empty() ? std::string("expected a value, not an empty one") : std::string();
    },
    "");

void AddCommonOptions(CLI::App& command, RunOptions& options) {
  command.add_option("--json", options.json, "Write the results to FILE (docs/formats.md)")
      ->type_name("FILE")
      ->check(kNotEmpty);
  command.add_option("--time", options.seconds, "Stop each search after TIME, such as 30s or 2m")
      ->type_name("TIME")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}}))
      ->check(CLI::PositiveNumber);
  command.add_option("--executions", options.executions, "Stop each search after N executions")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command.add_flag("--quiet", options.quiet, "Print results, no interleavings");
  command.add_flag("--no-color", options.no_color, "Plain text on a terminal too");
}

void AddStrategy(CLI::App& command, RunOptions& options) {
  command
      .add_option("--strategy", options.strategy,
                  "How to explore: see `heddle list strategies` (default relacy-bound:2)")
      ->type_name("S")
      ->check(kNotEmpty);
}

// Descriptors that the caller has closed would be given to files that are opened, and what is
// printed would end up in them.
void OpenStandardStreams() {
  for (int descriptor = 0; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) < 0) {
      open("/dev/null", O_RDWR);
    }
  }
}

// Results that nobody can read are no results.
void FlushResults() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw UsageError("cannot write to standard output");
  }
}

ExitStatus Run(int argc, const char* const* argv) {
  RunOptions options;
  for (int i = 1; i < argc; ++i) {
    options.command_line += (i > 1 ? " " : "") + std::string(argv[i]);
  }
  CLI::App app("Explores models of the Go runtime's scavenger, every interleaving of them.");
  app.footer(kFooter);
  app.set_version_flag("--version", fmt::format("heddle {} ({}, {}, relacy {})", kVersion, kCommit,
                                                kCompiler, kRelacy));
  app.require_subcommand(1);

  std::string what;
  CLI::App* const list = app.add_subcommand("list", "List models, faults or strategies");
  list->add_option("what", what, "models, faults or strategies; all of them if left out");

  std::vector<std::string> models;
  std::string fault;
  CLI::App* const check = app.add_subcommand(
      "check", "Explore models; a violation is exit status 1, fault or no fault");
  check->add_option("model", models, "Names of models")->type_name("MODEL")->required();
  check->add_option("--fault", fault, "Put this fault into the design first")
      ->type_name("FAULT")
      ->check(kNotEmpty);
  AddStrategy(*check, options);
  AddCommonOptions(*check, options);

  CLI::App* const repro = app.add_subcommand(
      "repro", "Find a fault with as few preemptions as possible and print the interleaving");
  repro->add_option("fault", fault, "Name of the fault")->type_name("FAULT")->required();
  AddCommonOptions(*repro, options);

  CLI::App* const verify =
      app.add_subcommand("verify", "Explore every model and find every fault, one line each");
  AddStrategy(*verify, options);
  AddCommonOptions(*verify, options);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      app.exit(error);  // --help, --version
      return kAsExpected;
    }
    throw UsageError(std::string(error.what()) + "; see heddle --help");
  }
  if (list->parsed()) {
    return List(what);
  }
  if (check->parsed()) {
    return CheckModels(models, fault, options);
  }
  if (repro->parsed()) {
    return Reproduce(fault, options);
  }
  return Verify(options);
}

}  // namespace
}  // namespace heddle::program

int main(int argc, char** argv) {
  using namespace heddle::program;
  // What is said of a failure goes out by plain functions: standard error may be what failed.
  try {
    OpenStandardStreams();
    const ExitStatus status = Run(argc, argv);
    FlushResults();
    return status;
  } catch (const UsageError& error) {
    std::fputs(("heddle: " + std::string(error.what()) + "\n").c_str(), stderr);
    return kUsage;
  } catch (const std::system_error& error) {  // fmt: a write failed
    std::fputs(("heddle: " + std::string(error.what()) + "\n").c_str(), stderr);
    return kUsage;
  } catch (const std::exception& error) {
    std::fputs(("heddle: error inside the checker: " + std::string(error.what()) + "\n").c_str(),
               stderr);
    return kInternalError;
  }
}
