// SPDX-License-Identifier: BSD-3-Clause
//
// What the command line says of itself and of what it does not understand, and what the environment
// has to say.

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

const std::vector<std::string> kCommands = {
    "list",  "explain", "replay", "check",  "repro",  "verify",   "plan", "run",
    "merge", "cluster", "matrix", "litmus", "stress", "programs", "man",  "completion",
};

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

// "--time" and the like, wherever they are in the text.
std::set<std::string> OptionsIn(const std::string& text) {
  const std::regex option("--[a-z][a-z-]*");
  return {std::sregex_token_iterator(text.begin(), text.end(), option),
          std::sregex_token_iterator()};
}

class CommandLine : public Heddle {
 protected:
  // With variables in the environment.
  Outcome RunWith(const std::string& variables, const std::string& arguments) const {
    return Heddle::Run(arguments, variables);
  }
};

TEST_F(CommandLine, HelpFitsAScreen) {
  std::vector<std::string> helps = {Run("--help").out};
  for (const std::string& command : kCommands) {
    helps.push_back(Run(command + " --help").out);
    EXPECT_TRUE(Contains(helps.front(), "\n  " + command + "  ")) << command;
    EXPECT_TRUE(Contains(helps.back(), "Usage: heddle " + command)) << helps.back();
    EXPECT_TRUE(Contains(helps.back(), "\nExample: ")) << helps.back();
    EXPECT_TRUE(Contains(helps.back(), "\nExit status: 0 ")) << helps.back();
  }
  for (const std::string& help : helps) {
    const std::vector<std::string> lines = Lines(help);
    EXPECT_LE(lines.size(), 40U) << help;
    for (const std::string& line : lines) {
      EXPECT_LE(line.size(), 100U) << line;
    }
  }
  for (const char* group : {"\nLook:\n", "\nSearch:\n", "\nMany machines:\n", "\nCompare:\n",
                            "\nStress:\n", "\nExit status: 0 as expected; 1 "}) {
    EXPECT_TRUE(Contains(helps.front(), group)) << group;
  }
  const std::string check = Run("check --help").out;
  for (const char* group : {"\nWhat:\n", "\nHow:\n", "\nLimits:\n", "\nOutput:\n"}) {
    EXPECT_TRUE(Contains(check, group)) << group;
  }
}

TEST_F(CommandLine, SaysWhatMayHaveBeenMeant) {
  ExpectUsageError("chekc", "unknown command 'chekc'; did you mean check?");
  ExpectUsageError("chekc allocate-allocate --seed 1",
                   "unknown command 'chekc'; did you mean check?");
  ExpectUsageError("check allocate-allocate --exectuions 5",
                   "unknown option '--exectuions'; did you mean --executions?");
  ExpectUsageError("check --exectuions=5",
                   "unknown option '--exectuions'; did you mean --executions?");
  ExpectUsageError("verify --nonsense", "unknown option '--nonsense'; see heddle verify --help");
  ExpectUsageError("--jobs 2 check allocate-allocate",
                   "expected --jobs after the command: heddle check --jobs");
  ExpectUsageError("replay a b", "unexpected argument 'b'; see heddle replay --help");
}

TEST_F(CommandLine, HelpIsACommandToo) {
  EXPECT_EQ(Run("help").out, Run("--help").out);
  EXPECT_EQ(Run("help check").out, Run("check --help").out);
  EXPECT_EQ(Run("help check").status, 0);
  ExpectUsageError("help chekc", "unknown command 'chekc'; did you mean check?");
}

TEST_F(CommandLine, SuggestsLittleForLittleAndListsNoHundreds) {
  ExpectUsageError("check --jsn x", "unknown option '--jsn'; did you mean --json?");
  ExpectUsageError("repro xx", "unknown fault 'xx'; see heddle list faults");
  ExpectUsageError("stress --fault xx", "unknown fault 'xx'; see heddle list faults");
  ExpectUsageError("matrix --faults xx", "unknown fault 'xx'; see heddle list faults");
  ExpectUsageError("litmus xx", "unknown litmus test 'xx'; see heddle litmus");
}

