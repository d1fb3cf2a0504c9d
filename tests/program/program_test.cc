// SPDX-License-Identifier: BSD-3-Clause
//
// The heddle command as its users meet it: what it prints, its exit status, and what it leaves
// behind.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

namespace heddle {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

std::string Slurp(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Heddle : public testing::Test {
 protected:
  Heddle() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() /
              ("heddle-" + std::string(test->name()) + "-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  ~Heddle() override { fs::remove_all(folder_); }

  Outcome Run(const std::string& arguments) const {
    const std::string command = "'" HEDDLE_PROGRAM "' " + arguments + " >'" +
                                (folder_ / "out").string() + "' 2>'" + (folder_ / "err").string() +
                                "' </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Slurp(folder_ / "out"),
            Slurp(folder_ / "err")};
  }

  // One line on standard error, nothing on standard output, status 2.
  void ExpectUsageError(const std::string& arguments, const std::string& line) const {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.err, "heddle: " + line + "\n") << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
  }

  fs::path File(const char* name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Heddle, ListsModelsFaultsAndStrategies) {
  const Outcome all = Run("list");
  EXPECT_EQ(all.status, 0);
  for (const char* name : {"scavenge-scavenge", "claim-none", "relacy-bound:N"}) {
    EXPECT_TRUE(Contains(all.out, name)) << name;
  }
  const Outcome faults = Run("list faults");
  EXPECT_TRUE(Contains(faults.out, "claim-none"));
  EXPECT_FALSE(Contains(faults.out, "relacy-bound:N"));
}

TEST_F(Heddle, HelpAndVersionAreNoErrors) {
  const Outcome help = Run("--help");
  EXPECT_EQ(help.status, 0);
  EXPECT_TRUE(Contains(help.out, "Exit status: 0 as expected"));
  EXPECT_EQ(Run("check --help").status, 0);
  const Outcome version = Run("--version");
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out.substr(0, 7), "heddle ");
}

TEST_F(Heddle, ChecksAModel) {
  const Outcome outcome = Run("check allocate-allocate");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(
      Contains(outcome.out, "allocate-allocate: pass, bounded: 2 preemptions, 70 executions"))
      << outcome.out;
  const Outcome full = Run("check allocate-allocate --strategy relacy-full");
  EXPECT_TRUE(Contains(full.out, "allocate-allocate: pass, exhausted, 762 executions")) << full.out;
}

TEST_F(Heddle, ViolationIsStatusOneAndPrintsTheInterleaving) {
  const Outcome outcome = Run("check allocate-free-scavenge --fault claim-none");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.out, "T0  T1")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "core/scavenger/locked_range_scavenger.inl.h:")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "\x1b")) << "colors where there is no terminal";
  const Outcome quiet = Run("check allocate-free-scavenge --fault claim-none --quiet");
  EXPECT_EQ(quiet.status, 1);
  EXPECT_FALSE(Contains(quiet.out, "T0  T1"));
}

TEST_F(Heddle, LimitReachedFirstIsStatusThree) {
  EXPECT_EQ(Run("check scavenge-scavenge --strategy relacy-full --executions 100").status, 3);
  EXPECT_EQ(Run("check scavenge-scavenge --strategy relacy-full --time 10ms").status, 3);
  EXPECT_EQ(Run("check scavenge-scavenge --strategy random --executions 100").status, 0);
}

TEST_F(Heddle, ReproducesEachRequiredFault) {
  for (const char* fault : {"gen-no-check-on-unreserve", "claim-none", "verify-skipped-slow",
                            "lwm-no-lock", "lock-inversion-range"}) {
    const Outcome outcome = Run(std::string("repro ") + fault);
    EXPECT_EQ(outcome.status, 0) << fault << "\n" << outcome.out;
    EXPECT_TRUE(Contains(outcome.out, std::string(fault) + ": found: ")) << outcome.out;
  }
  const Outcome both = Run("repro lock-inversion-range");
  EXPECT_TRUE(Contains(both.out, "found: lock-rank")) << both.out;
  EXPECT_TRUE(Contains(both.out, "found: deadlock")) << both.out;
}

