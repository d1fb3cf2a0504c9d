// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <vector>

#include "heddle/completion/scripts.h"
#include "heddle/completion/values.h"

namespace heddle::program {
namespace {

constexpr std::string_view kBegin = R"(_heddle() {
  local -a typed=()
  local word command='' option='' current i kind=words list='' separator='' quote=''
  COMPREPLY=()
  # bash takes words apart at = and :, which are parts of ours.
  for ((i = 1; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if ((${#typed[@]} > 0)) && [[ $word == [:=]* || ${typed[-1]} == *[:=] ]]; then
      typed[-1]+=$word
    else
      typed+=("$word")
    fi
  done
  ((${#typed[@]} > 0)) || return
  current=${typed[-1]}
  unset 'typed[-1]'
  for word in "${typed[@]}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
  if [[ $current == --*=* ]]; then
    option=${current%%=*}
    current=${current#*=}
  elif ((${#typed[@]} > 0)); then
    option=${typed[-1]}
  fi
  # A word that is not complete is as it was typed.
  if [[ $current == [\'\"]* ]]; then
    quote=${current:0:1}
    current=${current:1}
  else
    current=${current//\\/}
  fi
  case "$command $option" in
)";

constexpr std::string_view kEnd = R"(  esac
  case $kind in
    none) return ;;
    files | folders)
      compopt -o filenames 2>/dev/null
      if [[ $kind == files ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
      fi
      ;;
    words)
      local before=''
      if [[ -n $separator && $current == *,* ]]; then
        before=${current%,*},
      fi
      # Not compgen -W, which expands what it is given.
      while IFS=$'\n' read -r word; do
        if [[ -n $word && $word == "${current#"$before"}"* ]]; then
          [[ -n $quote ]] || printf -v word '%q' "$word"
          COMPREPLY+=("$before$word")
        fi
      done <<<"$list"
      ;;
  esac
  # What is replaced is what bash takes for the word.
  if [[ -z $quote && $current == *[:=]* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*[:=]}"}"}")
  fi
}
complete -F _heddle heddle
)";

// A word on each line, in single quotes.
std::string WordLines(const std::vector<std::string>& words) {
  std::string quoted = "'";
  for (const char letter : fmt::format("{}", fmt::join(words, "\n"))) {
    quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return quoted + "'";
}

std::string Assignment(const Values& values) {
  switch (values.kind) {
    case Values::Kind::kNone:
      return "kind=none";
    case Values::Kind::kFiles:
      return "kind=files";
    case Values::Kind::kFolders:
      return "kind=folders";
    default:
      return fmt::format("list=$_heddle_{}{}", values.list,
                         values.has_commas ? " separator=," : "");
  }
}

// What may follow an option that takes a value.
std::string CaseOf(const CLI::App& command, const CLI::Option& option) {
  std::vector<std::string> patterns;
  for (const std::string& name : SwitchesOf(option)) {
    patterns.push_back(fmt::format("'{} {}'", command.get_name(), name));
  }
  return fmt::format("    {}) {} ;;\n", fmt::join(patterns, " | "), Assignment(ValuesOf(option)));
}

// What may come anywhere in a command.
std::string CaseOf(const CLI::App& command) {
  std::vector<std::string> options;
  Values positional;
  for (const CLI::Option* const option : command.get_options({})) {
    const std::vector<std::string> names = SwitchesOf(*option);
    options.insert(options.end(), names.begin(), names.end());
    if (option->get_positional()) {
      positional = ValuesOf(*option);
    }
  }
  return fmt::format(
      "    '{} '*)\n      if [[ $current == -* ]]; then\n        list={}\n      else\n        "
      "{}\n"
      "      fi\n      ;;\n",
      command.get_name(), WordLines(options), Assignment(positional));
}

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  std::string script = "# Completions of heddle for bash. Made by: heddle completion bash\n";
  for (const WordList& list : WordLists()) {
    script += fmt::format("_heddle_{}={}\n", list.name, WordLines(list.words));
  }
  script += kBegin;
  std::vector<std::string> commands;
  std::string cases;
  for (const CLI::App* const command : app.get_subcommands({})) {
    commands.push_back(command->get_name());
    for (const CLI::Option* const option : command->get_options({})) {
      if (option->nonpositional() && TakesValue(*option)) {
        cases += CaseOf(*command, *option);
      }
    }
    cases += CaseOf(*command);
  }
  commands.insert(commands.end(), {"--help", "--version"});
  return script + cases +
         fmt::format("    ' ') list={} ;;\n    *) kind=none ;;\n", WordLines(commands)) +
         std::string(kEnd);
}

}  // namespace heddle::program
