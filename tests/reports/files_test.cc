// SPDX-License-Identifier: BSD-3-Clause
//
// The files of reports are written whole or not at all.

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using ReportFiles = Heddle;

struct Written {
  const char* option;
  const char* command;  // that takes it, and writes it
};
constexpr Written kWritten[] = {
    {"--junit", "check workload/w5-bug1"},
    {"--junit", "repro claim-none"},
    {"--junit", "verify --revision R2"},
    {"--junit", "litmus MP+rlx"},
    {"--junit", "matrix --models scavenge-start-generation --faults lwm-no-lock --ways random"},
    {"--sarif", "check workload/w5-bug1"},
    {"--sarif", "repro claim-none"},
    {"--sarif", "verify --revision R2"},
    {"--trace-event", "check workload/w5-bug1"},
    {"--trace-event", "repro claim-none"},
};

TEST_F(ReportFiles, ThatCannotBeWrittenAreAnErrorBeforeTheSearch) {
  for (const auto& [option, command] : kWritten) {
    ExpectUsageError(std::string(command) + " " + option + " /nonexistent/report",
                     "cannot write '/nonexistent/report': No such file or directory");
    EXPECT_EQ(Run(std::string(command) + " " + option + " ''").status, 2) << command;
  }
  ASSERT_EQ(Run("check workload/w5-bug1").status, 1);
  for (const char* const option : {"--sarif", "--trace-event"}) {
    ExpectUsageError(std::string("replay heddle-traces/workload-w5-bug1.assertion.json ") + option +
                         " /nonexistent/report",
                     "cannot write '/nonexistent/report': No such file or directory");
  }
}

TEST_F(ReportFiles, StayAsTheyWereIfThereIsNoResult) {
  std::ofstream(File("report")) << "before";
  for (const char* const option : {"--junit", "--sarif", "--trace-event"}) {
    EXPECT_EQ(Run(std::string("check nope ") + option + " report").status, 2);
    EXPECT_EQ(Slurp(File("report")), "before") << option;
  }
  EXPECT_EQ(FilesThere(), 1) << "report";
}

TEST_F(ReportFiles, AreWrittenAndNothingElseIsLeftBehind) {
  for (const auto& [option, command] : kWritten) {
    Run(std::string(command) + " " + option + " report");
    EXPECT_TRUE(Slurp(File("report")).ends_with("\n")) << option << " " << command;
    fs::remove(File("report"));
    fs::remove_all(File("heddle-traces"));
    EXPECT_EQ(FilesThere(), 0) << option << " " << command;
  }
}

TEST_F(ReportFiles, AreWhereLinksLead) {
  fs::create_directory(File("there"));
  fs::create_symlink("there/link", File("link"));
  fs::create_symlink("report", File("there/link"));
  // At first there is nothing.
  for (int times = 0; times < 2; ++times) {
    ASSERT_EQ(Run("check allocate-allocate --json link").status, 0);
    EXPECT_TRUE(fs::is_symlink(File("link")));
    EXPECT_TRUE(fs::is_symlink(File("there/link")));
    EXPECT_TRUE(Slurp(File("there/report")).starts_with("{"));
  }
  fs::create_symlink("round", File("round"));
  ExpectUsageError("check allocate-allocate --json round",
                   "cannot write 'round': Too many levels of symbolic links");
  fs::create_symlink("nowhere/report", File("astray"));
  ExpectUsageError("check allocate-allocate --json astray",
                   "cannot write 'astray': No such file or directory");
}

TEST_F(ReportFiles, ThatGrowBeyondTheLimitOfTheProcessAreAnError) {
  const Outcome outcome =
      Run("check scavenge-start-generation --fault gen-no-check-on-unreserve --quiet --json report "
          "--trace-dir traces",
          "ulimit -f 1 && GCOV_PREFIX=counts GCOV_ERROR_FILE=/dev/null");
  EXPECT_EQ(outcome.status, 2) << "not the end of the process";
  EXPECT_TRUE(outcome.err.starts_with("heddle: cannot write 'traces/")) << outcome.err;
  EXPECT_TRUE(outcome.err.ends_with(": File too large\n")) << outcome.err;
  EXPECT_TRUE(fs::is_empty(File("traces"))) << "nothing half-written";
  EXPECT_FALSE(fs::exists(File("report")));
}

TEST_F(ReportFiles, AreFilesOfTheirOwn) {
  ExpectUsageError("check allocate-allocate --sarif it --junit it",
                   "expected another file for --sarif than for --junit, found 'it'");
  ExpectUsageError("check allocate-allocate --trace-event it --json it",
                   "expected another file for --trace-event than for --json, found 'it'");
}

}  // namespace
}  // namespace heddle