TEST_F(Heddle, FaultThatIsNotFoundIsStatusOneOrThree) {
  // One execution is too few.
  const Outcome outcome = Run("repro claim-none --executions 1");
  EXPECT_EQ(outcome.status, 3) << outcome.out;
}

TEST_F(Heddle, VerifyPrintsALineForEachAndSaysWhatWasNotShown) {
  const Outcome outcome = Run("verify");
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  for (const char* name : {"allocate-allocate", "grow-optimistic-search", "acct-missing"}) {
    EXPECT_TRUE(Contains(outcome.out, name)) << name;
  }
  EXPECT_TRUE(Contains(outcome.out, "7 of 7 models passed")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "Not shown: other interleavings")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "erified")) << "said of a bounded search";
}

TEST_F(Heddle, VerifyWithAnUnfinishedSearchIsUndecidedAndNeverSaysVerified) {
  const Outcome outcome = Run("verify --strategy relacy-full --executions 1000");
  EXPECT_EQ(outcome.status, 3) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "erified")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "broken")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "Nothing is shown about 5 models whose search a limit ended"))
      << outcome.out;
}

TEST_F(Heddle, VerifyUnderTheFullSearchSaysVerifiedOnlyOfModelsThatEnded) {
  const Outcome outcome =
      Run("check allocate-allocate reserve-start-generation --strategy relacy-full");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(Contains(outcome.out, "pass, exhausted")) << outcome.out;
}

TEST_F(Heddle, OutputThatCannotBeWrittenIsAnError) {
  for (const char* command : {"list", "verify", "check allocate-allocate", "--version"}) {
    const int status = std::system(
        ("'" HEDDLE_PROGRAM "' " + std::string(command) + " >/dev/full 2>/dev/null").c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2) << command;
  }
  const int no_stderr = std::system("'" HEDDLE_PROGRAM "' check nope 2>&-");
  EXPECT_EQ(WEXITSTATUS(no_stderr), 2);
}

TEST_F(Heddle, ResultsDoNotMixWithWhatIsPrintedWhereStandardOutputIsClosed) {
  const fs::path file = File("result.json");
  const int status = std::system(
      ("'" HEDDLE_PROGRAM "' check allocate-allocate --json '" + file.string() + "' >&-").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(nlohmann::json::accept(Slurp(file)));
}

TEST_F(Heddle, LimitsAreOfAllRoundsOfASearchTogether) {
  const fs::path file = File("result.json");
  Run("repro verify-skipped-slow --executions 10 --json " + file.string());
  const auto json = nlohmann::json::parse(Slurp(file));
  EXPECT_EQ(json.at("results").at(0).at("executions"), 10);
  EXPECT_EQ(json.at("results").at(0).at("as_expected"), false);
}

TEST_F(Heddle, WritesResultsAsJson) {
  const fs::path file = File("result.json");
  ASSERT_EQ(Run("verify --json " + file.string()).status, 0);
  const auto json = nlohmann::json::parse(Slurp(file));
  EXPECT_EQ(json.at("format"), "heddle-result/1");
  EXPECT_EQ(json.at("options"), "verify --json " + file.string());
  ASSERT_EQ(json.at("results").size(), 17U);
  const auto& model = json.at("results").at(0);
  EXPECT_EQ(model.at("kind"), "model");
  EXPECT_EQ(model.at("verdict"), "pass");
  EXPECT_EQ(model.at("exhausted"), true);
  EXPECT_EQ(model.at("bound"), 2);
  EXPECT_EQ(model.at("executions"), 70);
  EXPECT_TRUE(model.at("preemptions").is_null());
  const auto& fault = json.at("results").at(7);
  EXPECT_EQ(fault.at("kind"), "fault");
  EXPECT_EQ(fault.at("fault"), "gen-no-check-on-unreserve");
  EXPECT_EQ(fault.at("as_expected"), true);
  EXPECT_EQ(fault.at("preemptions"), 1);
  EXPECT_EQ(json.at("summary").at("fault").at("not_as_expected"), 0);
}

TEST_F(Heddle, LeavesNoPartialFileBehind) {
  const fs::path file = File("result.json");
  std::ofstream(file) << "before";
  ExpectUsageError("check nope --json " + file.string(),
                   "unknown model 'nope'; expected one of allocate-allocate, "
                   "allocate-free-scavenge, scavenge-scavenge, reserve-start-generation, "
                   "scavenge-start-generation, allocate-optimistic-search, "
                   "grow-optimistic-search");
  EXPECT_EQ(Slurp(file), "before");
  ASSERT_EQ(Run("check allocate-allocate --json " + file.string()).status, 0);
  EXPECT_EQ(Slurp(file).substr(0, 1), "{");
  int files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(file.parent_path())) {
    ++files;
  }
  EXPECT_EQ(files, 3) << "out, err and result.json";
}