TEST_F(CommandLine, SaysWhatWasExpectedInItsOwnWords) {
  ExpectUsageError("", "expected a command, found none; see heddle --help");
  ExpectUsageError("check", "MODEL: expected one or more, found none; see heddle check --help");
  ExpectUsageError("replay", "TRACE: expected one, found none; see heddle replay --help");
  ExpectUsageError("plan x", "--shards: expected N, found nothing; see heddle plan --help");
  ExpectUsageError("check a --jobs 1 --jobs 2",
                   "--jobs: expected one N, found 2; see heddle check --help");
  ExpectUsageError("check a --json",
                   "--json: expected FILE, found nothing; see heddle check --help");
  ExpectUsageError("check a --prune=maybe",
                   "--prune: expected true or false, found 'maybe'; see heddle check --help");
  ExpectUsageError("check allocate-allocate -- --json",
                   "unexpected argument '--json'; see heddle check --help");
}

// Not what CLI11 makes of numbers, which is octal, and ends where 64 bits do.
TEST_F(CommandLine, NumbersAreDecimalAndInRange) {
  const std::string check = "check allocate-allocate --strategy random --executions 1 --seed ";
  EXPECT_EQ(Run(check + "010").out.substr(0, 8), "seed 10\n");
  EXPECT_EQ(Run(check + "18446744073709551615").out.substr(0, 26), "seed 18446744073709551615\n");
  const std::string most = "expected a whole number up to 18446744073709551615, found ";
  for (const std::string command :
       {"check allocate-allocate", "matrix", "programs x", "litmus", "stress", "verify"}) {
    const std::string name = command.substr(0, command.find(' '));
    for (const std::string seed : {"-1", "18446744073709551616", "0x10", "1.5"}) {
      ExpectUsageError(command + " --seed=" + seed,
                       "--seed: " + most + "'" + seed + "'; see heddle " + name + " --help");
    }
  }
  ExpectUsageError("check allocate-allocate --jobs 257",
                   "--jobs: expected a whole number from 1 to 256, found '257'; see heddle check "
                   "--help");
  for (const std::string option :
       {"--executions=0", "--executions=-1", "--max-steps=0", "--max-steps=50001", "--depth=3",
        "--memory=0", "--memory=-1", "--memory=0x10", "--memory=16E", "--memory=99999999999T",
        "--time=0", "--time=-1s", "--time=3 days"}) {
    const Outcome outcome = Run("check allocate-allocate '" + option + "'");
    EXPECT_EQ(outcome.status, 2) << option;
    EXPECT_TRUE(Contains(outcome.err, ": expected a ")) << outcome.err;
  }
  EXPECT_EQ(Run("check allocate-allocate --memory 010G --time 020m").status, 0);
}

TEST_F(CommandLine, TheEnvironmentSaysWhatTheCommandLineDoesNot) {
  const std::string command = "check workload/w4-2 ";
  const std::string variables = "HEDDLE_PRUNE=0 HEDDLE_DEPTH=1 HEDDLE_COUNT_TRACES=yes ";
  EXPECT_TRUE(Contains(RunWith(variables, command).out, "110 executions, 0 blocked, 110 traces, "));
  const Outcome outcome = RunWith(variables, command + "--depth 2 --json result.json");
  EXPECT_TRUE(Contains(outcome.out, "118 executions, 0 blocked, 118 traces, ")) << outcome.out;
  EXPECT_EQ(nlohmann::json::parse(Slurp(File("result.json"))).at("options"),
            "HEDDLE_PRUNE=0 HEDDLE_COUNT_TRACES=yes " + command + "--depth 2 --json result.json")
      << "what was read";
  EXPECT_EQ(RunWith("HEDDLE_DEPTH=", command).status, 0) << "an empty one says nothing";
  EXPECT_EQ(RunWith("HEDDLE_JOBS=x", "list strategies").status, 0) << "not asked for there";
  EXPECT_EQ(RunWith("HEDDLE_EXECUTIONS=1", "check workload/w4-2").status, 3);
  EXPECT_EQ(RunWith("HEDDLE_EXECUTIONS=1", "check workload/w4-2 --executions 1000").status, 0);
  EXPECT_FALSE(Contains(RunWith("HEDDLE_REVISION=R1", "list models").out, "(R4,"));
  EXPECT_TRUE(Contains(RunWith("HEDDLE_SEED=7 HEDDLE_TIME=10ms", "stress").out, "seed 7\n"));
  // A matrix has limits of its own, which the environment changes too.
  EXPECT_EQ(RunWith("HEDDLE_EXECUTIONS=1",
                    "matrix --models allocate-free-scavenge --faults claim-none --quiet")
                .status,
            3);
  RunWith("HEDDLE_TRACE_DIR=there", "check allocate-free-scavenge --fault claim-none --quiet");
  EXPECT_TRUE(fs::is_directory(File("there")));
}

