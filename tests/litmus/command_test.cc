// SPDX-License-Identifier: BSD-3-Clause
//
// heddle programs and heddle litmus, as their users meet them.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace heddle {
namespace {

namespace fs = std::filesystem;

struct Output {
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

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class HeddlePrograms : public testing::Test {
 protected:
  HeddlePrograms() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() /
              ("heddle-" + std::string(test->name()) + "-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  ~HeddlePrograms() override { fs::remove_all(folder_); }

  Output RunOn(const fs::path& file, const std::string& arguments = "") const {
    return Run("programs '" + file.string() + "' " + arguments);
  }
  Output Run(const std::string& arguments) const {
    const std::string command = "'" HEDDLE_PROGRAM "' " + arguments + " >'" +
                                (folder_ / "out").string() + "' 2>'" + (folder_ / "err").string() +
                                "' </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Slurp(folder_ / "out"),
            Slurp(folder_ / "err")};
  }

  fs::path Path(const std::string& name) const { return folder_ / name; }
  fs::path Write(const std::string& text) const {
    std::ofstream(Path("programs.json")) << text;
    return Path("programs.json");
  }

  // Store buffering, with this expectation.
  fs::path WriteExpecting(const std::string& expectation) const {
    return Write(
        R"({"format": "heddle-programs/1", "programs": [
             {"name": "SB", "atomics": {"x": 0, "y": 0}, "outcome": ["0.r", "1.r"],
              "threads": [{"regs": {"r": 0}, "ops": [["store", "x", 1, "relaxed"],
                                                     ["load", "r", "y", "relaxed"]]},
                          {"regs": {"r": 0}, "ops": [["store", "y", 1, "relaxed"],
                                                     ["load", "r", "x", "relaxed"]]}])" +
        expectation + "}]}");
  }

  void ExpectUsageError(const fs::path& file, const std::string& line) const {
    const Output output = RunOn(file);
    EXPECT_EQ(output.status, 2);
    EXPECT_EQ(output.err, "heddle: " + line + "\n");
    EXPECT_EQ(output.out, "");
  }

 private:
  fs::path folder_;
};

constexpr char kRight[] =
    R"(, "expect": {"traces": 8, "dpor_executions": 8, "relacy_full_executions": 64,
                    "outcomes": [[0, 0], [0, 1], [1, 0], [1, 1]], "verdicts": []})";

TEST_F(HeddlePrograms, RecordedProgramsAreAsRecorded) {
  const Output output = RunOn(HEDDLE_PROGRAMS);
  EXPECT_EQ(output.status, 0) << output.out;
  EXPECT_EQ(std::ranges::count(output.out, '\n'), 54);
  EXPECT_TRUE(Contains(output.out, "CoRR x2"));
  EXPECT_TRUE(Contains(output.out, "ok, 225 executions, 0 blocked, 225 traces")) << output.out;
  EXPECT_FALSE(Contains(output.out, "differs"));
}

TEST_F(HeddlePrograms, EachStrategyMayBeAskedFor) {
  const fs::path file = WriteExpecting(kRight);
  for (const char* strategy : {"dpor", "sleep", "dfs", "relacy-full", "bounded:0", "bounded:3",
                               "relacy-bound:1", "random", "pct:2"}) {
    const Output output = RunOn(file, "--executions 1000 --strategy " + std::string(strategy));
    EXPECT_EQ(output.status, 0) << strategy << ": " << output.out << output.err;
    EXPECT_TRUE(Contains(output.out, "SB  ok, ")) << output.out;
  }
}