TEST_F(Heddle, NamesWhatIsWrongWithItsInput) {
  ExpectUsageError("check allocate-alocate",
                   "unknown model 'allocate-alocate'; did you mean allocate-allocate?");
  ExpectUsageError("repro claim", "unknown fault 'claim'; did you mean claim-none?");
  ExpectUsageError("check allocate-allocate --fault lwm",
                   "unknown fault 'lwm'; did you mean lwm-no-lock?");
  ExpectUsageError("check allocate-allocate --strategy relacy-ful",
                   "unknown strategy 'relacy-ful'; did you mean relacy-full?");
  ExpectUsageError("list modells", "unknown list 'modells'; did you mean models?");
  ExpectUsageError("check allocate-allocate --json /nonexistent/result.json",
                   "cannot write '/nonexistent/result.json': No such file or directory");
  ExpectUsageError("check allocate-allocate --json /tmp",
                   "cannot write '/tmp': expected the path of a regular file");
  for (const char* arguments : {"", "check", "nonsense", "check allocate-allocate --time -1",
                                "check allocate-allocate --executions x", "verify --nonsense",
                                "check allocate-allocate --fault ''", "verify --json ''"}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_TRUE(Contains(outcome.err, "; see heddle --help\n")) << outcome.err;
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
  }
}

// What the README shows of a run, with line numbers, counts of seconds and runs of spaces left out.
std::string Normalized(const std::string& text) {
  const std::string without_lines = std::regex_replace(text, std::regex(R"(:\d+ )"), ": ");
  const std::string without_times =
      std::regex_replace(without_lines, std::regex(R"( +[\d.]+ s\b)"), "");
  return std::regex_replace(without_times, std::regex(" +"), " ");
}

TEST_F(Heddle, PrintsWhatTheReadmeShows) {
  const std::string readme = Slurp(HEDDLE_README);
  const std::string command = "$ heddle repro gen-no-check-on-unreserve\n";
  const std::size_t begin = readme.find(command);
  ASSERT_NE(begin, std::string::npos);
  const std::string shown =
      readme.substr(begin + command.size(), readme.find("```", begin) - begin - command.size());
  const std::string printed = Run("repro gen-no-check-on-unreserve").out;
  EXPECT_EQ(Normalized(printed).substr(0, Normalized(shown).size()), Normalized(shown));

  std::istringstream lines(readme.substr(0, begin));
  const std::string verified = Normalized(Run("verify").out);
  int compared = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  model ") || line.starts_with("  fault ") ||
        line.starts_with("Shown: ")) {
      EXPECT_TRUE(Contains(verified, Normalized(line))) << line;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 5);
}

}  // namespace
}  // namespace heddle