TEST_F(CommandLine, ABadVariableIsNamed) {
  const auto expect = [&](const std::string& variable, const std::string& line) {
    const Outcome outcome = RunWith(variable, "check allocate-allocate");
    EXPECT_EQ(outcome.status, 2) << variable;
    EXPECT_EQ(outcome.err, "heddle: " + line + "; see heddle check --help\n");
  };
  expect("HEDDLE_JOBS=x", "HEDDLE_JOBS: expected a whole number from 1 to 256, found 'x'");
  expect("HEDDLE_SEED=-1",
         "HEDDLE_SEED: expected a whole number up to 18446744073709551615, found '-1'");
  expect("HEDDLE_TIME=soon", "HEDDLE_TIME: expected a time such as 30s or 2m, found 'soon'");
  expect("HEDDLE_MEMORY=much", "HEDDLE_MEMORY: expected a size such as 512M or 2G, found 'much'");
  expect("HEDDLE_STRATEGY=dpro", "HEDDLE_STRATEGY: unknown strategy 'dpro'; did you mean dpor?");
  expect("HEDDLE_WITHOUT=races,lock-rank",
         "HEDDLE_WITHOUT: unknown oracle 'lock-rank'; did you mean lock-ranks?");
  expect("HEDDLE_QUIET=maybe", "HEDDLE_QUIET: expected true or false, found 'maybe'");
  expect("HEDDLE_QUIET=7", "HEDDLE_QUIET: expected true or false, found '7'");
  expect("HEDDLE_TIME=1e400", "HEDDLE_TIME: expected a time such as 30s or 2m, found '1e400'");
  expect("HEDDLE_COLOR=red", "HEDDLE_COLOR: expected one of auto, always, never, found 'red'");
}

TEST_F(CommandLine, AFlagIsTrueOrFalse) {
  for (const std::string flag :
       {"--quiet=7", "--all=-5", "--full=99999999999999999999", "--no-prune=2", "--all=maybe"}) {
    const std::size_t equals = flag.find('=');
    ExpectUsageError("check allocate-allocate " + flag,
                     flag.substr(0, equals) + ": expected true or false, found '" +
                         flag.substr(equals + 1) + "'; see heddle check --help");
  }
  const std::string check = "check workload/w4-2 --depth 1 ";
  EXPECT_TRUE(Contains(Run(check + "--no-prune=false").out, Run(check).out.substr(0, 40)));
  EXPECT_EQ(Run(check + "--quiet=True --all=0 --full=").status, 0);
}

TEST_F(CommandLine, ATimeIsOfThisWorld) {
  for (const std::string time : {"1e400", "1e400s", "1e-400", "nan", "inf", "0", "-1"}) {
    ExpectUsageError(
        "check allocate-allocate --time=" + time,
        "--time: expected a time such as 30s or 2m, found '" + time + "'; see heddle check --help");
  }
}

TEST_F(CommandLine, AVariableIsReadOnlyForWhatIsNotGiven) {
  EXPECT_EQ(RunWith("HEDDLE_JOBS=x", "check --help").status, 0);
  EXPECT_EQ(RunWith("HEDDLE_JOBS=x", "check allocate-allocate --jobs 2").status, 0);
  const std::string verify = "verify --quick --revision R1 --executions 1";
  EXPECT_EQ(RunWith("HEDDLE_DEEP=yes", verify).status, Run(verify).status);
  EXPECT_EQ(Lines(RunWith("HEDDLE_DEEP=yes", verify).out).size(), Lines(Run(verify).out).size());
  const Outcome both = RunWith("HEDDLE_PERTURB=20", "stress --at a:0 --time 10ms");
  EXPECT_TRUE(Contains(both.err, "found 'a:0'")) << both.err;
}

