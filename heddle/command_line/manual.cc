// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/command_line/manual.h"

#include <fmt/format.h>

#include <string_view>

#include "heddle/command_line/environment.h"
#include "heddle/command_line/help.h"

namespace heddle::program {
namespace {

constexpr std::string_view kSeeAlso = R"(.SH FILES
.TP
.I heddle\-traces/
Where violations are kept, unless
.B \-\-trace\-dir
says another place.
.SH SEE ALSO
README.md and docs/ of the project: the design, the checker, formats.
)";

// As roff is to show it: a dash as it is typed, and no line that is taken for a request.
std::string Roff(std::string_view text) {
  std::string roff;
  bool begins_line = true;
  for (const char letter : text) {
    if (begins_line && (letter == '.' || letter == '\'')) {
      roff += "\\&";
    }
    begins_line = letter == '\n';
    roff += letter == '\\'  ? std::string("\\e")
            : letter == '-' ? std::string("\\-")
                            : std::string(1, letter);
  }
  return roff;
}

std::string Entry(const std::string& names, const std::string& text) {
  return fmt::format(".TP\n\\fB{}\\fR\n{}\n", Roff(names), Roff(text));
}

// Lines as they are.
std::string Block(const std::string& lines) {
  return ".PP\n.nf\n" + Roff(lines) + (lines.ends_with('\n') ? "" : "\n") + ".fi\n";
}

std::string EntryOf(const CLI::Option& option) {
  const std::string twin = TwinOf(option);
  return Entry(SpellingOf(option), option.get_description() + "." +
                                       (twin.empty() ? "" : " Environment: " + twin + "."));
}

std::string SectionOf(const CLI::App& command) {
  std::string section = fmt::format(".SS {}\n\\fB{}\\fR\n.PP\n{}.\n", Roff(command.get_name()),
                                    Roff(UsageOf(command)), Roff(command.get_description()));
  for (const auto& [group, options] : OptionGroupsOf(command)) {
    section += ".PP\n" + group + ":\n";
    for (const CLI::Option* const option : options) {
      section += EntryOf(*option);
    }
  }
  return section + Block(command.get_footer());
}

}  // namespace

std::string Manual(const CLI::App& app, const std::string& version, const std::string& date) {
  std::string page = fmt::format(
      ".\\\" Made by: heddle man\n.TH HEDDLE 1 \"{}\" \"heddle {}\" \"User Commands\"\n.SH NAME\n"
      "heddle \\- explores models of the Go runtime's scavenger, every interleaving of them\n"
      ".SH SYNOPSIS\n\\fB{}\\fR\n.SH DESCRIPTION\n{}.\n",
      date, Roff(version), Roff(UsageOf(app)), Roff(app.get_description()));
  page += ".SH COMMANDS\nWhat each takes is said below.\n";
  for (const auto& [group, commands] : CommandGroupsOf(app)) {
    page += ".PP\n" + group + ":\n";
    for (const CLI::App* const command : commands) {
      page += Entry(command->get_name(), command->get_description() + ".");
    }
  }
  page += ".SH OPTIONS\n";
  for (const auto& [group, options] : OptionGroupsOf(app)) {
    for (const CLI::Option* const option : options) {
      page += EntryOf(*option);
    }
  }
  page += ".SH OPTIONS OF COMMANDS\nEach has \\fB\\-\\-help\\fR, too.\n";
  for (const CLI::App* const command : app.get_subcommands({})) {
    page += SectionOf(*command);
  }
  return page + ".SH EXIT STATUS AND ENVIRONMENT\nOf all commands together:\n" +
         Block(app.get_footer()) + std::string(kSeeAlso);
}

}  // namespace heddle::program
