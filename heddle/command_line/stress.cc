// SPDX-License-Identifier: BSD-3-Clause
//
// heddle stress: real threads.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "heddle/command_line/arguments.h"
#include "heddle/command_options.h"

namespace heddle::program {
namespace {

constexpr std::array<std::string_view, 4> kRevisions = {"R1", "R2", "R3", "R4"};

void RequireRevision(const std::string& name) {
  if (std::ranges::find(kRevisions, name) == kRevisions.end()) {
    throw UsageError(fmt::format("unknown revision '{}'; expected R1, R2, R3 or R4", name));
  }
}

}  // namespace

void AddStress(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(
      app,
      {.name = "stress",
       .group = "Stress",
       .description = "Run real threads on a heap of the system's memory, watched by oracles",
       .examples = "heddle stress --revision R3 --time 30s\n"
                   "heddle stress --fault claim-none --perturb 20",
       .statuses = "0 nothing found; 1 a violation; 2 wrong usage; 3 interrupted; 4 no result"},
      arguments, [&arguments] { return RunStressTest(arguments.stress, arguments.options); });
  command.add_option("--fault", arguments.stress.fault, kFaultHelp)
      ->type_name("FAULT")
      ->check(kNotEmpty);
  CLI::Option* const around =
      command.add_option("--around", arguments.stress.around,
                         "Delay threads where those of this trace were overtaken, with its fault "
                         "in its revision");
  around->type_name("TRACE")->check(kNotEmpty);
  command
      .add_flag("--any-build", arguments.stress.any_build,
                "Also if another build has written the trace: it may lead elsewhere")
      ->needs(around);
  BeginGroup(command, kHow);
  stress::AddArguments(command, arguments.stress.arguments);
  command.get_option("--revision")->check(Accepted(RequireRevision));
  AddQuiet(command, arguments.options);
  around->excludes(command.get_option("--perturb"));
}

}  // namespace heddle::program