// An option is given a variable; it has none by accident.
TEST_F(CommandLine, FilesAreOfOneRunAndHaveNoVariable) {
  const std::string run = "check allocate-free-scavenge --fault claim-none --quiet --trace-dir t";
  RunWith("HEDDLE_JSON=a HEDDLE_JUNIT=b HEDDLE_SARIF=c HEDDLE_TRACE_EVENT=d HEDDLE_HTML=e", run);
  EXPECT_EQ(FilesThere(), 1) << "the traces";
  const std::string manual = Run("man").out;
  EXPECT_FALSE(Contains(manual, "HEDDLE_JUNIT"));
}

TEST_F(CommandLine, AVariableThatDoesNotApplyIsNamedOrLeftOut) {
  EXPECT_EQ(RunWith("HEDDLE_STRATEGY=dfs HEDDLE_DEPTH=1 HEDDLE_EXECUTIONS=1",
                    "litmus --real --time 10ms --seed 1 SB+sc")
                .err,
            "");
  EXPECT_EQ(RunWith("HEDDLE_JOBS=2", "check allocate-allocate --strategy random").err,
            "heddle: HEDDLE_JOBS needs a strategy that can be divided: dpor, sleep, dfs or "
            "bounded:N, not random\n");
  EXPECT_EQ(RunWith("HEDDLE_LONGEST=1ms", "stress").err,
            "heddle: HEDDLE_LONGEST is for delays: expected --perturb or --at, found neither\n");
  EXPECT_EQ(Run("check scavenge-scavenge --executions 9 --checkpoint rest").status, 3);
  EXPECT_EQ(RunWith("HEDDLE_DEPTH=1", "check scavenge-scavenge --resume rest").err,
            "heddle: cannot resume 'rest': expected history_depth 1, found 2; the environment says "
            "HEDDLE_DEPTH=1\n");
}

TEST_F(CommandLine, AReportSaysWhatAShellUnderstands) {
  const std::string rest = "check allocate-allocate --sarif it.sarif";
  ASSERT_EQ(RunWith("HEDDLE_JOBS=2", rest).status, 0);
  const auto sarif = nlohmann::json::parse(Slurp(File("it.sarif")));
  EXPECT_EQ(sarif.at("runs").at(0).at("invocations").at(0).at("commandLine"),
            "HEDDLE_JOBS=2 heddle " + rest);
}

TEST_F(CommandLine, ColorsAreAsAskedFor) {
  const std::string command = "check allocate-free-scavenge --fault claim-none ";
  EXPECT_FALSE(Contains(Run(command).out, "\x1b["));
  EXPECT_TRUE(Contains(Run(command + "--color=always").out, "\x1b["));
  EXPECT_TRUE(Contains(RunWith("NO_COLOR=1 HEDDLE_COLOR=always", command).out, "\x1b["));
  EXPECT_FALSE(Contains(RunWith("HEDDLE_COLOR=always", command + "--no-color").out, "\x1b["));
}

TEST_F(CommandLine, TheManualHasEveryOption) {
  const Outcome manual = Run("man");
  ASSERT_EQ(manual.status, 0);
  std::string text = manual.out;
  std::erase(text, '\\');
  for (const std::string& command : kCommands) {
    const std::string help = Run(command + " --help").out;
    EXPECT_TRUE(Contains(text, "\n.SS " + command + "\n")) << command;
    for (const std::string& option : OptionsIn(help)) {
      EXPECT_TRUE(Contains(text, option)) << command << " " << option;
    }
  }
  EXPECT_TRUE(Contains(text, "Environment: HEDDLE_TRACE_DIR."));
  EXPECT_EQ(Slurp(HEDDLE_SHELL_FILES "/heddle.1"), manual.out) << "what is installed";
}

// Whether there is a program to check something with.
bool Has(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

std::string OutputOf(const std::string& command) {
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::string output;
  for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) {
    output += static_cast<char>(letter);
  }
  return pclose(pipe) == 0 ? output : "failed: " + output;
}

TEST_F(CommandLine, TheManualIsOneForMan) {
  if (!Has("groff")) {
    GTEST_SKIP() << "groff, which reads the manual page, is not installed";
  }
  EXPECT_EQ(OutputOf("groff -man -ww -Tutf8 '" HEDDLE_SHELL_FILES "/heddle.1' >/dev/null"), "");
  if (Has("mandoc")) {
    EXPECT_EQ(OutputOf("mandoc -T lint -W error '" HEDDLE_SHELL_FILES "/heddle.1'"), "");
  }
}

