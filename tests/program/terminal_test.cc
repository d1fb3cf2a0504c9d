// SPDX-License-Identifier: BSD-3-Clause
//
// The heddle command on a terminal: progress that is written over, and colors.

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <sstream>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

constexpr char kEraseLine[] = "\r\x1b[K";
// Its search takes longer than any test.
constexpr char kLong[] = "check scavenge-scavenge --strategy dfs ";

// What a shell's command writes to a terminal of 120 columns that it has for itself. It is
// interrupted as if by Ctrl-C once `interrupt_at` has come, if that is not empty.
std::string OnATerminal(const std::string& command, const std::string& interrupt_at = "") {
  int terminal = -1;
  winsize size = {.ws_row = 40, .ws_col = 120, .ws_xpixel = 0, .ws_ypixel = 0};
  const pid_t process = forkpty(&terminal, nullptr, nullptr, &size);
  if (process == 0) {
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  std::string output;
  std::array<char, 4096> bytes;
  bool interrupted = interrupt_at.empty();
  for (ssize_t count = 0; (count = read(terminal, bytes.data(), bytes.size())) > 0;) {
    output.append(bytes.data(), static_cast<std::size_t>(count));
    if (!interrupted && Contains(output, interrupt_at)) {
      interrupted = write(terminal, "\x03", 1) == 1;
    }
  }
  close(terminal);
  waitpid(process, nullptr, 0);
  return output;
}

std::string Command(const std::string& variables, const std::string& arguments) {
  return "cd " + fs::temp_directory_path().string() + " && TERM=xterm " + variables +
         " '" HEDDLE_PROGRAM "' " + arguments;
}

TEST(Terminal, ALongSearchSaysHowFarItIsInOneLine) {
  const std::string text = OnATerminal(Command("", std::string(kLong) + "--time 2s"));
  const std::regex line(
      "\r\x1b\\[Kscavenge-scavenge: \\[#*-*\\.*\\] [0-9]+ executions, [0-9]+ a "
      "second, (less than 1|about [0-9]+)%, (up to|about) [0-9]+ s left");
  EXPECT_TRUE(std::regex_search(text, line)) << text;
  const std::size_t last = text.rfind(kEraseLine);
  EXPECT_EQ(text.find("scavenge-scavenge: pass, stopped at a limit, "), last + 4)
      << "the line is gone before there is other output: " << text;
  EXPECT_EQ(text.find('\n'), text.find('\n', last)) << "a line feed before the end: " << text;
}

TEST(Terminal, ShortSearchesAndQuietOnesSayNothing) {
  EXPECT_FALSE(Contains(OnATerminal(Command("", "check scavenge-alone")), kEraseLine));
  EXPECT_FALSE(
      Contains(OnATerminal(Command("", std::string(kLong) + "--time 1500ms --quiet")), kEraseLine));
}

// It could not be written over.
TEST(Terminal, ADumbOneHasNoLineThatIsWrittenOver) {
  EXPECT_FALSE(Contains(OnATerminal(Command("TERM=dumb", std::string(kLong) + "--time 1500ms")),
                        kEraseLine));
}

TEST(Terminal, ProgramsLitmusTestsAndStressSayHowFarTheyAre) {
  const std::string litmus = "litmus IRIW+rlx --strategy random --time 1500ms --depth 1 ";
  const std::string stress = "stress --time 2s ";
  for (const std::string& command : {litmus, stress}) {
    EXPECT_TRUE(Contains(OnATerminal(Command("", command)), kEraseLine)) << command;
    EXPECT_FALSE(Contains(OnATerminal(Command("", command + "--quiet")), kEraseLine)) << command;
  }
  const std::string programs = "programs '" HEDDLE_PROGRAMS "' --strategy random --time 2s";
  EXPECT_TRUE(Contains(OnATerminal(Command("", programs), kEraseLine), kEraseLine));
  EXPECT_TRUE(std::regex_search(OnATerminal(Command("", stress)),
                                std::regex("stress: \\[#+\\.+\\] 1 of 2 seconds")));
}

TEST(Terminal, HelpIsAsWideAsTheTerminal) {
  const auto widest = [](const std::string& columns, const std::string& help) {
    std::istringstream lines(OnATerminal("stty cols " + columns + "; " + Command("", help)));
    std::size_t most = 0;
    for (std::string line; std::getline(lines, line);) {
      const bool is_an_example = Contains(line, "   heddle ") || line.starts_with("Example: ");
      most = is_an_example ? most : std::max(most, line.size() - 1);  // without a carriage return
    }
    return most;
  };
  for (const char* help : {"--help", "check --help", "stress --help", "plan --help"}) {
    EXPECT_LE(widest("72", help), 72U) << help;
    EXPECT_GT(widest("72", help), 60U) << help;
    EXPECT_LE(widest("20", help), 60U) << help;
    EXPECT_LE(widest("200", help), 100U) << help;
  }
}

TEST(Terminal, VerifyCountsItsSearches) {
  const std::string text = OnATerminal(
      Command("", "verify --revision R2 --strategy dfs --time 1500ms >/dev/null"), " searches");
  EXPECT_TRUE(std::regex_search(
      text, std::regex("\r\x1b\\[Kverify: \\[#*\\.*\\] [0-9]+ of [0-9]+ searches")))
      << text;
}

TEST(Terminal, ColorsAreThereUnlessTheyAreNotWanted) {
  const std::string check = "check allocate-free-scavenge --fault claim-none ";
  const std::string color = "\x1b[";
  EXPECT_TRUE(Contains(OnATerminal(Command("", check)), color));
  EXPECT_TRUE(Contains(OnATerminal(Command("NO_COLOR=", check)), color)) << "not set, or empty";
  EXPECT_TRUE(Contains(OnATerminal(Command("NO_COLOR=1", check + "--color=always")), color));
  for (const char* plain : {"NO_COLOR=1", "TERM=dumb", "HEDDLE_COLOR=never"}) {
    EXPECT_FALSE(Contains(OnATerminal(Command(plain, check)), color)) << plain;
  }
  EXPECT_FALSE(Contains(OnATerminal(Command("", check + "--no-color")), color));
  EXPECT_FALSE(Contains(OnATerminal(Command("", check + "--color never")), color));
}

TEST(Terminal, CtrlCSaysWhatWasReachedAndHowToGoOn) {
  const std::string text = OnATerminal(Command("", std::string(kLong) + "--quiet=false"), "execu");
  EXPECT_TRUE(Contains(text, "scavenge-scavenge: pass, interrupted, ")) << text;
  EXPECT_TRUE(Contains(text,
                       "heddle: nothing is kept of this search; with --checkpoint another "
                       "run goes on with it:\r\nheddle check scavenge-scavenge --strategy "
                       "dfs --quiet=false --checkpoint scavenge-scavenge.rest.json\r\n"))
      << text;
}

}  // namespace
}  // namespace heddle
