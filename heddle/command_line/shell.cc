// SPDX-License-Identifier: BSD-3-Clause
//
// heddle completion and man: what the command line says of itself.

#include <fmt/format.h>

#include "heddle/build_info.h"
#include "heddle/command_line/arguments.h"
#include "heddle/command_line/manual.h"
#include "heddle/command_options.h"
#include "heddle/completion/scripts.h"

namespace heddle::program {
namespace {

constexpr char kShell[] = "Shell";

std::string CompletionFor(const std::string& shell, const CLI::App& app) {
  return shell == "bash"  ? BashCompletion(app)
         : shell == "zsh" ? ZshCompletion(app)
                          : FishCompletion(app);
}

}  // namespace

void AddCompletion(CLI::App& app, Arguments& arguments) {
  CLI::App& command = AddCommand(app,
                                 {.name = "completion",
                                  .group = kShell,
                                  .description = "Print what makes a shell complete command lines",
                                  .examples = "source <(heddle completion bash)",
                                  .statuses = "0 printed; 2 wrong usage"},
                                 arguments, [&app, &arguments] {
                                   fmt::print("{}", CompletionFor(arguments.shell, app));
                                   return kAsExpected;
                                 });
  command.add_option("shell", arguments.shell, "bash, zsh or fish")
      ->type_name("SHELL")
      ->required()
      ->check(IsOneOf({"bash", "zsh", "fish"}));
}

void AddManual(CLI::App& app, Arguments& arguments) {
  AddCommand(app,
             {.name = "man",
              .group = kShell,
              .description = "Print the manual page",
              .examples = "heddle man | man -l -",
              .statuses = "0 printed; 2 wrong usage"},
             arguments, [&app] {
               fmt::print("{}", Manual(app, kVersion, kCommitDate));
               return kAsExpected;
             });
}

}  // namespace heddle::program