class Completion : public CommandLine {
 protected:
  // What bash offers for these words, the last of which is not yet complete.
  static std::string Offered(const std::string& words) {
    const std::string script =
        "source '" HEDDLE_SHELL_FILES "/heddle'; COMP_WORDS=(heddle " + words +
        "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _heddle; echo \"${COMPREPLY[*]}\"";
    std::ofstream(fs::temp_directory_path() / "heddle-ask") << script;
    return OutputOf("bash '" + (fs::temp_directory_path() / "heddle-ask").string() + "'");
  }
};

TEST_F(Completion, BashOffersWhatThereIs) {
  ASSERT_EQ(OutputOf("bash -n '" HEDDLE_SHELL_FILES "/heddle'"), "");
  EXPECT_EQ(Offered("ch"), "check\n");
  EXPECT_EQ(Offered("--ver"), "--version\n");
  EXPECT_EQ(Offered("check --exec"), "--executions\n");
  EXPECT_EQ(Offered("check --color ''"), "auto always never\n");
  // Litmus tests have spaces and more in their names.
  EXPECT_EQ(Offered("litmus LB+da"), "LB+datas\\ \\(OOTA\\)\n");
  EXPECT_EQ(Offered("litmus 'LB+datas\\ \\('"), "LB+datas\\ \\(OOTA\\)\n") << "as it is typed";
  EXPECT_EQ(Offered("litmus \"'LB+datas (\""), "LB+datas (OOTA)\n") << "in quotes already";
  EXPECT_EQ(Offered("litmus snapshot : '\\ no'"),
            "\\ no\\ acquire\\ fence \\ no\\ release\\ fence\n")
      << "after the colon";
  EXPECT_EQ(Offered("check allocate-allo"), "allocate-allocate\n");
  EXPECT_EQ(Offered("check workload/w6 --fault gen-no-check-on-un"), "gen-no-check-on-unreserve\n");
  EXPECT_EQ(Offered("check --fault = gen-no-check-on-un"), "gen-no-check-on-unreserve\n");
  EXPECT_EQ(Offered("check --fault drop : many-g"), "many-generations\n") << "after the colon";
  EXPECT_EQ(Offered("check --without races,conte"), "races,contents\n");
  EXPECT_EQ(Offered("repro v1-scavaddr-c"), "v1-scavaddr-clobber\n");
  EXPECT_EQ(Offered("list fi"), "findings\n");
  EXPECT_EQ(Offered("check --jobs ''"), "\n") << "any number will do";
  EXPECT_EQ(Offered("chekc ''"), "\n");
}

TEST_F(Completion, HasEveryOptionInEachShell) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const Outcome script = Run("completion " + shell);
    ASSERT_EQ(script.status, 0) << shell;
    for (const std::string& option : OptionsIn(Run("check --help").out)) {
      const std::string name = shell == "fish" ? " -l " + option.substr(2) : option;
      EXPECT_TRUE(Contains(script.out, name)) << shell << " " << option;
    }
    EXPECT_TRUE(Contains(script.out, "pair/allocate+free")) << shell;
    EXPECT_TRUE(Contains(script.out, "gen-no-check-on-unreserve")) << shell;
    const bool is_a_line = shell == "bash";
    EXPECT_TRUE(Contains(
        script.out, is_a_line ? "\nsnapshot: no acquire fence\n" : " 'snapshot: no acquire fence'"))
        << shell;
    EXPECT_TRUE(Contains(script.out, is_a_line ? "\nLB+datas (OOTA)\n" : " 'LB+datas (OOTA)'"))
        << shell;
  }
  if (Has("zsh")) {
    EXPECT_EQ(OutputOf("zsh -n '" HEDDLE_SHELL_FILES "/_heddle'"), "");
  }
  if (Has("fish")) {
    EXPECT_EQ(OutputOf("fish -n '" HEDDLE_SHELL_FILES "/heddle.fish'"), "");
  }
  EXPECT_EQ(Run("completion tcsh").status, 2);
}

}  // namespace
}  // namespace heddle
