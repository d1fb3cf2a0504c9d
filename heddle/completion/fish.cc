// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "heddle/completion/scripts.h"
#include "heddle/completion/values.h"

namespace heddle::program {
namespace {

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) {
    quoted += letter == '\'' || letter == '\\' ? "\\" : "";
    quoted += letter;
  }
  return quoted + "'";
}

// After an option that takes it, or anywhere in the command.
std::string Offer(const Values& values) {
  switch (values.kind) {
    case Values::Kind::kNone:
      return "";
    case Values::Kind::kFiles:
      return " -F";
    case Values::Kind::kFolders:
      return " -a '(__fish_complete_directories)'";
    default:
      return values.has_commas
                 ? fmt::format(" -a '(__fish_complete_list , __heddle_{})'", values.list)
                 : fmt::format(" -a '(__heddle_{})'", values.list);
  }
}

std::string LineOf(const CLI::App& command, const CLI::Option& option) {
  std::string line =
      fmt::format("complete -c heddle -n '__fish_seen_subcommand_from {}'", command.get_name());
  for (const std::string& name : option.get_snames()) {
    line += " -s " + name;
  }
  for (const std::string& name : option.get_lnames()) {
    line += " -l " + name;
  }
  if (TakesValue(option) && option.nonpositional()) {
    line += " -r";
  }
  line += Offer(ValuesOf(option));
  return line + " -d " + Quoted(option.get_description()) + "\n";
}

}  // namespace

std::string FishCompletion(const CLI::App& app) {
  std::string script = "# Completions of heddle for fish. Made by: heddle completion fish\n";
  for (const WordList& list : WordLists()) {
    script += fmt::format("function __heddle_{}\n  printf '%s\\n'", list.name);
    for (const std::string& word : list.words) {
      script += " " + Quoted(word);
    }
    script += "\nend\n";
  }
  script += "complete -c heddle -f\n";
  for (const CLI::App* const command : app.get_subcommands({})) {
    script += fmt::format("complete -c heddle -n __fish_use_subcommand -a {} -d {}\n",
                          command->get_name(), Quoted(command->get_description()));
    for (const CLI::Option* const option : command->get_options({})) {
      const bool says_nothing =
          option->get_positional() && ValuesOf(*option).kind == Values::Kind::kNone;
      script += says_nothing ? "" : LineOf(*command, *option);
    }
  }
  return script;
}

}  // namespace heddle::program