TEST_F(HeddlePrograms, ADifferenceIsStatusOneAndSaysWhatWasExpectedAndSeen) {
  const Output output = RunOn(WriteExpecting(
      R"(, "expect": {"traces": 9, "outcomes": [[0, 1], [1, 0], [1, 1], [7, 7]],
                      "verdicts": ["race"]})"));
  EXPECT_EQ(output.status, 1);
  EXPECT_TRUE(Contains(output.out, "SB  differs, 8 executions, 0 blocked, 8 traces, "))
      << output.out;
  EXPECT_TRUE(Contains(output.out,
                       "outcomes: did not expect (0, 0); outcomes: did not see (7, 7); "
                       "verdicts: did not see race; traces: expected 9, saw 8"))
      << output.out;
}

TEST_F(HeddlePrograms, ADifferenceShowsInASearchThatALimitEnded) {
  const fs::path file = WriteExpecting(R"(, "expect": {"outcomes": [[7, 7]]})");
  EXPECT_EQ(RunOn(file, "--executions 2").status, 1);
  EXPECT_EQ(RunOn(file, "--executions 2 --strategy random").status, 1);
  EXPECT_EQ(RunOn(file, "--strategy bounded:0").status, 1);
}

TEST_F(HeddlePrograms, ALimitIsStatusThreeIfNothingDiffers) {
  const fs::path file = WriteExpecting(kRight);
  const Output output = RunOn(file, "--executions 2");
  EXPECT_EQ(output.status, 3) << output.out;
  EXPECT_TRUE(Contains(output.out, "SB  stopped at a limit, 2 executions")) << output.out;
}

TEST_F(HeddlePrograms, WithoutExpectationSaysWhatItSaw) {
  const Output output = RunOn(WriteExpecting(""));
  EXPECT_EQ(output.status, 0);
  EXPECT_TRUE(Contains(output.out, "nothing expected; saw 4 outcomes, no verdict")) << output.out;
}

TEST_F(HeddlePrograms, WritesResults) {
  const fs::path result = Path("result.json");
  EXPECT_EQ(RunOn(WriteExpecting(R"(, "expect": {"traces": 9, "verdicts": []})"),
                  "--json '" + result.string() + "'")
                .status,
            1);
  const auto json = nlohmann::json::parse(Slurp(result));
  EXPECT_EQ(json["format"], "heddle-result/1");
  EXPECT_EQ(json["summary"]["program"]["not_as_expected"], 1);
  const auto& entry = json["results"][0];
  EXPECT_EQ(entry["kind"], "program");
  EXPECT_EQ(entry["name"], "SB");
  EXPECT_EQ(entry["model"], nullptr);
  EXPECT_EQ(entry["strategy"], "dpor");
  EXPECT_EQ(entry["expected"], nlohmann::json::array({"pass"}));
  EXPECT_EQ(entry["as_expected"], false);
  EXPECT_EQ(entry["exhausted"], true);
  EXPECT_EQ(entry["executions"], 8);
  EXPECT_EQ(entry["traces"], 8);
  EXPECT_EQ(entry["message"], "traces: expected 9, saw 8");
}

TEST_F(HeddlePrograms, WrongInputIsOneLine) {
  const std::string missing = Path("none.json").string();
  ExpectUsageError(missing, "cannot read '" + missing + "': No such file or directory");
  ExpectUsageError(Path("."), "cannot read '" + Path(".").string() + "': Is a directory");
  const std::string file = Path("programs.json").string();
  ExpectUsageError(Write("{"), file + ": not JSON at line 1, column 2");
  ExpectUsageError(Write(""), file + ": not JSON at line 1, column 1");
  ExpectUsageError(
      Write(R"({"format": "heddle-programs/1",
                "programs": [{"name": "P", "threads": [{"ops": [["lock", "m"]]}]}]})"),
      file + ": program 'P', thread 0, operation 0, 'lock': unknown mutex 'm'; there is none");
}

class HeddleLitmus : public HeddlePrograms {
 protected:
  // One test, store buffering, with what is said of it.
  fs::path WriteTest(const std::string& fields) const {
    return Write(R"({"format": "heddle-litmus/1", "tests": [
                      {"test": "SB", "program": "x=1.rlx; r0=y.rlx || y=1.rlx; r0=x.rlx",
                       "outcome_condition": "exists 0:r0=0 /\\ 1:r0=0")" +
                 fields + "}]}");
  }
  Output Litmus(const std::string& arguments) const { return Run("litmus " + arguments); }
};

