// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "heddle/completion/scripts.h"
#include "heddle/completion/values.h"

namespace heddle::program {
namespace {

// In single quotes; what _arguments takes for its own has a backslash before it.
std::string Escaped(std::string_view text, std::string_view own) {
  std::string escaped;
  for (const char letter : text) {
    if (own.find(letter) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return escaped;
}

std::string Quoted(const std::vector<std::string>& words) {
  std::string quoted;
  for (const std::string& word : words) {
    quoted += fmt::format("{}'{}'", quoted.empty() ? "" : " ", Escaped(word, ""));
  }
  return quoted;
}

std::string Action(const Values& values) {
  switch (values.kind) {
    case Values::Kind::kNone:
      return " ";
    case Values::Kind::kFiles:
      return "_files";
    case Values::Kind::kFolders:
      return "_files -/";
    default:
      return values.has_commas ? "_sequence _heddle_" + values.list : "_heddle_" + values.list;
  }
}

std::string Value(const CLI::Option& option) {
  return fmt::format(":{}:{}", Escaped(option.get_type_name(), ":\\"), Action(ValuesOf(option)));
}

std::string Specification(const CLI::Option& option) {
  if (option.get_positional()) {
    return fmt::format("      '{}{}'\n", option.get_expected_max() > 1 ? "*" : "", Value(option));
  }
  std::string specifications;
  for (const std::string& name : SwitchesOf(option)) {
    specifications +=
        fmt::format("      '{}[{}]{}'\n", name, Escaped(option.get_description(), "[]\\"),
                    TakesValue(option) ? Value(option) : "");
  }
  return specifications;
}

}  // namespace

std::string ZshCompletion(const CLI::App& app) {
  std::string script = "#compdef heddle\n# Made by: heddle completion zsh\n";
  for (const WordList& list : WordLists()) {
    script +=
        fmt::format("_heddle_{}() {{ compadd \"$@\" -- {} }}\n", list.name, Quoted(list.words));
  }
  script += "_heddle() {\n  local -a commands=(\n";
  std::string cases;
  for (const CLI::App* const command : app.get_subcommands({})) {
    script += fmt::format("    '{}:{}'\n", command->get_name(),
                          Escaped(command->get_description(), ":\\"));
    cases += fmt::format("    {})\n      specifications=(\n", command->get_name());
    for (const CLI::Option* const option : command->get_options({})) {
      cases += Specification(*option);
    }
    cases += "      ) ;;\n";
  }
  return script +
         "  )\n  local -a specifications\n  if ((CURRENT == 2)); then\n"
         "    _describe command commands\n    compadd -- --help --version\n    return\n  fi\n"
         "  case $words[2] in\n" +
         cases +
         "    *) return 1 ;;\n  esac\n  shift words\n  ((CURRENT--))\n"
         "  _arguments $specifications\n}\n_heddle \"$@\"\n";
}

}  // namespace heddle::program