TEST_F(HeddleLitmus, TheTestsThatTheProgramCarriesAreAsRecorded) {
  const Output output = Litmus("");
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_TRUE(Contains(output.out,
                       "97 tests: 82 same, 12 stronger than C++, 3 weaker, 0 undecided; "
                       "0 not as recorded"))
      << output.out;
  EXPECT_FALSE(Contains(output.out, "DIFFERS"));
}

TEST_F(HeddleLitmus, EveryStrategyThatSeesAllSaysTheSame) {
  for (const char* strategy : {"dpor", "sleep", "dfs", "relacy-full"}) {
    const Output output =
        Litmus("'SB+rlx' '2+2W+rlx' 'SB+scfence+sc' --depth 1 --strategy " + std::string(strategy));
    EXPECT_EQ(output.status, 0) << output.out;
    EXPECT_TRUE(Contains(output.out, "1 same, 1 stronger than C++, 1 weaker")) << output.out;
  }
}

TEST_F(HeddleLitmus, OneTestIsShownWithAllItsOutcomes) {
  const Output output = Litmus("SB+depth2+rlx");
  EXPECT_EQ(output.status, 0);
  EXPECT_TRUE(Contains(output.out,
                       "x=1.rlx; x=2.rlx; r0=y.rlx || y=1.rlx; y=2.rlx; r0=x.rlx\n"
                       "    exists 0:r0=0 /\\ 1:r0=0\n"))
      << output.out;
  EXPECT_TRUE(Contains(output.out, "missed    0.r0=0 1.r0=0\n    depth 2\n")) << output.out;
}

TEST_F(HeddleLitmus, AFileIsComparedWithWhatItRecords) {
  const fs::path file = WriteTest(R"(, "allowed_by_rc11": true, "relation": "same")");
  EXPECT_EQ(Litmus("--file " + file.string()).status, 0);
  WriteTest("");  // nothing is recorded
  EXPECT_EQ(Litmus("--file " + file.string()).status, 0);
}

TEST_F(HeddleLitmus, AMistakeInEitherDirectionIsStatusOne) {
  const fs::path file = WriteTest(R"x(, "relation": "relacy stronger (misses allowed outcome)")x");
  const Output missed = Litmus("--file " + file.string());
  EXPECT_EQ(missed.status, 1);
  EXPECT_TRUE(
      Contains(missed.out, "DIFFERS: relation at depth 1: expected relacy stronger, saw same"))
      << missed.out;
  WriteTest(R"(, "allowed_by_rc11": false, "relation": "same")");
  const Output forbidden = Litmus("--file " + file.string());
  EXPECT_EQ(forbidden.status, 1);
  EXPECT_TRUE(
      Contains(forbidden.out, "DIFFERS: relation at depth 1: expected same, saw relacy weaker"))
      << forbidden.out;
}

TEST_F(HeddleLitmus, RunsOnRealThreads) {
  const Output output = Litmus("CoRR MP+na+rlx --real --time 200ms --seed 7");
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_TRUE(Contains(output.out, "CoRR  x=1.rlx || r0=x.rlx; r1=x.rlx\n")) << output.out;
  EXPECT_TRUE(
      Contains(output.out, "MP+na+rlx  not run: it may have a data race, which is undefined"))
      << output.out;
  EXPECT_TRUE(Contains(output.out, "1 test, ")) << output.out;
  EXPECT_TRUE(Contains(output.out, "seed 7\n")) << output.out;
  EXPECT_TRUE(Contains(output.out, "All that was seen is allowed.\n")) << output.out;
}

TEST_F(HeddleLitmus, WhatIsSeenOnRealThreadsMustBeAllowed) {
  const fs::path file = Write(
      R"({"format": "heddle-litmus/1", "tests": [
          {"test": "T", "program": "x=1.rlx || r0=y.rlx", "outcome_condition": "exists 1:r0=0",
           "allowed_by_rc11": false}]})");
  const Output forbidden = Litmus("--real --time 50ms --file " + file.string());
  EXPECT_EQ(forbidden.status, 1);
  EXPECT_TRUE(Contains(forbidden.out, "1.r0=0  (asked)  NOT ALLOWED\n")) << forbidden.out;
  EXPECT_FALSE(Contains(forbidden.out, "All that was seen is allowed.")) << forbidden.out;
}

TEST_F(HeddleLitmus, ATableOfTestsThatDifferSaysSo) {
  const fs::path file = WriteTest(R"(, "relation": "relacy stronger")");
  const Output output = Litmus("--table --file " + file.string());
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.err,
            "heddle: some tests are not as recorded: without --table it is said which\n"
            "heddle litmus --table --file " +
                file.string() + "\n");
}

TEST_F(HeddleLitmus, ALimitIsStatusThree) {
  const Output output = Litmus("IRIW+sc --executions 2");
  EXPECT_EQ(output.status, 3) << output.out;
  EXPECT_TRUE(Contains(output.out, "so far not shown")) << output.out;
}

TEST_F(HeddleLitmus, WritesResults) {
  const fs::path result = Path("result.json");
  EXPECT_EQ(Litmus("2+2W+rlx --json '" + result.string() + "'").status, 0);
  const auto json = nlohmann::json::parse(Slurp(result));
  EXPECT_EQ(json["summary"]["litmus"]["as_expected"], 1);
  const auto& entry = json["results"][0];
  EXPECT_EQ(entry["kind"], "litmus");
  EXPECT_EQ(entry["name"], "2+2W+rlx");
  EXPECT_EQ(entry["as_expected"], true);
  EXPECT_EQ(entry["allowed"], true);
  EXPECT_EQ(entry["reached"], false);
  EXPECT_EQ(entry["relation"], "relacy stronger (misses allowed outcome)");
  EXPECT_EQ(entry["litmus"]["names"], nlohmann::json::array({"x", "y"}));
  EXPECT_EQ(entry["litmus"]["shown"].size(), 2U);
  EXPECT_EQ(entry["litmus"]["shown"][0]["missed"], nlohmann::json::parse("[[1, 1]]"));
  EXPECT_EQ(entry["litmus"]["shown"][0]["outcomes"],
            nlohmann::json::parse("[[1, 2], [2, 1], [2, 2]]"));
}

TEST_F(HeddleLitmus, WrongInputIsOneLine) {
  const auto expect = [&](const std::string& arguments, const std::string& line) {
    const Output output = Litmus(arguments);
    EXPECT_EQ(output.status, 2) << arguments;
    EXPECT_EQ(output.err, "heddle: " + line + "\n");
    EXPECT_EQ(output.out, "");
  };
  expect("SB+rel", "unknown litmus test 'SB+rel'; did you mean SB+rlx or SB+sc or LB+rlx?");
  expect("--strategy relacy-full --depth 2",
         "expected --depth 1 with relacy-full, whose loads go back one store");
  expect("--real --depth 1", "expected no option with --real but --time, --seed and --file");
  const std::string missing = Path("none.json").string();
  expect("--file '" + missing + "'", "cannot read '" + missing + "': No such file or directory");
  const std::string file = Path("programs.json").string();
  Write(R"({"format": "heddle-litmus/1",
            "tests": [{"test": "T", "program": "x=1.now", "outcome_condition": "exists x=1"}]})");
  expect("--file '" + file + "'", file +
                                      ": test 'T', thread 0, 'x=1.now': unknown memory order "
                                      "'now'; expected rlx, acq, rel, ar, sc or con at its end");
}

}  // namespace
}  // namespace heddle
